"""What customers change of an order that they pick, by words alone: which product, how it is meant, and how many."""

from dataclasses import replace

import pytest

from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.basket_named import Change
from handlers.sourcing.replies.how_many import HowMany
from handlers.sourcing.replies.refusing import may_refuse_goods, refuses_goods
from handlers.sourcing.replies.said_of_open import OfOpen
from handlers.sourcing.replies.size_alone import read_size_left_out
from handlers.sourcing.replies.stock.goods import Goods, Shelf
from handlers.sourcing.replies.wish import Wish

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


def more(place: int, quantity: int = 1, size: str = "") -> Wish:
    return Wish((place,), True, size, quantity, more=True)


@pytest.mark.parametrize(
    ("said", "change"),
    [
        ("and a taj mug", Change((more(MUG),), beside=True)),
        ("marble box bhi", Change((wish(BOX),), beside=True)),
        ("और 2 ताज मग भी", Change((more(MUG, 2),), beside=True)),
        ("no mug", Change(removed=(wish(MUG),))),
        ("mug hata do", Change(removed=(wish(MUG),))),
        ("no mug and box", Change(removed=(wish(MUG), wish(BOX)), beside=True)),
        ("yes but no mug", Change(removed=(wish(MUG),))),
        ("sí pero sin taj mug", Change(removed=(wish(MUG),))),
        ("mug nahi chahiye", Change(removed=(wish(MUG),))),
        ("actually no mugs", Change(removed=(wish(MUG),), instead=True)),
        ("wait no mugs, just the box", Change((wish(BOX),), removed=(wish(MUG),), instead=True, only=True)),
        ("no, actually the mug", Change((wish(MUG),), instead=True)),
        ("nahi shorts rehne do", Change(removed=(wish(SHORTS),))),
        ("tazas no", Change(removed=(wish(MUG),))),
        ("marble box instead of the mug", Change((wish(BOX),), removed=(wish(MUG),), instead=True)),
        ("actualy box insted of shorts", Change((wish(BOX),), removed=(wish(SHORTS),), instead=True)),
        ("instead of mugs i want shorts XL", Change((wish(SHORTS, "XL"),), removed=(wish(MUG),), instead=True)),
        ("mug ki jagah shorts M", Change((wish(SHORTS, "M"),), removed=(wish(MUG),), instead=True)),
        ("shorts in M instead of L", Change((wish(SHORTS, "M"),), instead=True)),
        ("no, mejor una sola shorts, M", Change((wish(SHORTS, "M", 1),), instead=True)),
        ("cancela la taza porfa", Change(removed=(wish(MUG),))),
        ("2 mugs 1 box", Change((wish(MUG, quantity=2), wish(BOX, quantity=1)))),
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
        ("haan, saath mein 2 marble box bhi", Change((more(BOX, 2),), beside=True)),
        ("nahi sirf mug", Change((wish(MUG),), only=True)),
        ("no, solo el mug", Change((wish(MUG),), only=True)),
        ("नहीं, सिर्फ़ ताज मग", Change((wish(MUG),), only=True)),
        ("just the mug and 2 shorts", Change((wish(MUG), wish(SHORTS, quantity=2)), only=True, beside=True)),
        ("just add a mug", Change((more(MUG),), beside=True)),
        ("no, express please", Change(express=True)),
        ("wait, marble box instead", Change((wish(BOX),), instead=True)),
        ("make the shorts M", Change((wish(SHORTS, "M"),), instead=True)),
        ("the shorts in M not L", Change((wish(SHORTS, "M"),))),
        ("shorts M, and a mug", Change((wish(SHORTS, "M"), wish(MUG)), beside=True)),
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


@pytest.mark.parametrize(
    ("said", "quantity"),
    [
        ("one more mug", 1),
        ("a mug more", 1),
        ("two more mugs please", 2),
        ("2 mugs more", 2),
        ("2 more of the mugs", 2),
        ("one extra mug", 1),
        ("an additional mug", 1),
        ("another mug", 1),
        ("another 2 taj mugs", 2),
        ("no, one more mug", 1),
        ("add a mug", 1),
        ("add 2 mugs", 2),
        ("add two more mugs", 2),
        ("mug 2 jod do", 2),
        ("ek aur mug", 1),
        ("ek mug aur", 1),
        ("mug ek aur chahiye", 1),
        ("aur ek mug", 1),
        ("do aur mug", 2),
        ("एक और ताज मग", 1),
        ("दो ताज मग और", 2),
        ("un mug más", 1),
        ("dos mugs más, por favor", 2),
        ("otro mug", 1),
        ("otras dos mugs", 2),
        ("agrega otro mug", 1),
        ("and 2 mugs", 2),
        ("ok, and a mug", 1),
        ("also 1 mug", 1),
        ("plus 2 mugs please", 2),
        ("2 mugs too", 2),
        ("2 mugs as well please", 2),
        ("aur 2 mug bhi", 2),
        ("do mug bhi", 2),
        ("haan aur teen mug", 3),
        ("saath mein 2 mug", 2),
        ("y dos mugs", 2),
        ("sí, y un mug", 1),
        ("también un mug", 1),
        ("además un mug", 1),
        ("और 2 ताज मग", 2),
        ("दो ताज मग भी", 2),
    ],
)
def test_more_of_a_thing_counts_up(said: str, quantity: int) -> None:
    assert read_change(said, SHELF) == Change((more(MUG, quantity),), beside=True)


@pytest.mark.parametrize(
    ("said", "wishes"),
    [
        ("add 2 mugs and a marble box", (more(MUG, 2), more(BOX))),
        ("two more mugs and one more marble box", (more(MUG, 2), more(BOX))),
        ("do mug aur ek marble box", (wish(MUG, quantity=2), wish(BOX, quantity=1))),
        ("mug aur ek aur marble box", (wish(MUG), more(BOX))),
        ("one more shorts in M", (more(SHORTS, 1, "M"),)),
        ("add shorts in M", (more(SHORTS, 1, "M"),)),
        ("one more L shorts", (more(SHORTS, 1, "L"),)),
        ("un mug más grande", (wish(MUG, "L", 1),)),
        ("another colour mug", (wish(MUG),)),
        ("más mugs", (wish(MUG),)),
        ("2 mug aur jaldi", (wish(MUG, quantity=2),)),
        ("add a note for the mug", (wish(MUG),)),
        ("2 mugs and a marble box", (wish(MUG, quantity=2), wish(BOX))),
        ("and make the mug 3", (wish(MUG, quantity=3),)),
        ("and only 2 mugs", (wish(MUG, quantity=2),)),
        ("aur mug bhi", (wish(MUG),)),
        ("koi bhi 2 mug", (wish(MUG, quantity=2),)),
        ("2 mugs too many", (wish(MUG, quantity=2),)),
        ("and 2 mugs, 1 marble box", (more(MUG, 2), more(BOX))),
        ("also shorts in L", (more(SHORTS, 1, "L"),)),
        ("and 2 shorts L, 1 shorts M", (more(SHORTS, 2, "L"), more(SHORTS, 1, "M"))),
        ("2 shorts L, 1 shorts M", (wish(SHORTS, "L", 2), wish(SHORTS, "M", 1))),
        ("2 shorts L. sorry, 1 shorts M", (wish(SHORTS, "M", 1),)),
    ],
)
def test_what_is_not_counted_up_is_told_from_it(said: str, wishes: tuple[Wish, ...]) -> None:
    found = read_change(said, SHELF)
    assert found is not None
    assert found.wishes == wishes


@pytest.mark.parametrize(
    ("said", "of_open"),
    [
        ("haan 2 de do, aur ek taj mug bhi", OfOpen(HowMany(2))),
        ("nahi 5 kar do, aur 2 mug bhi", OfOpen(HowMany(5))),
        ("haan do de do aur ek mug", OfOpen(HowMany(2))),
        ("make it 2 and a taj mug", OfOpen(HowMany(2))),
        ("sí, dos, y un mug también", OfOpen(HowMany(2))),
        ("हाँ 2 दे दो, और एक ताज मग भी", OfOpen(HowMany(2))),
        ("M kar do, aur ek mug bhi", OfOpen(size="M")),
        ("aur ek mug bhi, M kar do", OfOpen(size="M")),
        ("2 red wale de do, aur mug bhi", OfOpen(unread=True)),
        ("aur ek mug bhi, 5 kar do", OfOpen(unread=True)),
        ("haan, aur ek mug bhi", OfOpen()),
    ],
)
def test_a_number_beside_other_goods_is_of_what_is_open(said: str, of_open: OfOpen) -> None:
    found = read_change(said, SHELF)
    assert found is not None
    assert [one.wares for one in found.wishes] == [(MUG,)]
    assert found.of_open == of_open


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("and shorts in M also. no, L", more(SHORTS, 1, "L")),
        ("aur mug bhi, 2", wish(MUG, quantity=2)),
        ("aur 3 mug bhi. nahi, 2", more(MUG, 2)),
    ],
)
def test_what_follows_goods_by_itself_is_of_them(said: str, wanted: Wish) -> None:
    found = read_change(said, SHELF)
    assert found is not None
    assert found.wishes == (wanted,)
    assert found.of_open == OfOpen()


