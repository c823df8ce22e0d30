"""What is kept of a text as it comes in: what can be read, and what letters and pictures are made with."""

from __future__ import annotations

import pytest

from bot.channels.inbound_request import clean
from tests.cases import each


@each(
    ("came", "kept"),
    [
        pytest.param("is it true\nto size?\ttell me\r\n", "is it true\nto size?\ttell me\r\n", id="lines and tabs"),
        pytest.param("a\x00b\x07c\x9fd\x1b", "abcd", id="controls"),
        pytest.param("one\x0btwo\x85three", "one two three", id="breaks of other days"),
        pytest.param("\u202eevil\u202c \u2066x\u2069\u200e\u200f\u061c", "evil x", id="the reading direction"),
        pytest.param("S\u200bT\u2060O\ufeffP", "STOP", id="what hides a word"),
        pytest.param("\U0001f469\u200d\U0001f680 ❤\ufe0f", "\U0001f469\u200d\U0001f680 ❤\ufe0f", id="a joined picture"),
        pytest.param("क्‍ष नहीं र्‌क", "क्‍ष नहीं र्‌क", id="Hindi's joiners"),
        pytest.param("שלום", "שלום", id="a script from the right"),
        pytest.param("half \ud83d", "half ?", id="half a character"),
        pytest.param("\x01\x02\u200b", "", id="controls alone"),
        pytest.param("\u200d \ufe0f\u200c", "", id="joiners alone"),
        pytest.param("\u3164\u2800 ", "", id="letters that are empty"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_is_kept_of_a_text(came: str, kept: str) -> None:
    assert clean(came) == kept
