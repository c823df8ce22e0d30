"""Keywords mended, and words that only look like one left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.keyword_repair import mend_words
from handlers.replies.text_normalisation import look_latin, split_tokens
from tests.cases import each


@each(
    ("text", "words"),
    [
        ("unsubcribe me", ["unsubscribe", "me"]),
        ("stpo", ["stop"]),
        ("5TOP", ["stop"]),
        ("STO P now", ["stop", "now"]),
        ("stopit", ["stop", "it"]),
        ("stop2end", ["stop"]),
        ("stop but ship it", ["stop", ",", "but", "ship", "it"]),
        ("stop and where is it", ["stop", ",", "and", "where", "is", "it"]),
        ("STOP - John", ["stop", ",", "john"]),
        ("stop from john", ["stop", ",", "from", "john"]),
    ],
)
def test_mended(text: str, words: list[str]) -> None:
    assert mend_words(text) == words


@each(
    "text",
    [
        "stop. where is it",
        "stop and shop",
        "stop from the start",
        "s top",
        "5 top",
        "$10 top",
        "stopper",
        "570 km",
        "стол",
        "toy story",
    ],
)
def test_left_alone(text: str) -> None:
    assert mend_words(text) == split_tokens(text)


@pytest.mark.parametrize("text", ["ЅТОР", "Ѕtop", "5t0p", "$top", "ꜱᴛᴏᴘ", "ＳＴＯＰ", "sτορ"])
def test_letters_that_look_latin(text: str) -> None:
    assert look_latin(text) == "stop"


@given(st.text(max_size=80))
def test_mending_never_fails_and_only_adds_breaks_or_keywords(text: str) -> None:
    assert all((word and not word.isspace()) or word == "\n" for word in mend_words(text))
