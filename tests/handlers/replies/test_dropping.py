"""Who does not want a thing any more, and who speaks of something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sourcing.replies.correcting import correction
from handlers.sourcing.replies.dropping import is_dropped, says_no
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
CORRECTIONS = {
    "actually no, M": "m",
    "no, size M": "size m",
    "nahi, M": "m",
    "make it size L": "size l",
    "wait, XL please": "xl please",
    "no": "",
    "no thanks": "",
    "nahi chahiye": "chahiye",
    "M": "",
    "no, not M": "",
}


@pytest.mark.parametrize("text", phrases(DROPPED))
def test_it_is_not_wanted(text: str) -> None:
    assert is_dropped(text)


@pytest.mark.parametrize("text", phrases(ELSE))
def test_something_else(text: str) -> None:
    assert not is_dropped(text)


@pytest.mark.parametrize(("text", "instead"), CORRECTIONS.items())
def test_what_is_said_instead(text: str, instead: str) -> None:
    assert correction(text) == instead


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    is_dropped(text)
    correction(text)


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
