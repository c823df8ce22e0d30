"""The grammar of orders reads a text to its last word, or not at all."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.money import MICROS
from flows.sourcing.basket import MOST_PIECES
from flows.sourcing.order_wishes import Orderable
from handlers.sourcing.customer.ordering.goods_names import make_names
from handlers.sourcing.customer.ordering.order_grammar import parse
from tests.cases import each

SHORTS = Orderable(UUID(int=1), "SHORTS-9", "Tiger Shorts", ("S", "M", "L", "XL"), 899 * MICROS)
MUG = Orderable(UUID(int=2), "MUG", "Taj Mug", (), 350 * MICROS)
CUP = Orderable(UUID(int=3), "CUP", "Taj Cup", (), 300 * MICROS)
SHOES = Orderable(UUID(int=4), "SHOE", "Jutti Shoes", ("UK 6", "UK 8"), 1200 * MICROS)
NAMES = make_names((SHORTS, MUG, CUP, SHOES), ("Clothes", "Kitchen", "Kitchen", "Shoes"))


def read(text: str) -> list[tuple[tuple[str, ...], str, int]] | None:
    parsed = parse(text, NAMES)
    return (
        None if parsed is None else [(tuple(w.sku for w in one.wares), one.size, one.quantity) for one in parsed.goods]
    )


@each(
    ("text", "goods"),
    [
        ("2 tiger shorts in L", [(("SHORTS-9",), "L", 2)]),
        ("tigr shorts L x 2", [(("SHORTS-9",), "L", 2)]),
        ("shorts-9 m", [(("SHORTS-9",), "M", 0)]),
        ("2x mug", [(("MUG",), "", 2)]),
        ("two mugs, one cup", [(("MUG",), "", 2), (("CUP",), "", 1)]),
        ("2 mugs 3 cups", [(("MUG",), "", 2), (("CUP",), "", 3)]),
        ("mug + cup & shorts L", [(("MUG",), "", 0), (("CUP",), "", 0), (("SHORTS-9",), "L", 0)]),
        ("tiger shorts 2 L and 1 M", [(("SHORTS-9",), "L", 2), (("SHORTS-9",), "M", 1)]),
        ("jutti shoes uk 8", [(("SHOE",), "UK 8", 0)]),
        ("taj", [(("MUG", "CUP"), "", 0)]),
        ("something from kitchen", None),
        ("kitchen", [(("MUG", "CUP"), "", 0)]),
        ("2 mugs por favor", [(("MUG",), "", 2)]),
        ("do mug bhej do", [(("MUG",), "", 2)]),
        ("mug do", [(("MUG",), "", 0)]),
        ("L", [((), "L", 0)]),
        ("3", [((), "", 3)]),
        ("mug L", [(("MUG",), "", 0)]),
        ("shorts XXL", [(("SHORTS-9",), "2XL", 0)]),
        (f"{MOST_PIECES + 1} mugs", None),
        ("0 mugs", None),
        ("tiger mug", None),
        ("mug cup", None),
        ("L, mug", None),
        ("a mug for my mother's birthday", None),
        ("mug hai", None),
        ("mug lena hai", [(("MUG",), "", 0)]),
        ("mugs are nice", None),
        ("", None),
    ],
)
def test_goods(text: str, goods: list[tuple[tuple[str, ...], str, int]] | None) -> None:
    assert read(text) == goods


@each(
    ("text", "joins", "asks", "wants"),
    [
        ("and a mug", True, False, False),
        ("mug bhi chahiye", True, False, True),
        ("do you have a mug?", False, True, False),
        ("mug?", False, True, False),
        ("how much is the mug", False, True, False),
        ("can i get a mug?", False, False, True),
        ("i want a mug", False, False, True),
        ("2 mugs", False, False, False),
    ],
)
def test_what_stands_around_goods(text: str, joins: bool, asks: bool, wants: bool) -> None:
    parsed = parse(text, NAMES)
    assert parsed is not None
    assert (parsed.joins, parsed.asks, parsed.wants) == (joins, asks, wants)


@each(
    ("text", "name"),
    [
        ("what do you sell?", "catalogue"),
        ("menu please", "catalogue"),
        ("kya kya milta hai", "catalogue"),
        ("i want to order", "order"),
        ("hi, order karna hai", "order"),
        ("order", "order"),
        ("same again please", "repeats"),
        ("express", "express"),
    ],
)
def test_a_text_of_one_class_of_words(text: str, name: str) -> None:
    parsed = parse(text, NAMES)
    assert parsed is not None
    assert parsed.is_all(name)


@pytest.mark.parametrize(("text", "ends"), [("2 mugs, basta", True), ("2 mug bas", True), ("mug", False)])
def test_the_end_of_a_list(text: str, ends: bool) -> None:
    parsed = parse(text, NAMES)
    assert parsed is not None
    assert ("end" in parsed.classes) is ends


@pytest.mark.parametrize("text", ["basta", "ya basta", "basta ya", "bas", "2 mugs, ya basta"])
def test_what_may_end_our_messages_is_no_order(text: str) -> None:
    assert parse(text, NAMES) is None


@given(st.text(max_size=210))
def test_any_text_is_read(text: str) -> None:
    parsed = parse(text, NAMES)
    assert parsed is None or all(one.quantity <= MOST_PIECES for one in parsed.goods)
