"""Who does not want a thing any more, and who speaks of something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sourcing.replies.dropping import is_dropped, says_no, spares_what_is_picked, takes_all_out
from tests.handlers.replies.listed import phrases

DROPPED = """
    no thanks, forget it|forget it|never mind|i don't want it anymore|i dont want it any more|I no longer want it
    I've changed my mind|don't need it now|nahi chahiye ab|ab nahi chahiye|rehne dijiye, nahi chahiye|jaane do
    mann badal gaya, nahi chahiye|ya no lo quiero|no gracias, olvídalo|cambié de opinión|déjalo
    मुझे अब नहीं चाहिए|रहने दीजिए|मन बदल गया
"""
ELSE = """
    no|no thanks|nahi|I don't want the red one|forget it, send 2|leave it at the door|mujhe message nahi chahiye
    I don't want messages|don't you want it?|no quiero mensajes|मुझे लाल नहीं चाहिए|stop|cancel
"""


@pytest.mark.parametrize("text", phrases(DROPPED))
def test_it_is_not_wanted(text: str) -> None:
    assert is_dropped(text)


@pytest.mark.parametrize("text", phrases(ELSE))
def test_something_else(text: str) -> None:
    assert not is_dropped(text)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    is_dropped(text)


@pytest.mark.parametrize(
    "text",
    [
        "no", "nahi", "too expensive", "leave it", "drop it", "no, not today", "I don't need it", "rehne do",
        "mat karo", "changed my mind", "no gracias", "déjalo", "नहीं", "not now",
    ],
)  # fmt: skip
def test_a_word_of_a_no_refuses(text: str) -> None:
    assert says_no(text)


@pytest.mark.parametrize(
    "text",
    [
        "the office is closed on sunday", "my sister has a birthday", "I ordered last week", "I live in Pune",
        "12 Janpath Lane, New Delhi 110001", "the shop was shut yesterday",
    ],
)  # fmt: skip
def test_what_is_only_weighed_like_a_no_refuses_nothing(text: str) -> None:
    assert not says_no(text)


@pytest.mark.parametrize(
    "text",
    [
        "remove it", "abort", "delete this order", "no, delete it", "hata do", "isko hata do bhai", "bórralo por favor",
        "elimina el pedido", "इसे हटा दो", "order mat karo", "please don't place the order", "no lo pidas",
    ],
)  # fmt: skip
def test_all_that_is_picked_is_taken_out(text: str) -> None:
    assert takes_all_out(text)


@pytest.mark.parametrize(
    "text", ["don't remove it", "mat hatao", "nahi hatao", "remove the mug", "remove L", "remove me", "delete it?"]
)
def test_what_denies_or_names_something_takes_out_no_all(text: str) -> None:
    assert not takes_all_out(text)


def test_of_several_lines_it_may_be_either() -> None:
    assert not takes_all_out("remove it", 2)
    assert takes_all_out("delete this order", 2)


@pytest.mark.parametrize(
    ("text", "spares"),
    [
        ("don't cancel it", True), ("cancel mat karna", True), ("no lo canceles", True),
        ("cancel my previous order", True), ("cancel order 5", True),
        ("go ahead and cancel it", False), ("isko cancel kar dijiye na", False),
    ],
)  # fmt: skip
def test_another_order_or_none_is_called_off(text: str, spares: bool) -> None:
    assert spares_what_is_picked(text) is spares
