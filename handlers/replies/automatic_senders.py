"""Detection of machines that write to us, since two machines must not talk to each other all night. A person may ask
ten things in an hour and gets an answer each time. The message history shows behaviour that no person has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from handlers.replies.text_normalisation import normalise
from storage.sending.message import Message

HOUR = timedelta(hours=1)
PROMPTLY = timedelta(seconds=2)  # nobody reads an answer and types another in so little time
PROMPTS = 5  # so many in a row: one or two may have crossed with ours
STRAIGHT_BACK = timedelta(seconds=10)  # time until the same sentence comes back
RETURNS = 3  # so many of them in a row
ALIKE = 5  # the same text so often in an hour; a person gives up before
FLOODS = ((10, timedelta(minutes=10)), (20, HOUR))  # so many texts in that time
_NUMBERS = re.compile(r"\d+")
_SENTENCE = 4  # words; in shorter texts a number has meaning, in longer ones it may be a ticket's counter


class Machine(StrEnum):
    """The behaviour that shows a machine."""

    ECHO = "echo"  # it sends the same text again and again
    PROMPT = "prompt"  # each of its texts comes within two seconds of one of ours
    FLOOD = "flood"  # it sends more than a person types; a person in a talk with the staff may, too


def machine(thread: Sequence[Message], latest: Message, asked: frozenset[UUID] = frozenset()) -> Machine | None:
    """Return the sign that a machine wrote ``latest``, None if there is none; ``thread`` is its address's messages.

    ``thread`` is ordered, oldest first. ``asked`` are our messages there that contained a question. A customer with two
    orders answers ten questions in ten minutes, so the first text after each question does not count as a flood.
    """
    typed = [one for one in thread if one.direction == "in" and one.id <= latest.id and "button" not in one.data]
    if "button" in latest.data:
        return None
    if _count_alike(typed, latest) >= ALIKE:
        return Machine.ECHO
    answering = detect_machine(thread, latest)
    if answering is not None:
        return answering
    unasked = _find_unasked(thread, typed, asked)
    if any(_moments(_select_since(unasked, latest.created_at - per)) >= many for many, per in FLOODS):
        return Machine.FLOOD
    return None


def detect_machine(thread: Sequence[Message], latest: Message) -> Machine | None:
    """Return the sign that a machine writes: the same sentence after each of our texts, or any at once; else None."""
    typed = [one for one in thread if one.direction == "in" and one.id <= latest.id and "button" not in one.data]
    if "button" in latest.data:
        return None
    last, shape = typed[-RETURNS:], _shape(latest.text)
    alike = len(shape.split()) >= _SENTENCE and all(_shape(one.text) == shape for one in last)
    if alike and _moments(last) >= RETURNS and all(_is_prompt(one, thread, STRAIGHT_BACK) for one in last):
        return Machine.ECHO
    last = typed[-PROMPTS:]
    if _moments(last) >= PROMPTS and all(_is_prompt(one, thread) for one in last):
        return Machine.PROMPT
    return None


def _find_unasked(thread: Sequence[Message], typed: Sequence[Message], asked: frozenset[UUID]) -> list[Message]:
    """Return the texts that no open question expected; a text right after a question answers it."""
    before = dict(zip((one.id for one in thread[1:]), thread, strict=False))
    return [one for one in typed if not _expects(before.get(one.id), asked)]


def _expects(said: Message | None, asked: frozenset[UUID]) -> bool:
    """Return True if a message is ours and can be answered; a run's open question is stored with the run."""
    return said is not None and said.direction == "out" and (said.id in asked or said.run is not None)


def _moments(texts: Sequence[Message]) -> int:
    """Return the number of distinct times of the texts; with a sandbox's stopped clock all have one time."""
    return len({one.created_at for one in texts})


def _count_alike(typed: Sequence[Message], latest: Message) -> int:
    shape = _shape(latest.text)
    lately = _select_since(typed, latest.created_at - HOUR)
    return sum(_shape(one.text) == shape for one in lately) if shape else 0


def _shape(text: str | None) -> str:
    """Return a text with its numbers replaced by 0, so that repeated texts with other numbers are equal."""
    said = normalise(text or "")
    return _NUMBERS.sub("0", said) if len(said.split()) >= _SENTENCE else said


def _is_prompt(one: Message, thread: Sequence[Message], within: timedelta = PROMPTLY) -> bool:
    """Return True if a message of ours was sent within this time before the inbound one."""
    left = [ours.left_at for ours in thread if ours.direction == "out" and ours.left_at is not None]
    return any(one.created_at - within <= at < one.created_at for at in left)


def _select_since(typed: Sequence[Message], moment: datetime) -> list[Message]:
    return [one for one in typed if one.created_at > moment]
