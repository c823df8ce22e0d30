"""Another place beside the first one, or one for a part of an order."""

import pytest

from handlers.sourcing.replies.address_also import PlaceBeside, place_beside

PLOT = "Plot 9, Banjara Hills, Hyderabad 500034"
MORE = (
    "also send something to {}", "also to {}", "Send it also to {}", "{} as well", "{} as well please", "and to {} too",
    "send another to {}", "{} bhi", "{} pe bhi bhejna", "kuch {} bhi bhej do", "también a {}", "envíalo a {} también",
    "{} पर भी भेजो", "y otra a {}", "el otro a {}", "add another address: {}", "second address {}",
)  # fmt: skip
PARTS = {
    "one of them to {}": 1, "one to {}": 1, "and one to {}": 1, "2 of them to {}": 2, "2 to {}": 2, "half to {}": 1,
    "please send one to my brother at {}": 1, "send the other one to my mom, {}": 1, "the rest to {}": 1,
    "ek wahan bhejo {}": 1, "ek {} bhejna": 1, "unme se ek {} pe bhej do": 1, "baaki {} pe bhej do": 1,
    "uno a {}": 1, "manda uno de ellos a {}": 1, "उनमें से एक {} पर भेज दो": 1,
}  # fmt: skip
ONE_PLACE = (
    "{}", "send it to {}", "send it to {} instead", "haan {}", "change my address to {} also",
    "make it 3 and deliver to {}",
    "{}, not 12 MG Road", "do you also deliver to {}?", "mera pata {}", "mándalo a {}",
)  # fmt: skip
HOUSES = (
    "One Indiabulls Centre, 841 Senapati Bapat Marg, Mumbai 400013",
    "Ek Minar Masjid, gali 4, Raichur 584101",
    "2 Elm St, Austin TX 78701",
    "12 MG Road, Bengaluru 560038 and also a kurta M",
)


@pytest.mark.parametrize("said", MORE)
def test_a_place_as_well(said: str) -> None:
    found = place_beside(said.format(PLOT))
    assert found is not None
    assert (found.address, found.also) == (PLOT, True)


@pytest.mark.parametrize(("said", "pieces"), PARTS.items())
def test_a_part_of_an_order_elsewhere(said: str, pieces: int) -> None:
    assert place_beside(said.format(PLOT)) == PlaceBeside(PLOT, also=False, pieces=pieces)


@pytest.mark.parametrize("said", [*(one.format(PLOT) for one in ONE_PLACE), *HOUSES])
def test_one_place(said: str) -> None:
    assert place_beside(said) is None
