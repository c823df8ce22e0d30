"""A yes of a shop beside another figure or size sells nothing: the shop is asked back."""

from __future__ import annotations

from fractions import Fraction

import pytest

from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.other_figures import is_beside_other_figures
from handlers.sourcing.replies.stock.reading import Ask, Says, StockAnswer, read_stock
from tests.stock_figures import NOW, ZONE

SHIRT = Ask("Men Formal Shirt", "40", 1, "4188")
KURTA = Ask("Blue kurta", "L", 2, "1042")
OIL = Ask("Coconut Oil", "1 litre", 2, "6209")
LAMP = Ask("Brass lamp", "", 1, "6210")


def _sells(text: str, ask: Ask) -> bool:
    answers = read_stock(text, [ask], NOW, ZONE).answers
    return any(one.says is Says.YES or (one.says is Says.PARTIAL and one.quantity) for one in answers)


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("40 ka nhi h 42 ka pda h", SHIRT),
        ("haan 42 ka hai", SHIRT),
        ("yes but 38", SHIRT),
        ("haan hai 42 wala", SHIRT),
        ("40 ka nhi h 42 ka pda h", KURTA),
        ("yes but XL", KURTA),
        ("ek L ek XL hai", KURTA),
        ("1L not coming now, 750 ml is there", OIL),
        ("500 gm nahi, 1 kg hai", OIL),
        ("1L not coming now, 750 ml is there", LAMP),
        ("12 inch nahi hai, 15 ka hai", LAMP),
    ],
)
def test_a_yes_beside_another_figure_or_size_is_asked_back(text: str, ask: Ask) -> None:
    assert not _sells(text, ask)


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("haan 40 hai", SHIRT),
        ("1 pc 40 hai", SHIRT),
        ("yes 799", SHIRT),
        ("haan 2 hai", KURTA),
        ("haan 2 hai, 5 baje tak le jana", KURTA),
        ("L 2 pc @520", KURTA),
        ("Available, $35 each", KURTA),
        ("1 hai 1 nahi", KURTA),
        ("1 L hai", OIL),
        ("6210 haan", LAMP),
    ],
)
def test_figures_of_the_request_its_count_and_its_price_are_no_others(text: str, ask: Ask) -> None:
    assert _sells(text, ask)


YES = StockAnswer(0, Says.YES, quantity=2)


@pytest.mark.parametrize(
    ("bits", "ask"),
    [
        ([Bit("yes", "yes"), Bit("size", "XL")], KURTA),  # another size alone
        ([Bit("yes", "yes"), Bit("size", "L"), Bit("size", "XL")], KURTA),  # another size beside the asked one
        ([Bit("size", "L"), Bit("neg", "nahi"), Bit("number", "250", Fraction(250))], KURTA),  # large, beside a size
        ([Bit("number", "500", Fraction(500)), Bit("other", "gm")], KURTA),  # a measure
    ],
)
def test_each_kind_of_other_figure_is_found(bits: list[Bit], ask: Ask) -> None:
    assert is_beside_other_figures(bits, ask, YES)


@pytest.mark.parametrize(
    "bits",
    [
        [Bit("yes", "yes"), Bit("size", "L")],
        [Bit("neg", "nahi"), Bit("number", "250", Fraction(250))],  # a price, where no size is named
        [Bit("yes", "yes"), Bit("number", "2", Fraction(2))],
    ],
)
def test_figures_of_the_request_are_no_others(bits: list[Bit]) -> None:
    assert not is_beside_other_figures(bits, KURTA, YES)


def test_what_does_not_sell_may_name_other_sizes() -> None:
    assert not is_beside_other_figures([Bit("size", "XL")], KURTA, StockAnswer(0, Says.NO))
