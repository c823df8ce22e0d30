"""One spelling for many, and words that keep their vowel signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import normalise, tokens, words


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("YESSS", "yes"),
        ("S T O P", "stop"),
        ("s.t.o.p", "stop"),
        ("don’t", "dont"),
        ("mañana", "manana"),
        ("n'envoyez", "n envoyez"),
        ("हाँ", "हां"),
        ("२", "2"),
        ("st\u200bop", "stop"),
        ("👍🏽", "👍"),
        ("  a \t b\n c ", "a b\nc"),
    ],
)
def test_normalise(text: str, spelling: str) -> None:
    assert normalise(text) == spelling


def test_devanagari_words_keep_their_marks() -> None:
    assert words("नहीं चाहिए।") == ["नहीं", "चाहिए"]
    assert tokens("हाँ!") == ["हां", "!"]


@given(st.text(max_size=120))
def test_words_hold_no_space_and_no_capital(text: str) -> None:
    assert all(word and not word.isspace() and not word.isupper() for word in words(text) if word.isascii())


@pytest.mark.parametrize(
    ("classes", "pattern"),
    [({"yes": "ok", "no": "ok"}, "yes"), ({"yes": "ok"}, "yes maybe")],
    ids=["a word in two classes", "a rule without its class"],
)
def test_a_vocabulary_refuses_contradictions(classes: dict[str, str], pattern: str) -> None:
    with pytest.raises(ValueError, match=r"two classes|no class named"):
        Vocabulary(classes).rule(pattern)


def test_the_longest_phrase_wins() -> None:
    vocabulary = Vocabulary({"stop": "stop", "place": "bus bus_stop"})
    assert vocabulary.name(tokens("the bus stop, stop")) == ["other", "place", "comma", "stop"]
