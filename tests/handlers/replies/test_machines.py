"""Machines are told from people by what no person does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from flows.delivery import MessageStatus
from handlers.replies.automatic_senders import Machine, machine
from storage.sending.message import Message
from tests.cases import each

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
HERE = UUID(int=1)
TEXTS = ("hello?", "is it cotton?", "does it shrink?", "which sizes?", "anyone?", "are you there?", "it is for a gift")


def _message(place: int, seconds: float, text: str, *, ours: bool = False, **more: Any) -> Message:
    at = NINE + timedelta(seconds=seconds)
    return Message(
        id=UUID(int=100 + place), direction="out" if ours else "in", key=str(place), channel="sms", address=HERE,
        contact=HERE, status=MessageStatus.SENT if ours else MessageStatus.RECEIVED, status_at=at, created_at=at,
        text=text, data=dict(more), left_at=at if ours else None,
    )  # fmt: skip


def typed(texts: Sequence[str], every: float, **more: Any) -> list[Message]:
    """Somebody's texts, ``every`` so many seconds."""
    return [_message(place, place * every, text, **more) for place, text in enumerate(texts)]


def prompt(texts: Sequence[str], after: float) -> list[Message]:
    """A text and our answer, and again, each text ``after`` so many seconds."""
    found = []
    for turn, text in enumerate(texts):
        at = turn * (after + 1)
        found += [_message(2 * turn, at, text), _message(2 * turn + 1, at + 1, "an answer", ours=True)]
    return found[:-1]


MANY = [f"{text} {place}" for place in range(4) for text in TEXTS]


@each(
    ("thread", "known"),
    [
        pytest.param(typed(TEXTS, 15), None, id="many questions of a person"),
        pytest.param(typed(["hello?"] * 4, 60), None, id="a person says hello four times"),
        pytest.param(typed(["hello?"] * 5, 60), Machine.ECHO, id="the same text five times"),
        pytest.param(typed(["Hello", "HELLO", "hello ", "hellooo", "hello"], 60), Machine.ECHO, id="nearly the same"),
        pytest.param(typed(["hello?"] * 5, 1800), None, id="the same text, but hours apart"),
        pytest.param(typed([f"We got your ticket {n}" for n in range(5)], 60), Machine.ECHO, id="a number counts up"),
        pytest.param(typed([f"size {n}" for n in range(5)], 60), None, id="a number is what they say"),
        pytest.param(typed(["Remind me later"] * 5, 60, button="later"), None, id="a button is pressed by a finger"),
        pytest.param(typed([""] * 5, 60), None, id="pictures"),
        pytest.param(prompt(TEXTS, 1), Machine.PROMPT, id="within two seconds each time"),
        pytest.param(prompt(TEXTS, 4), None, id="a quick typist"),
        pytest.param(prompt(TEXTS[:4], 0), None, id="four that crossed with ours"),
        pytest.param(prompt(["Our shop opens at ten"] * 4, 8), Machine.ECHO, id="a sentence straight behind each"),
        pytest.param(prompt(["Our shop opens at ten"] * 3, 8), None, id="it came twice"),
        pytest.param(prompt(["Our shop opens at ten"] * 4, 60), None, id="a person repeats a sentence"),
        pytest.param(prompt(["haan hai"] * 4, 5), None, id="a person answers in a word"),
        pytest.param(typed(MANY[:10], 30), Machine.FLOOD, id="ten in ten minutes"),
        pytest.param(typed(MANY[:9], 30), None, id="nine in ten minutes"),
        pytest.param(typed(MANY[:20], 0), None, id="twenty while a sandbox's clock stands"),
        pytest.param(typed(MANY[:20], 120), Machine.FLOOD, id="twenty in an hour"),
        pytest.param(typed(MANY, 300), None, id="all day long"),
    ],
)
def test_a_machine(thread: list[Message], known: Machine | None) -> None:
    assert machine(thread, thread[-1]) is known


def test_what_came_after_is_not_counted() -> None:
    """Texts are answered in order, and more of them may have come in the meantime."""
    thread = typed(["hello?"] * 5, 60)
    assert machine(thread, thread[2]) is None


def test_answers_to_our_questions_are_no_flood() -> None:
    """Who orders two things answers ten questions in ten minutes; where nothing was asked the same is a flood."""
    thread = []
    for turn, text in enumerate(MANY[:12]):
        thread += [
            _message(2 * turn, turn * 40, f"which? {turn}", ours=True),
            _message(2 * turn + 1, turn * 40 + 9, text),
        ]
    asked = frozenset(one.id for one in thread if one.direction == "out")
    assert machine(thread, thread[-1], asked) is None
    assert machine(thread, thread[-1]) is Machine.FLOOD


def test_an_answer_counts_once() -> None:
    """One question excuses one text, and not all that a machine sends after it."""
    thread = [_message(0, 0, "which size?", ours=True), *(_message(1 + n, 1 + n * 30, MANY[n]) for n in range(11))]
    assert machine(thread, thread[-1], frozenset({thread[0].id})) is Machine.FLOOD


def test_what_came_before_the_clock_stood_makes_nothing_prompt() -> None:
    """All that is typed while a sandbox's clock stands is within two seconds of what left a moment before."""
    thread = [_message(0, 0, "Good morning", ours=True), *(_message(1 + n, 0.001, MANY[n]) for n in range(8))]
    assert machine(thread, thread[-1]) is None


def test_while_the_clock_stands_nothing_floods() -> None:
    """A sandbox's clock stands while somebody tries it out: all they type comes at one moment."""
    thread = typed(MANY[:15], 0)
    assert machine(thread, thread[-1]) is None
