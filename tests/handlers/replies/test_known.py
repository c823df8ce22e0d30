"""What is one slip away from a known word is that word; a name says nothing; the list stands as it was packed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.courtesies import strip_courtesies
from handlers.replies.known_words import find_names, respell_words, unpack
from handlers.replies.text_normalisation import split_tokens
from handlers.replies.weighed_answer import read_answer
from tests.cases import each
from tests.understanding.spoken import KNOWN, known_words, pack


@each(
    ("typed", "meant"),
    [
        ("approev", "approve"),
        ("messgae", "message"),
        ("confirmm", "confirm"),
        ("problm", "problem"),
        ("mensjaes", "mensajes"),
        ("addresd", "address"),
        ("stpo", "stop"),
        ("pleasse", "please"),
        ("कैंसिलल", "कैंसिल"),
    ],
)
def test_a_slip_is_mended(typed: str, meant: str) -> None:
    assert respell_words([typed]) == [meant]


@each("word", ["approve", "hazrat", "zorvika", "ok", "12345", "a1b2c3", "🙏", "?", "recd", "kya"])
def test_what_is_known_short_or_far_from_all_stays(word: str) -> None:
    assert respell_words([word]) == [word]


@given(st.text(max_size=40))
def test_any_word_is_looked_at(word: str) -> None:
    assert len(respell_words([word])) == 1


@each(
    ("text", "names"),
    [
        ("yes please Hannah", {"hannah"}),
        ("Hannah, yes please", set()),  # at the beginning every word has a capital
        ("no wait - Greg", {"greg"}),
        ("bhej do ~ Zoya Mirza", {"zoya", "mirza"}),
        ("Yes Please Do", set()),
        ("YES PLEASE HANNAH", set()),
        ("claro que sí Yolanda", {"yolanda"}),
        ("", set()),
    ],
)
def test_names_are_known_by_how_they_are_written(text: str, names: set[str]) -> None:
    assert find_names(text) == names


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("yes please Mrs Novak", ["yes"]),
        ("no wait - Greg", ["no", "wait"]),
        ("bhej do Mishra ji", ["bhej", "do"]),
        ("ya no, don Chuy", ["ya", "no"]),
        ("I don't want it", ["i", "dont", "want", "it"]),
        ("don", ["don"]),
    ],
)
def test_who_is_spoken_to_is_left_out(text: str, left: list[str]) -> None:
    assert strip_courtesies(split_tokens(text), find_names(text)) == left


@each("name", ["Hannah", "- Greg", "Mrs Novak", "Deshawn Kowalczyk"])
@each(("text", "answer"), [("can't hurt", True), ("don't send it", False), ("go ahead", True)])
def test_a_name_changes_no_answer(text: str, name: str, *, answer: bool) -> None:
    assert read_answer(f"{text} {name}", "Shall I send it now?").answer is answer


def test_the_list_was_made_of_the_present_lines() -> None:
    assert unpack(KNOWN.read_bytes()) == known_words()


@given(st.dictionaries(st.text("abçदहा", min_size=1, max_size=30), st.booleans(), min_size=1))
def test_words_come_back_as_they_were_packed(words: dict[str, bool]) -> None:
    assert unpack(pack(words)) == words
