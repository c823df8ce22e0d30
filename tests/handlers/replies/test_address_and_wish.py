"""An address and a wish in one text, whichever comes first and whatever joins them: the address is exactly that."""

from itertools import product

import pytest

from handlers.sourcing.replies.address_apart import part_from_order, part_from_pick
from handlers.sourcing.replies.stock.goods import Goods, Shelf

SHELF = Shelf(
    [
        Goods("mug", "Taj Mug", ("",)),
        Goods("kurta", "Kurta", ("S", "M", "L")),
        Goods("box", "Marble Box", ("",)),
    ]
)
ADDRESSES = (
    "12 MG Road, Bengaluru 560038",
    "Flat 4B, Lotus Apartments, Sector 18, Noida 201301",
    "H.No. 221, Gali 3, Laxmi Nagar, New Delhi 110092",
    "Calle Mayor 5, 28013 Madrid",
    "मकान 12, गली 4, दिल्ली 110024",
)
BEHIND = (" and ", " and also ", " also ", " plus ", " aur ", " y ", " y también ", " और ", ". ", ", ", "\n")
BEFORE = (
    " and send to ",
    ", send it to ",
    " and deliver to ",
    " to ",
    " aur bhejo ",
    " y mándalo a ",
    ". ",
    ", ",
    "\n",
)
WISHES = (
    "a kurta M", "a kurta M too", "2 more mugs", "one more mug", "a marble box", "I want a kurta M too", "add 2 mugs",
    "ek aur mug", "2 mug aur", "ek kurta M bhi", "un kurta M", "2 tazas más", "एक कुर्ता M भी",
)  # fmt: skip
SAID_OF_PLACES = (
    "12 MG Road, Bengaluru 560038, near Marble Arch",
    "12 MG Road, Bengaluru 560038, Taj",
    "5 Kurta House, Linking Road, Mumbai 400050",
    "12 MG Road, Bengaluru 560038 and Sons",
)


def among(between: tuple[str, ...], address: str) -> list[tuple[str, str]]:
    """A fifth of all ways in which a wish is joined, so that each of these is tried with one of the addresses."""
    return list(product(between, WISHES))[ADDRESSES.index(address) :: len(ADDRESSES)]


def wanted(rest: str) -> str:
    """What is left of a wish, whatever joins it to the address."""
    return rest.removesuffix(" too").removesuffix(" bhi").removesuffix(" भी")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_wish_behind_an_address(address: str) -> None:
    wrong = []
    for between, wish in among(BEHIND, address):
        text = address + between + wish
        ordered, picked = part_from_order(text, SHELF), part_from_pick(text, SHELF)
        rests = (*ordered.said, picked.rest) if ordered is not None and picked is not None else ()
        told = {one.address for one in (ordered, picked) if one is not None}
        if not rests or told != {address} or not all(wanted(rest).endswith(wanted(wish)) for rest in rests):
            wrong.append((text, ordered, picked))
    assert wrong == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_wish_before_an_address_that_is_asked(address: str) -> None:
    wrong = []
    for between, wish in among(BEFORE, address):
        text = wish + between + address
        ordered, picked = part_from_order(text, SHELF, asked=True), part_from_pick(text, SHELF)
        rests = (*ordered.said, picked.rest) if ordered is not None and picked is not None else ()
        told = {one.address for one in (ordered, picked) if one is not None}
        if not rests or told != {address} or not all(wanted(wish).startswith(wanted(rest)) for rest in rests):
            wrong.append((text, ordered, picked))
    assert wrong == []


def test_goods_before_an_address_that_is_known_may_go_there_alone() -> None:
    assert part_from_order("a kurta M too, 12 MG Road, Bengaluru 560038", SHELF) is None


@pytest.mark.parametrize("said", SAID_OF_PLACES)
def test_a_place_that_is_called_as_goods_are_is_no_wish(said: str) -> None:
    assert part_from_order(said, SHELF, asked=True) is None
    assert part_from_pick(said, SHELF) is None
