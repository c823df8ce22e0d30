"""What stands behind an address and is no part of it; who has no address to tell."""

import pytest

from handlers.sourcing.replies.address_none import has_none
from handlers.sourcing.replies.address_then import part_then
from handlers.sourcing.replies.stock.goods import Goods, Shelf

SHELF = Shelf(
    [
        Goods("mug", "Taj Mug", ("",)),
        Goods("shorts", "Tiger Shorts", ("S", "M", "L")),
        Goods("box", "Marble Box", ("",)),
    ]
)
PARK, CALLE, GALI = "12 Park Street New Delhi 110001", "Calle Mayor 12, Madrid 28013", "मकान 12, गली 4, दिल्ली 110024"


@pytest.mark.parametrize(
    ("address", "rest"),
    [
        (PARK, ". How do I pay?"),
        (PARK, " make it 2"),
        (PARK, " express please"),
        (PARK, ", size M instead"),
        (PARK, ". kab aayega"),
        (PARK, ". Is COD available?"),
        (PARK, " express me bhejo"),
        (PARK, ", L size kar do"),
        (PARK, " paise kaise dene hai"),
        (PARK, ", 2 mugs"),
        (PARK, " and add a marble box"),
        (PARK, " cancel it"),
        (CALLE, ", ¿cómo pago?"),
        (GALI, ", पैसे कैसे दें?"),
        (f"{PARK}, near the metro", ". How do I pay?"),
        (f"{PARK}, Priya Sharma, 9811012345", ", make it 2"),
        (f"{PARK}, call before you come", ", size M instead"),
        ("Rahul 9812345678, B-4 Saket New Delhi 110017", ", when will it come?"),
        ("Calle Mayor 5, 28013 Madrid", ". ¿Cómo pago?"),
        ("12 Park Street, New Delhi", " and add a marble box"),
        (PARK, " yes order it"),
        (PARK, ", haan kar do"),
    ],
)
def test_a_wish_or_a_question_is_told_apart(address: str, rest: str) -> None:
    found = part_then(address + rest, SHELF)
    assert found is not None
    assert (found.address, found.rest) == (address, rest.strip(" ,."))


@pytest.mark.parametrize(
    ("said", "address", "rest"),
    [
        (f"{PARK} aur 2 kar do", PARK, "2 kar do"),
        (f"{PARK} and make it 3", PARK, "make it 3"),
        ("Calle Mayor 5, 28013 Madrid y que sean 2", "Calle Mayor 5, 28013 Madrid", "que sean 2"),
        (f"{GALI} और 2 कर दो", GALI, "2 कर दो"),
        (f"{PARK} and 2 mugs", PARK, "and 2 mugs"),
    ],
)
def test_an_and_before_a_number_joins_it_to_the_address(said: str, address: str, rest: str) -> None:
    found = part_then(said, SHELF)
    assert found is not None
    assert (found.address, found.rest) == (address, rest)


@pytest.mark.parametrize(
    "rest",
    [
        "",
        " jaldi bhejna",
        " please send fast",
        " jaldi please",
        ", thank you so much!!",
        " and leave it with the guard",
        ", India",
        " near metro gate 2",
        ", call 9811012345",
        ", ring the bell twice",
        ", 2nd floor",
        " thanks",
        ", Priya Sharma",
        ", come after 5 pm",
        ", opposite SBI bank",
        ", leave it with the guard",
        " or 5 Lodhi Road New Delhi 110003",
        " nahi, 5 Lodhi Road New Delhi 110003",
        " 2 gali ke andar",
    ],
)
def test_all_else_is_a_part_of_the_address(rest: str) -> None:
    assert part_then(PARK + rest, SHELF) is None


@pytest.mark.parametrize("said", [f"do you deliver to {PARK}?", "2 mugs. How do I pay?", "110001 make it 2"])
def test_without_a_whole_address_nothing_is_told_apart(said: str) -> None:
    assert part_then(said, SHELF) is None


@pytest.mark.parametrize(
    ("said", "none"),
    [
        ("I don't have one", True),
        ("i don’t have any address right now", True),
        ("I don't know the pin", True),
        ("no tengo dirección", True),
        ("mere paas address nahi hai abhi", True),
        ("पता नहीं है अभी", True),
        ("don't have the money", False),
        ("I don't have time", False),
        ("no, cancel it", False),
        ("nahi chahiye", False),
        ("mug nahi hai", False),
    ],
)
def test_who_has_none_to_tell(said: str, none: bool) -> None:
    assert has_none(said) is none
