"""A yes or a no to what moves money: however politely it is said, and nothing but that."""

import pytest

from handlers.replies.bare_answers import BareAnswer, is_objection, read_bare_answer, read_exact_answer
from tests.cases import each

DO = """
    yes|yes please|sure|go ahead|ok yes|ok do it|yes pls|yes thx|ok thanks|thik hai|haan ji|ji haan|haan kar do|dale
    👍|👍🏽|kar do|theek hai kar do|sí por favor|sí, gracias|yess|okkk|yes, do it now|haan bhai|ठीक है|जी हाँ, कर दीजिए
"""
LEAVE = """
    no|no thanks|nahi rehne do|mejor no|no gracias|nope|nahi ji|please leave it|dont|नहीं, रहने दीजिए|no no|not now
"""
NEITHER = """
    great|nice|thanks|thank you|🙏|done|yes but|yes?|ok 15|yes no|yes tomorrow|ok wait|I said yes|no problem|please|hmm
    ha ha|haha|ja ja ja|hehe
    yes the other one|ok for karol|haan par kal|sí pero mañana|yes if it is paid|ok 1027|/yes|cool|perfect|what
    yeah right|ok so|yes that one|ok this
"""
NOT_EXACT = """
    hi|hi there|hi Priya|hello ravi|eh|oh|wow|haha|oh my god|bueno, terminar|theek hai rukho|haan rukho|ok rukho
    haan ek min|ok ek minute|ok wait|yes one sec|sí espera|vale, un momento|vale para|ठीक है रुको
    thank you|that's okay, thank you|I am fine thank you|main theek hoon|yes I have it|haan mil gaya|ok got it
    done|I guess|ok sorry|sure 🙄|yes 🤔|yes ❓|haan hello|yes speaking|sí, hola
    yes but why|who says yes|my wife wants a hoodie|do you sell hoodies|kar do na|yes it arrived
"""
"""What only looks like a yes: takes note, greets, waits, doubts, mocks, asks or speaks of another matter."""


def texts(listed: str) -> list[str]:
    return [text.strip() for text in listed.replace("\n", "|").split("|") if text.strip()]


@each("text", texts(DO))
def test_a_polite_yes_is_one(text: str) -> None:
    assert read_bare_answer(text) is BareAnswer.DO


@each("text", texts(LEAVE))
def test_a_polite_no_is_one(text: str) -> None:
    assert read_bare_answer(text) is BareAnswer.LEAVE


@each("text", texts(NEITHER))
def test_what_says_anything_else_is_neither(text: str) -> None:
    assert read_bare_answer(text) is None


@pytest.mark.parametrize("text", ["wait, that is not right", "no I meant 12", "galat hai ruko", "espera, eso no"])
def test_what_may_speak_against_it_is_told(text: str) -> None:
    assert is_objection(text)


def test_what_speaks_of_something_else_objects_to_nothing() -> None:
    assert not is_objection("tell the boss of it")


@pytest.mark.parametrize("text", ["yes 1", "1 yes", "haan 1", "just 1 yes", "no, stop", "STOP no", "nahi stop"])
def test_a_number_or_a_stop_beside_an_answer_leaves_it_open(text: str) -> None:
    assert read_exact_answer(text) is None


@each("text", texts(NOT_EXACT))
def test_what_only_looks_like_a_yes_is_no_exact_one(text: str) -> None:
    assert read_exact_answer(text) is not True
