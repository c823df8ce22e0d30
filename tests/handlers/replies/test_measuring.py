"""Which numbers of customers count pieces, and which are a time, an age, a measure, or what it shall cost."""

from decimal import Decimal

import pytest

from handlers.sourcing.replies.bargaining import offered_price, without_shown
from handlers.sourcing.replies.said_pieces import read_pieces
from handlers.sourcing.replies.stock.goods import Goods, Shelf

SHELF = Shelf([Goods("SHORTS", "Tiger Shorts", ("S", "M", "L"))])
SHOWN = frozenset({Decimal(899)})


@pytest.mark.parametrize(
    "text",
    [
        "yes I need it by 5 pm", "haan 5 baje tak", "yes, waist 32", "yes for 3 year old", "haan, 2 din mein chahiye",
        "sí, antes de las 5", "sí, para mi hijo de 3 años", "sí para el 24", "yes in 3 days", "haan 15 tareekh tak",
        "ok 600 me do", "500 rs me de do", "dámelo en 500", "haan 8 se pehle", "yes by 8", "she is 6 years old",
        "हां 5 बजे तक", "हां 3 साल के बच्चे के लिए", "हां 2 दिन में चाहिए", "yes with 10% off", "yes 5ft 6",
    ],
)  # fmt: skip
def test_what_measures_counts_no_pieces(text: str) -> None:
    many = read_pieces(text)
    assert not many.pieces
    assert not many.over


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("yes 2", 2), ("haan 3 kar do", 3), ("sí, 2 por favor", 2), ("yes, 4 pieces by 5 pm", 4), ("L mein 2 de do", 2),
        ("2 bhejo 5 baje tak", 2), ("sí, 2 antes de las 5", 2), ("haan 2 baje se pehle 3 piece", 3), ("3 @ 350", 3),
        ("6 pieces at 300 each", 6), ("isko 2 kar do", 2), ("make that 4", 4),
    ],
)  # fmt: skip
def test_what_counts_does_beside_a_time_as_well(text: str, pieces: int) -> None:
    assert read_pieces(text).pieces == pieces


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("ok 600 me do", 600), ("tiger shorts L for ₹500", 500), ("tiger shorts L for 500 rupees", 500),
        ("te doy 700", 700), ("me lo dejas en 700", 700), ("700 में दे दो", 700), ("can you do 700", 700),
        ("make it 700 and i take it", 700), ("i'll give you 700", 700), ("700 last", 700),
    ],
)  # fmt: skip
def test_another_price_is_offered(text: str, price: int) -> None:
    assert offered_price(text, SHELF, SHOWN) == price


@pytest.mark.parametrize("text", ["60", "make it 60", "yes 2", "haan 5 baje tak", "why 899", "tiger shorts L for 3"])
def test_a_number_or_a_question_offers_none(text: str) -> None:
    assert offered_price(text, SHELF, SHOWN) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [("yes 899 ok", "yes ok"), ("ok ₹899", "ok"), ("899", "899"), ("ok 1899", "ok 1899"), ("2", "2")],
)
def test_a_price_that_is_said_back_is_left_out(text: str, left: str) -> None:
    assert without_shown(text, SHOWN).split() == left.split()
