"""When the staff is nudged about a question, and when the customer hears that nobody is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from flows.engine import Decision, Elapsed, Left
from flows.helpdesk import MOST_NUDGES, Chased, ChaseFacts, End, Nudge, Over, PutOff, TellAway, Waits, decide
from flows.opening_hours import OpeningHours

ZONE = ZoneInfo("America/Chicago")
HOURS = OpeningHours(9 * 60, 20 * 60)
FACTS = ChaseFacts(timedelta(minutes=30), HOURS, ZONE)
ALWAYS = replace(FACTS, hours=OpeningHours(0, 24 * 60))
ONE = UUID(int=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 by the clock of Chicago; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def waits(decision: Decision[Chased] | None) -> dict[str, datetime | None]:
    assert decision is not None
    return {wait.name: wait.due_at for wait in decision.waits}


def test_the_first_nudge_comes_after_half_an_hour_of_opening_hours() -> None:
    assert waits(decide(None, Waits(ONE), FACTS, at(2, 10))) == {"nudge": at(2, 10, 30), "closing": at(2, 20)}
    assert waits(decide(None, Waits(ONE), FACTS, at(2, 19, 50)))["nudge"] == at(3, 9, 20)
    assert waits(decide(None, Waits(ONE, told=True), FACTS, at(2, 22))) == {"nudge": at(3, 9, 30)}


def test_pauses_grow_and_end() -> None:
    state, now, when = Chased(ONE), at(2, 10), []
    first = decide(None, Waits(ONE), ALWAYS, now)
    while first is not None and first.waits:
        state, due = first.state, first.waits[0].due_at
        assert due is not None
        when.append(due - now)
        now = due
        first = decide(state, Elapsed("nudge"), ALWAYS, now)
    hours = [timedelta(hours=many) for many in (0.5, 1, 2, 4, 8, 11)]
    assert when == [*hours, *([timedelta(hours=11)] * (MOST_NUDGES - len(hours)))]


def test_nobody_is_nudged_at_night_though_the_hours_were_changed() -> None:
    woken = decide(Chased(ONE, told=True), Elapsed("nudge"), FACTS, at(2, 23))
    assert waits(woken) == {"nudge": at(3, 9)}
    assert woken is not None
    assert woken.effects == ()


def test_who_writes_again_is_nudged_about_anew_but_does_not_put_the_nudge_off() -> None:
    assert decide(Chased(ONE, nudges=0), Waits(ONE), FACTS, at(2, 10, 20)) is None
    assert waits(decide(Chased(ONE, nudges=3), Waits(ONE), FACTS, at(2, 11)))["nudge"] == at(2, 11, 30)
    assert waits(decide(Chased(ONE, rests=True), Waits(ONE), FACTS, at(2, 11)))["nudge"] == at(2, 11, 30)


def test_what_is_put_off_until_the_night_is_named_in_the_morning() -> None:
    asked = Chased(ONE, told=True)
    assert waits(decide(asked, PutOff(at(2, 15)), FACTS, at(2, 10))) == {"nudge": at(2, 15)}
    rests = decide(asked, PutOff(at(2, 23)), FACTS, at(2, 10))
    assert waits(rests) == {"nudge": at(3, 9)}
    assert rests is not None
    named = decide(rests.state, Elapsed("nudge"), replace(FACTS, nudge_after=None), at(3, 9))
    assert named is not None
    assert named.effects == (Nudge(1),)
    assert named.waits == ()


def test_at_closing_the_customer_hears_once_when_somebody_answers() -> None:
    told = decide(Chased(ONE, nudge_at=at(3, 9, 20)), Elapsed("closing"), FACTS, at(2, 20))
    assert told is not None
    assert told.effects == (TellAway(at(3, 9)),)
    assert waits(told) == {"nudge": at(3, 9, 20)}
    longer = replace(FACTS, hours=OpeningHours(9 * 60, 22 * 60))
    later = decide(Chased(ONE), Elapsed("closing"), longer, at(2, 20))
    assert later is not None
    assert (later.effects, waits(later)) == ((), {"closing": at(2, 22)})


def test_who_does_not_want_nudges_gets_none() -> None:
    assert waits(decide(None, Waits(ONE), replace(ALWAYS, nudge_after=None), at(2, 10))) == {}


@pytest.mark.parametrize("how", ["answered", "closed"])
def test_what_is_over_is_chased_no_more(how: str) -> None:
    over = decide(Chased(ONE), Over(how), FACTS, at(2, 10))
    assert over is not None
    assert (over.ended, over.waits) == (how, ())


def test_who_cannot_be_answered_any_more_is_not_waited_for() -> None:
    ended = decide(Chased(ONE), Left("opted_out"), FACTS, at(2, 10))
    assert ended is not None
    assert (ended.ended, ended.effects) == ("opted_out", (End("opted_out"),))
    assert decide(Chased(ONE), Left("bought"), FACTS, at(2, 10)) is None


def test_whoever_did_not_say_whether_our_messages_shall_stop_waits_still() -> None:
    assert decide(Chased(ONE), Left("opted_out", silent=True), FACTS, at(2, 10)) is None


@pytest.mark.parametrize(
    ("hours", "moment", "opens", "closes"),
    [
        pytest.param(HOURS, at(2, 10), at(2, 10), at(2, 20), id="open"),
        pytest.param(HOURS, at(2, 20), at(3, 9), None, id="the end is not included"),
        pytest.param(OpeningHours(540, 1200, (0, 1, 2, 3, 4)), at(6, 21), at(9, 9), None, id="a weekend"),
        pytest.param(OpeningHours(0, 1440), at(2, 23, 59), at(2, 23, 59), None, id="always"),
        pytest.param(OpeningHours(0, 1440, (0, 1)), at(2, 23, 59), at(2, 23, 59), at(4, 0), id="over midnight"),
        pytest.param(OpeningHours(120, 1200), at(7, 22), at(8, 3), None, id="an hour that the clock leaves out"),
    ],
)
def test_when_it_opens_and_closes(
    hours: OpeningHours, moment: datetime, opens: datetime, closes: datetime | None
) -> None:
    assert hours.opens_at(moment, ZONE) == opens
    assert hours.closes_at(moment, ZONE) == closes


def test_opening_hours_are_counted_over_nights_and_weekends() -> None:
    week = OpeningHours(9 * 60, 20 * 60, (0, 1, 2, 3, 4))
    assert week.add_open_time(at(6, 19), timedelta(hours=2), ZONE) == at(9, 10)
    assert week.add_open_time(at(6, 19), timedelta(hours=1), ZONE) == at(9, 9), "not at the minute at which it closes"
