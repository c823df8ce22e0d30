"""Whether our messages shall stop: a day to say, to the second; silence means yes, and nothing else is an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from flows.consent.stop_question import (
    FOR_STAFF,
    Doubt,
    Doubted,
    Event,
    Kept,
    PassedOn,
    Questioned,
    Silent,
    StopFacts,
    decide,
)
from flows.engine import CustomerReplied, Decision, Elapsed, Left, Permitted, Wait

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
MESSAGE, OTHER = UUID(int=1), UUID(int=2)
DAY = timedelta(hours=24)
OPEN = Doubted(MESSAGE, NOW + DAY)
SILENT = Decision(OPEN, (Silent(MESSAGE),), ended="silent")
INSTANT = timedelta(microseconds=1)


HELD = Doubted(MESSAGE, NOW + DAY, asked=False)


def test_a_doubt_holds_and_begins_the_day() -> None:
    assert decide(None, Doubt(MESSAGE), StopFacts(), NOW) == Decision(HELD, waits=(Wait("answer", NOW + DAY),))
    assert decide(HELD, Questioned(), StopFacts(), NOW) == Decision(OPEN, waits=(Wait("answer", NOW + DAY),))
    assert decide(OPEN, Questioned(), StopFacts(), NOW + INSTANT) is None


def test_silence_answers_no_question_that_was_never_put() -> None:
    assert decide(HELD, Elapsed("answer"), StopFacts(), NOW + DAY) == Decision(HELD, ended="kept")


def test_what_nobody_made_out_is_held_until_the_staff_has_answered() -> None:
    later = NOW + timedelta(minutes=1)
    theirs = Doubted(MESSAGE, later + FOR_STAFF, asked=False, with_staff=True)
    wait = Wait("answer", theirs.until)
    assert decide(HELD, PassedOn(), StopFacts(), later) == Decision(theirs, waits=(wait,))
    assert decide(theirs, PassedOn(), StopFacts(), later + DAY) is None
    assert decide(theirs, Kept(later + DAY), StopFacts(), later + DAY) == Decision(theirs, ended="kept")
    assert decide(theirs, Elapsed("answer"), StopFacts(), theirs.until) == Decision(theirs, ended="kept")
    asked = Doubted(MESSAGE, later + DAY)
    assert decide(theirs, Questioned(), StopFacts(), later) == Decision(asked, waits=(Wait("answer", asked.until),))
    assert decide(asked, PassedOn(), StopFacts(), later) is None


@pytest.mark.parametrize(
    "event",
    [Doubt(OTHER), Permitted(), CustomerReplied("no", UUID(int=3), "sms", OTHER), Left("bought")],
    ids=["another doubt", "a tick at the shop", "a word to another question", "a purchase"],
)
def test_nothing_else_answers_it_or_moves_its_end(event: Event) -> None:
    for at in (NOW, NOW + DAY - INSTANT, NOW + DAY, NOW + 2 * DAY):
        assert decide(OPEN, event, StopFacts(), at) is None


@pytest.mark.parametrize("reason", ["opted_out", "erased"])
def test_a_stop_is_its_end(reason: str) -> None:
    assert decide(OPEN, Left(reason), StopFacts(), NOW) == Decision(OPEN, ended=reason)


@pytest.mark.parametrize("read_after", [timedelta(), timedelta(hours=3)], ids=["at once", "hours later"])
def test_what_they_wrote_within_the_day_counts_whenever_it_is_read(read_after: timedelta) -> None:
    wrote = NOW + DAY - INSTANT
    assert decide(OPEN, Kept(wrote), StopFacts(), wrote + read_after) == Decision(OPEN, ended="kept")
    late = NOW + DAY
    assert decide(OPEN, Kept(late), StopFacts(), late + read_after) == SILENT


def test_silence_ends_their_consents() -> None:
    assert decide(OPEN, Elapsed("answer"), StopFacts(), NOW + DAY) == SILENT


def test_what_is_not_read_yet_is_read_first() -> None:
    unread, soon = StopFacts(unread=True), NOW + DAY + timedelta(minutes=1)
    assert decide(OPEN, Elapsed("answer"), unread, NOW + DAY) == Decision(OPEN, waits=(Wait("answer", soon),))
    assert decide(OPEN, Elapsed("answer"), unread, NOW + DAY + timedelta(hours=1)) == SILENT


def test_the_last_doubt_is_what_holds() -> None:
    """The one before it, read meanwhile and found to be about something else, frees nothing."""
    later = replace(HELD, message=OTHER)
    assert decide(HELD, Doubt(OTHER), StopFacts(), NOW) == Decision(later, waits=(Wait("answer", HELD.until),))
