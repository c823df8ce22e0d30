"""Sizes that are measures, in a size or in the name of the goods: another one is another size, and never sold as it."""

import pytest

from handlers.sourcing.replies.stock.measures import measure_in
from handlers.sourcing.replies.stock.values import Ask, Says
from tests.handlers.replies.test_stock import answer, reading, said

COOKER = Ask("Pressure Cooker 5L", "", 1, "1042")


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("5 L", "5 l"),
        ("5 litre", "5 l"),
        ("Pressure Cooker 5L", "5 l"),
        ("16 inch", "16 inch"),
        ("6-7Y", "6-7 year"),
        ("6 – 7 years", "6-7 year"),
        ("0.5 kg", "0.5 kg"),
        ("Scented candles, pack of 6", "6 pack"),
        ("L", None),
        ("42", None),
        ("iPhone 15", None),
    ],
)
def test_each_has_one_name(text: str, measure: str | None) -> None:
    assert measure_in(text) == measure


@pytest.mark.parametrize("text", ["5 litre khatam, 3 litre hai", "5L not there, 7.5L is available", "3 L hai bas"])
def test_another_is_no_yes(text: str) -> None:
    assert said(text, COOKER) in {Says.PARTIAL, None}


@pytest.mark.parametrize("text", ["5 litre hai", "haan 5 ltr wala pada hai", "5L available"])
def test_the_same_is_one(text: str) -> None:
    found = answer(text, COOKER)
    assert (found.says, found.quantity) == (Says.YES, 1)


def test_it_counts_no_pieces() -> None:
    assert answer("do hai 5 litre wale", Ask("Pressure Cooker 5L", "", 2, "1042")).quantity == 2


def test_where_none_was_asked_for_a_letter_is_a_size() -> None:
    assert reading("5 L hai", Ask("Blue kurta", "L", 5, "1042")).answers[0].says is Says.YES


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("they're 72 now", "72"),
        ("antes 58, ahora vale 64", "64"),
        ("4299 old price, now 4800", "4800"),
        ("999 में नहीं पड़ेगा 1100 लगेंगे", "1100"),
    ],
)
def test_the_price_that_holds_now_counts(text: str, price: str) -> None:
    assert str(answer(text, Ask("Denim jacket", "XL", 1, "1042")).price) == price


def test_two_prices_are_asked_about() -> None:
    assert said("haan 450 ya 500 rs lagega", Ask("Denim jacket", "XL", 1, "1042")) is None
