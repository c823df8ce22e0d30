"""Words that no vocabulary lists, beside a yes: let pass where they cannot change it, else asked about."""

import pytest

from handlers.sourcing.replies.stock.reading import Ask, Says, StockIntent
from tests.handlers.replies.test_stock import answer, reading


@pytest.mark.parametrize(
    "text",
    [
        "haan hai zorvika",
        "yes we have both zorvika",
        "dono rakhe hai zorvika dhungri",
    ],
)
def test_a_yes_said_in_two_ways_bears_strangers(text: str) -> None:
    assert answer(text).says is Says.YES


@pytest.mark.parametrize(
    "text",
    [
        "yes zorvika",  # a bare yes
        "haan zorvika hai",  # what they have, or somebody's name
        "zorvika 2 piece hai",
        "L zorvika hai",  # where "nahi" stands
        "blue one is zorvika there",
        "haan tha, ab zorvika hai",
        "have zorvika",  # what they have
        "yes we have it in zorvika",
        "haan zorvika wala hai",
        "haan hai par zorvika",  # behind a "but"
        "only zorvika available",
        "haan hai zorvika dhungri mokuli tarvesh",
        "zorvika ko milega",
        "zorvika, dono mil jayenge",  # somebody's name, or goods
    ],
)
def test_a_stranger_in_a_grave_place_is_asked_about(text: str) -> None:
    assert reading(text).intent is not StockIntent.ANSWER or answer(text).says is not Says.YES


@pytest.mark.parametrize(
    ("text", "asked", "says", "quantity"),
    [
        ("12 kya 24 le lo", 12, Says.YES, 24),
        ("haan 3 hai, 2 le lo", 2, Says.YES, 3),
        ("4 pc nikle total, 1 kam hai", 5, Says.PARTIAL, 4),
        ("2 short", 5, Says.PARTIAL, 3),
        ("10 nahi 6 arrange ho jayega", 10, Says.PARTIAL, 6),
        ("teen hi hai, paanch nahi", 5, Says.PARTIAL, 3),
        ("3 available, 2 pc short", 5, Says.PARTIAL, 3),
        ("pero de 3 solo le tengo 2", 3, Says.PARTIAL, 2),
        ("we can offer 7 pieces against your requirement of 10", 10, Says.PARTIAL, 7),
    ],
)
def test_numbers_beside_what_was_asked(text: str, asked: int, says: Says, quantity: int) -> None:
    found = answer(text, Ask("Blue kurta", "L", asked, "1042", menu=True))
    assert (found.says, found.quantity) == (says, quantity)


@pytest.mark.parametrize(
    ("text", "asked", "price", "price_for"),
    [
        ("dono ka 1000 laga dunga", 2, "1000", 2),
        ("तीनों का १५०० बनेगा", 3, "1500", 3),
        ("yes 3 pcs 1350 all together", 3, "1350", 3),
        ("5400 per dozen, ready", 12, "5400", 12),
        ("haan ji 5 pc ka 2250", 5, "2250", 5),
    ],
)
def test_prices_for_all(text: str, asked: int, price: str, price_for: int) -> None:
    found = answer(text, Ask("Blue kurta", "L", asked, "1042"))
    assert (found.says, str(found.price), found.price_for) == (Says.YES, price, price_for)


def test_a_price_that_they_ask_about_is_left_open() -> None:
    assert reading("price 500 ok?").intent is StockIntent.QUESTION


def test_not_there_in_a_size_is_a_no() -> None:
    assert answer("I checked the whole rack and the blue one is not there in large").says is Says.NO
