"""Choices that are taken in words, and a cancel that says nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sourcing.waits import PART_QUESTION, PHOTOS_QUESTION
from handlers.replies.cancelling import is_bare_cancel
from handlers.sourcing.replies.answers import cancelled_numbers, is_order, read_answer

PHRASES = [line.split("\t") for line in (Path(__file__).parent / "answer_phrases.tsv").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("question", "choice", "language", "text"), PHRASES)
def test_a_choice_in_words(question: str, choice: str, language: str, text: str) -> None:
    assert read_answer(question, text) == (None if choice == "-" else int(choice))


def test_another_question_takes_numbers_alone() -> None:
    assert read_answer("pick_size", "2") == 2
    assert read_answer("pick_size", "bhej do") is None
    assert read_answer(PHOTOS_QUESTION.name, "Ship it", "1") == 1


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("cancel", True), ("Cancel!", True), ("please cancel it", True), ("cancel karo", True), ("cancel kar do", True),
        ("cancelar", True), ("cancélalo", True), ("रद्द करो", True), ("रद्द कर दो", True),
        ("cancel my messages", False), ("cancel all", False), ("stop", False), ("cancel, stop", False),
        ("unsubscribe", False), ("end", False), ("quit", False), ("cancel my order", False), ("", False),
    ],
)  # fmt: skip
def test_cancel_and_nothing_else(text: str, bare: bool) -> None:
    assert is_bare_cancel(text) is bare


@pytest.mark.parametrize(
    ("text", "order"), [("the order please", True), ("el pedido", True), ("1", True), ("2", False), ("offers", False)]
)
def test_an_order_and_nothing_else(text: str, order: bool) -> None:
    assert is_order(text) is order


@given(st.sampled_from([PHOTOS_QUESTION.name, PART_QUESTION.name, ""]), st.text(max_size=200))
def test_any_text_is_read(question: str, text: str) -> None:
    assert read_answer(question, text) in {None, *range(1, 10)}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("cancel 5", ("5",)),
        ("5 cancel kar do", ("5",)),
        ("cancel orders 1 and 2", ("1", "2")),
        ("cancel 1, 2", ("1", "2")),
        ("cancel 1 2 3", ("1", "2", "3")),
        ("cancel both 1 and 2", ("1", "2")),
        ("order 4 aur 5 cancel kar do", ("4", "5")),
        ("I want to cancel orders #1 and #2", ("1", "2")),
        ("cancela los pedidos 1 y 2", ("1", "2")),
        ("1 और 2 रद्द कर दो", ("1", "2")),
        ("cancel P91367 and P91368", ("p91367", "p91368")),
        ("cancel 2 and 2", ("2",)),
        ("cancel", ()),
        ("do not cancel 1 and 2", ()),
        ("cancel order 4 but not order 5", ()),
        ("cancel 1 and send 2", ()),
        ("1 and 2", ()),
    ],
)
def test_which_orders_are_cancelled_and_nothing_else_is_said(text: str, numbers: tuple[str, ...]) -> None:
    assert cancelled_numbers(text) == numbers


@pytest.mark.parametrize("text", ["yes 2", "haan 2", "si 2", "yes 3"])
def test_a_yes_beside_another_choice_takes_none(text: str) -> None:
    assert read_answer(PART_QUESTION.name, text, there=int(text[-1])) is None


@pytest.mark.parametrize(("text", "there"), [("yes 4", 4), ("ok, send the 2", 2), ("haan 2 bhej do", 2)])
def test_as_many_as_there_are_take_the_part(text: str, there: int) -> None:
    assert read_answer(PART_QUESTION.name, text, there=there) == 1
