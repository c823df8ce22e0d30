"""Choices that are taken, and a cancel that says nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sourcing.order_waits import PART_QUESTION, PHOTOS_QUESTION
from handlers.replies.bare_cancel import is_bare_cancel
from handlers.sourcing.replies.order_choice_answers import find_cancelled_numbers, is_order, read_answer
from tests.cases import each

PART, PHOTOS = PART_QUESTION.name, PHOTOS_QUESTION.name


@each(
    ("question", "text", "choice"),
    [
        *((PART, text, 1) for text in ("1", "haan", "yes please", "sí", "हाँ")),
        *((PART, text, 3) for text in ("3", "3 Cancel", "3. cancelar")),
        *((PART, text, None) for text in ("no", "yes 2", "haan, M", "cancel 3 mugs", "is it the blue one?")),
        *((PHOTOS, text, 1) for text in ("1", "yes", "haan ji", "हाँ")),
        *((PHOTOS, text, 2) for text in ("2", "no", "nahi")),
        *((PHOTOS, text, None) for text in ("no, the mug is chipped", "yes but wrap it", "can you ship it?")),
    ],
)
def test_a_choice_is_a_number_or_an_exact_reply(question: str, text: str, choice: int | None) -> None:
    assert read_answer(question, text) == choice


def test_another_question_takes_numbers_alone() -> None:
    assert read_answer("pick_size", "2") == 2
    assert read_answer("pick_size", "bhej do") is None
    assert read_answer(PHOTOS_QUESTION.name, "Ship it", "1") == 1


@each(
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


@each(
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
    assert find_cancelled_numbers(text) == numbers
