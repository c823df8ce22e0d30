"""What customers change of an order that they pick, by words alone: which product, how it is meant, and how many."""

from dataclasses import replace

import pytest

from handlers.sourcing.replies.basket import Change, read_change
from handlers.sourcing.replies.stock.goods import Goods, Shelf
from handlers.sourcing.replies.wanting import Wish

SHORTS, MUG, BOX = 0, 1, 2
SHELF = Shelf(
    [
        Goods("SHORTS", "Tiger Shorts", ("S", "M", "L", "XL")),
        Goods("MUG", "Taj Mug", ("",)),
        Goods("BOX", "Taj Marble Box", ("",)),
    ]
)


def wish(place: int, size: str = "", quantity: int = 0) -> Wish:
    return Wish((place,), True, size, quantity)


@pytest.mark.parametrize(
    ("said", "change"),
    [
        ("and a taj mug", Change((wish(MUG),), beside=True)),
        ("marble box bhi", Change((wish(BOX),), beside=True)),
        ("और 2 ताज मग भी", Change((wish(MUG, quantity=2),), beside=True)),
        ("no mug", Change(removed=(wish(MUG),))),
        ("mug hata do", Change(removed=(wish(MUG),))),
        ("no mug and box", Change(removed=(wish(MUG), wish(BOX)), beside=True)),
        ("yes but no mug", Change(removed=(wish(MUG),))),
        ("sí pero sin taj mug", Change(removed=(wish(MUG),))),
        ("mug nahi chahiye", Change(removed=(wish(MUG),))),
        ("remove 1 mug", Change(removed=(wish(MUG, quantity=1),))),
        ("no mug, 2 marble boxes", Change((wish(BOX, quantity=2),), removed=(wish(MUG),))),
        ("no, 2 shorts", Change((wish(SHORTS, quantity=2),))),
        ("no 2 shorts", Change((wish(SHORTS, quantity=2),))),
        ("nahi, do shorts chahiye", Change((wish(SHORTS, quantity=2),))),
        ("no, dos shorts", Change((wish(SHORTS, quantity=2),))),
        ("नहीं, 2 shorts", Change((wish(SHORTS, quantity=2),))),
        ("no, 2 shorts and 3 mugs", Change((wish(SHORTS, quantity=2), wish(MUG, quantity=3)), beside=True)),
        ("no, shorts in M", Change((wish(SHORTS, "M"),))),
        ("no, only the mug", Change((wish(MUG),), only=True)),
        ("nahi bas mug bhejo", Change((wish(MUG),), only=True)),
        ("haan, saath mein 2 marble box bhi", Change((wish(BOX, quantity=2),), beside=True)),
        ("nahi sirf mug", Change((wish(MUG),), only=True)),
        ("no, solo el mug", Change((wish(MUG),), only=True)),
        ("नहीं, सिर्फ़ ताज मग", Change((wish(MUG),), only=True)),
        ("just the mug and 2 shorts", Change((wish(MUG), wish(SHORTS, quantity=2)), only=True, beside=True)),
        ("just add a mug", Change((wish(MUG, quantity=0),), beside=True)),
        ("no, express please", Change(express=True)),
        ("wait, marble box instead", Change((wish(BOX),), instead=True)),
        ("make the shorts M", Change((wish(SHORTS, "M"),), instead=True)),
        ("express please", Change(express=True)),
        ("no express", Change(express=False)),
        ("jaldi chahiye", Change(express=True)),
    ],
)
def test_a_change_is_read_as_it_is_meant(said: str, change: Change) -> None:
    found = read_change(said, SHELF)
    assert found is not None
    wishes, removed = (tuple(replace(one, over=False) for one in some) for some in (found.wishes, found.removed))
    meant = replace(found, wishes=wishes, removed=removed)
    assert meant == change


@pytest.mark.parametrize(("said", "quantity"), [("and a taj", 0), ("2 taj bhi", 2), ("add taj too", 0)])
def test_one_of_two_is_asked_about(said: str, quantity: int) -> None:
    found = read_change(said, SHELF)
    assert found is not None
    assert found.beside
    assert not found.wishes
    assert found.unsure == Wish((MUG, BOX), False, "", quantity)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("is the mug blue?", id="a question"),
        pytest.param("taj", id="a word of two titles, and no wish"),
        pytest.param("no taj", id="one of two is not wanted"),
        pytest.param("hello there", id="no product"),
        pytest.param("my order of the mug came broken", id="an order that is there"),
        pytest.param("express delivery of my last parcel was slow and I paid for it", id="a story"),
        pytest.param("", id="nothing"),
        pytest.param("mug " * 21, id="too long"),
    ],
)
def test_all_else_is_for_other_readers(said: str) -> None:
    assert read_change(said, SHELF) is None
