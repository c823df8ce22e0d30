"""What the words of an answer mean, and what a negation reaches."""

import os
import subprocess
import sys

import pytest

from handlers.replies.text_normalisation import split_tokens
from handlers.replies.word_meanings import classify_words, mark_repeats
from tests.cases import each


@each(
    ("said", "meant"),
    [
        ("send it", ["send"]),
        ("don't you dare send it", ["¬send"]),
        ("मत भेजना", ["¬send"]),
        ("bhejna mat", ["¬send"]),
        ("no lo mandéis todavía", ["¬send", "later"]),
        ("no confirmen nada", ["¬confirm", "nothing"]),
        ("confirmadlo", ["confirm"]),
        ("no, send it", ["not", "send"]),
        ("nahi, bhej do", ["nahi", "send", "do"]),
        ("koi dikkat nahi", ["nothing", "¬problem"]),
        ("not unchanged and not the same", ["¬unchanged", "¬unchanged"]),
        ("don't not send it", ["not", "¬send"]),
        ("xyzzy", []),
        ("", []),
    ],
)
def test_what_words_mean(said: str, meant: list[str]) -> None:
    assert classify_words(split_tokens(said)) == meant


def test_the_longest_stem_counts() -> None:
    assert classify_words(["correct"]) == ["fine"]
    assert classify_words(["correction"]) == classify_words(["corrections"]) == ["change"]


@pytest.mark.parametrize(
    ("said", "question", "heard"),
    [
        ("bhej do", "Shall I send it now?", ["same as asked", "do"]),
        ("mat bhejna", "Shall I send it now?", ["¬same as asked"]),
        ("no lo canceles", "Cancel this order?", ["¬same as asked"]),
        ("keep it", "Cancel this order?", ["keep"]),
    ],
)
def test_what_was_asked_is_known_when_it_is_said_back(said: str, question: str, heard: list[str]) -> None:
    assert mark_repeats(classify_words(split_tokens(said)), split_tokens(question)) == heard


def test_each_process_reads_a_slip_alike() -> None:
    """Sets of words lie in another order in each process; which of two classes a slip is nearest to must not."""
    said = "print([classify_words([word[:at] + word[at + 1:]]) for word in words for at in range(1, len(word))])"
    imports = "from handlers.replies.word_meanings import _load_classes, classify_words"
    code = f"{imports}; words = sorted(_load_classes()[0]); {said}"
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(seen) == 1


@pytest.mark.parametrize("word", ["shall", "might", "shoot"])
def test_a_word_that_people_use_is_no_slip_for_another(word: str) -> None:
    assert "broken" not in classify_words([word])
