"""Which figures of a shop's text may be orders' numbers."""

import pytest

from handlers.sourcing.replies.order_number_mentions import find_mentions, replace_mentions
from tests.cases import each


@each(
    ("text", "numbers"),
    [
        ("801 haan", ["801"]),
        ("#801 hai", ["801"]),
        ("order 801 ready hai", ["801"]),
        ("p79893 yes, TT-2291 no", ["P79893", "TT-2291"]),
        ("८०१ हाँ", ["801"]),
        ("801 haan, 802 nahi", ["801", "802"]),
        ("₹801 me", []),
        ("801/- lagega", []),
        ("rs 801", []),
        ("size 38 hai", []),
        ("till 1030", []),
        ("Rs. 801", []),
        ("2.5 hai, 10:30 tak", []),
        ("call 9800000001", []),
        ("haan hai", []),
    ],
)
def test_figures_that_may_be_orders(text: str, numbers: list[str]) -> None:
    assert [one.number for one in find_mentions(text)] == numbers


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("order 7 yes", True),
        ("#7 yes", True),
        ("order no. 7", True),
        ("ऑर्डर 7 हाँ", True),
        ("pedido 7 sí", True),
        ("7 yes", False),
    ],
)
def test_a_number_is_called_an_order(text: str, called: bool) -> None:
    assert [one.called for one in find_mentions(text)] == [called]


def test_each_figure_gets_the_name_of_its_order() -> None:
    text = "7 haan, 12 nahi"
    assert replace_mentions(text, find_mentions(text), {"7": "a7", "12": "b12"}) == "a7 haan, b12 nahi"
