"""The waves of variants with hours of their own, and the wordings that they have."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.campaigns.campaign_arms import CampaignArm, merge_texts, share_out
from flows.campaigns.campaign_launch import Begin, Launch, LaunchDecided, LaunchFacts, decide
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.campaign_waves import AHEAD, Wave, make_missed_wave, split_waves_by_day, waves_by_hour
from flows.campaigns.send_schedule import Schedule
from flows.campaigns.wording_contest import NIGHT, WITHIN, WordingContest
from flows.engine import Elapsed

ZONE = "America/Chicago"
NOW = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)  # a Thursday; clocks change on Sunday, the 8th
A, B = CampaignText("Lamps"), CampaignText("Lamps", "B")
HOURS = [Schedule(datetime(2026, 3, 6, hour, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)) for hour in (10, 18)]


def test_one_wording_is_that_of_each_variant() -> None:
    arms = (CampaignArm("A"), CampaignArm("B"))
    assert share_out((A,), arms) == (A, B)
    assert share_out((A,), arms[1:]) == (A, B)
    assert share_out((A, replace(B, text="Silk")), arms) == (A, replace(B, text="Silk"))
    assert share_out((A, replace(A, locale="es", text="Luces")), arms[1:]) == (
        A, replace(A, locale="es", text="Luces"), B, replace(B, locale="es", text="Luces"),
    )  # fmt: skip
    assert share_out((A,), ()) == (A,)


def test_wordings_that_say_the_same_are_one_without_hours() -> None:
    assert merge_texts((A, B)) == (A,)
    assert merge_texts((A, replace(B, text="Silk"))) == (A, replace(B, text="Silk"))


def test_variants_of_one_hour_are_one_wave() -> None:
    assert waves_by_hour([HOURS[0]] * 2, (), ZONE, NOW) == (Wave(HOURS[0].at - AHEAD, HOURS[0].at),)
    waves = waves_by_hour([HOURS[1], HOURS[0], HOURS[1]], (), ZONE, NOW)
    assert [(one.due, one.variants) for one in waves] == [(HOURS[0].at, (1,)), (HOURS[1].at, (0, 2))]


def test_the_zones_of_a_variant_are_its_own() -> None:
    local = replace(HOURS[1], local=time(18))
    waves = waves_by_hour([HOURS[0], local], ("America/New_York",), ZONE, NOW)
    assert [(one.variants, one.zones, one.others) for one in waves] == [
        ((0,), (), True), ((1,), ("America/New_York",), False), ((1,), (ZONE,), True),
    ]  # fmt: skip


def _contest() -> tuple[Wave, ...]:
    return split_waves_by_day(waves_by_hour(HOURS, (), ZONE, NOW), WordingContest(0.4), ZONE)


def test_the_rest_waits_at_each_hour_until_all_have_had_a_day() -> None:
    first, rest = ([one for one in _contest() if one.rest is which] for which in (False, True))
    assert [(one.due, one.part) for one in first] == [(one.at, 0.4) for one in HOURS]
    theirs = [one.due.astimezone(ZoneInfo(ZONE)) for one in rest]
    assert [(one.day, one.hour) for one in theirs] == [(8, 10), (8, 18)], "by the clock, which was set meanwhile"
    assert min(one.begins for one in rest) >= HOURS[1].at + WITHIN + NIGHT


def test_of_hours_that_lie_days_apart_the_rest_is_behind_the_last() -> None:
    far = [HOURS[0], replace(HOURS[1], at=HOURS[1].at + timedelta(days=3))]
    rest = [one for one in split_waves_by_day(waves_by_hour(far, (), ZONE, NOW), WordingContest(0.4), ZONE) if one.rest]
    assert all(one.begins >= far[1].at + WITHIN + NIGHT for one in rest)


@pytest.mark.parametrize("winner", [0, 1])
def test_the_rest_goes_out_at_the_hour_of_the_winner_alone(winner: int) -> None:
    waves, latest = _contest(), NOW + timedelta(days=9)
    begun = decide(None, Launch(waves, latest), LaunchFacts(), HOURS[1].at)
    assert begun is not None
    decided = decide(begun.state, LaunchDecided(True, winner), LaunchFacts(), HOURS[1].at + WITHIN)
    assert decided is not None
    rest = [one for one in decided.state.waves if one.rest]
    assert [one.variants for one in rest] == [(winner,)]
    later = decide(decided.state, Elapsed("wave"), LaunchFacts(), max(rest[0].begins, HOURS[1].at + WITHIN))
    assert later is not None
    assert [one for one in (*decided.effects, *later.effects) if isinstance(one, Begin)] == [Begin(2)]
    assert later.state.begun == len(later.state.waves) == 3


def test_behind_the_last_of_several_waves_is_whoever_they_missed() -> None:
    waves = waves_by_hour([HOURS[1], HOURS[0]], (), ZONE, NOW)
    assert [make_missed_wave(one, waves) for one in waves] == [
        None,
        Wave(waves[1].begins, HOURS[1].at, missed=True),
    ]
    assert make_missed_wave(waves[0], waves[:1]) is None, "one wave takes everybody"


def test_whom_the_first_part_of_a_contest_missed_the_rest_takes() -> None:
    waves = _contest()
    found = [make_missed_wave(one, waves) for one in waves]
    assert [one and (one.rest, one.due) for one in found] == [None, None, None, (True, waves[-1].due)]


def test_what_was_missed_is_due_with_the_last_of_all() -> None:
    """Also where that is none of the wave that begins last: whoever is due within the hour is put into the queue at
    once."""
    now = HOURS[1].at - AHEAD / 2
    waves = waves_by_hour([HOURS[1], replace(HOURS[0], at=now + AHEAD / 3)], (), ZONE, now)
    assert {one.begins for one in waves} == {now}
    assert [one and one.due for one in (make_missed_wave(wave, waves) for wave in waves)] == [None, HOURS[1].at]