@pytest.mark.parametrize(
    ("said", "unsure"),
    [
        ("and a taj", Wish((MUG, BOX), False, "", 1, more=True)),
        ("2 taj bhi", Wish((MUG, BOX), False, "", 2, more=True)),
        ("add taj too", Wish((MUG, BOX))),
    ],
)
def test_one_of_two_is_asked_about(said: str, unsure: Wish) -> None:
    found = read_change(said, SHELF)
    assert found is not None
    assert found.beside
    assert not found.wishes
    assert found.unsure == unsure


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("is the mug blue?", id="a question"),
        pytest.param("taj", id="a word of two titles, and no wish"),
        pytest.param("no taj", id="one of two is not wanted"),
        pytest.param("shorts not L", id="the size that it shall not be, and no other"),
        pytest.param("hello there", id="no product"),
        pytest.param("my order of the mug came broken", id="an order that is there"),
        pytest.param("express delivery of my last parcel was slow and I paid for it", id="a story"),
        pytest.param("", id="nothing"),
        pytest.param("mug " * 21, id="too long"),
    ],
)
def test_all_else_is_for_other_readers(said: str) -> None:
    assert read_change(said, SHELF) is None


@pytest.mark.parametrize("said", ["actually no mugs", "no mugs", "shorts hata do", "i dont want mugs", "मग नहीं चाहिए"])
def test_goods_are_refused_and_nothing_else(said: str) -> None:
    assert refuses_goods(said, SHELF)


@pytest.mark.parametrize(
    "said", ["no more mug messages", "stop sending mugs", "no box offers please", "no", "no 2 mugs", "no taj", "mugs"]
)
def test_what_may_refuse_our_messages_too(said: str) -> None:
    assert not refuses_goods(said, SHELF)


@pytest.mark.parametrize("said", ["no offers", "no special offers", "no reminders", "no quiero ofertas", "no texts"])
def test_what_names_our_messages_refuses_no_goods_whatever_is_sold(said: str) -> None:
    assert not may_refuse_goods(said)


def test_goods_beside_which_messages_are_sold_are_refused_all_the_same() -> None:
    shelf = Shelf([Goods("O", "Special Offers Box", ("",)), Goods("C", "Brass Clock", ("",))])
    assert refuses_goods("actually no clock", shelf)


@pytest.mark.parametrize(
    ("said", "size"),
    [
        ("remove L", "L"),
        ("M nahi chahiye", "M"),
        ("L hata do", "L"),
        ("no L", ""),
        ("remove L mug", ""),
        ("remove 2 L", ""),
        ("L not M", ""),
        ("remove it", ""),
    ],
)
def test_a_size_is_taken_out(said: str, size: str) -> None:
    assert read_size_left_out(said, SHELF) == size
