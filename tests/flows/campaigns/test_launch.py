"""A launch lets its waves begin one after the other, and the rest of a contest as soon as one wording has won."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.campaigns.campaign_launch import Begin, Compare, Event, Launch, LaunchDecided, Launched, LaunchFacts, decide
from flows.campaigns.campaign_terms import PLAIN, Terms
from flows.campaigns.campaign_waves import Wave, find_end, pace_waves, split_waves, split_waves_by_day, waves_of
from flows.campaigns.send_schedule import Schedule
from flows.campaigns.wording_contest import LARGEST, LOOKS, WITHIN, WordingContest, move_until
from flows.campaigns.wording_trial import Measure, Trial
from flows.engine import Decision, Elapsed, Wait

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
CONTEST = WordingContest().set_share(Trial(Measure.CLICKS, 0.05, 0.02), 1_000)
WAVES = split_waves((Wave(NOW, NOW),), CONTEST)
LATEST = find_end(WAVES, 1_000, 10.0)


def step(state: Launched | None, event: Event, now: datetime = NOW) -> Decision[Launched]:
    found = decide(state, event, LaunchFacts(), now)
    assert found is not None
    return found


def test_the_first_part_is_what_the_trial_needs_and_half_of_the_people_at_most() -> None:
    trial = Trial(Measure.CLICKS, 0.05, 0.02)
    assert WordingContest().set_share(trial, 1_000).share == LARGEST
    assert WordingContest().set_share(trial, 100_000).share == trial.needed * 2 / 100_000
    assert (WAVES[0].part, WAVES[1].rest, WAVES[1].due) == (LARGEST, True, NOW + WITHIN)


def test_whether_one_has_won_is_looked_at_until_the_rest_goes_out() -> None:
    begun = step(None, Launch(WAVES, LATEST))
    assert begun.effects == (Begin(0),)
    assert begun.waits == (Wait("wave", NOW + WITHIN), Wait("look", NOW + LOOKS))
    looked = step(begun.state, Elapsed("look"), NOW + LOOKS)
    assert looked.effects == (Compare(),)
    assert looked.waits == (Wait("wave", NOW + WITHIN), Wait("look", NOW + 2 * LOOKS))
    last = step(looked.state, Elapsed("wave"), NOW + WITHIN)
    look = Wait("look", NOW + WITHIN + LOOKS)
    assert (last.effects, last.waits) == ((Compare(),), (Wait("over", LATEST), look)), "its wording is decided first"
    taken = step(last.state, LaunchDecided(won=False), NOW + WITHIN)
    assert (taken.effects, taken.waits) == ((Begin(1),), (Wait("over", LATEST), look))


def test_the_rest_is_looked_at_once_at_a_time_however_long_its_wording_is_not_known() -> None:
    held = step(step(None, Launch(WAVES, LATEST)).state, Elapsed("wave"), NOW + WITHIN)
    for many in (1, 2, 3):
        now = NOW + WITHIN + many * LOOKS
        held = step(held.state, Elapsed("look"), now)
        assert (held.effects, held.waits) == ((Compare(),), (Wait("over", LATEST), Wait("look", now + LOOKS)))


def test_a_pause_moves_the_end_of_a_contest_but_leaves_a_night_before_that_of_the_campaign() -> None:
    until = NOW + WITHIN
    for paused, later in ((0, 0), (5, 5), (12, 12), (40, 12)):
        assert move_until(until, paused * HOUR, until + 24 * HOUR) == until + later * HOUR
    assert move_until(until, 5 * HOUR, until + 6 * HOUR) == until, "it begins never sooner"


def test_a_winner_lets_the_rest_go_at_once() -> None:
    begun = step(None, Launch(WAVES, LATEST))
    won = step(begun.state, LaunchDecided(), NOW + timedelta(hours=2))
    look = Wait("look", NOW + timedelta(hours=2) + LOOKS)
    assert (won.effects, won.waits) == ((Begin(1),), (Wait("over", LATEST), look))
    assert won.state.waves[1].due == NOW + timedelta(hours=2)
    assert decide(won.state, LaunchDecided(), LaunchFacts(), NOW + timedelta(hours=3)) is None


def test_without_a_contest_it_is_looked_less_and_less_often_for_a_day() -> None:
    found, looks, now = step(None, Launch((Wave(NOW, NOW),), LATEST)), [], NOW
    while len(found.waits) > 1:
        now = found.waits[1].due_at or NOW
        looks.append(now - NOW)
        found = step(found.state, Elapsed("look"), now)
        assert found.effects == (Compare(),)
    assert looks == [LOOKS * 2**many for many in range(7)]
    assert found.waits == (Wait("over", LATEST),)


def test_before_its_first_wave_nothing_is_looked_at() -> None:
    later = NOW + timedelta(hours=5)
    assert step(None, Launch((Wave(later, later),), LATEST)).waits == (Wait("wave", later),)


ZONES = ("America/Chicago", "America/Regina", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Pago_Pago")
EVENING = Schedule(datetime(2026, 3, 6, 16, 0, tzinfo=UTC), time(18, 0))
"""Of a Friday; in Chicago the clock is set on the Sunday behind it."""


def _hours(schedule: Schedule = EVENING, terms: Terms = PLAIN) -> tuple[Wave, ...]:
    first = pace_waves(waves_of(schedule, ZONES, "America/Chicago", NOW), terms, NOW)
    return split_waves_by_day(first, CONTEST, "America/Chicago")


def _local(wave: Wave, zone: str) -> tuple[int, int, int]:
    there = wave.due.astimezone(ZoneInfo(zone))
    return there.day, there.hour, there.minute


def test_each_zone_has_a_first_part_and_the_rest_at_its_own_hour_two_days_later() -> None:
    waves = _hours()
    for zone in ZONES:
        first, rest = [one for one in waves if zone in one.zones]
        assert (first.rest, first.part, rest.rest, rest.part) == (False, LARGEST, True, 1.0)
        assert (_local(first, zone), _local(rest, zone)) == ((6, 18, 0), (8, 18, 0))
    assert [one.rest for one in waves if one.others] == [False, True], "whoever lives nowhere is in one of each"
    begin = [one.begins for one in waves]
    assert begin == sorted(begin)
    assert min(one.begins for one in waves if one.rest) > max(one.due for one in waves if not one.rest)


def test_a_winner_lets_each_of_the_rest_have_it_at_their_hour_of_the_next_day() -> None:
    waves = _hours()
    state = Launched(waves, find_end(waves, 1_000, 10.0), begun=sum(not one.rest for one in waves))
    now = datetime(2026, 3, 7, 6, 0, tzinfo=UTC)  # Saturday evening has come in Kiritimati, and in no other
    won = step(state, LaunchDecided(), now)
    rest = [one for one in won.state.waves if one.rest]
    days = {zone: _local(one, zone)[:2] for one in rest for zone in one.zones}
    assert days == {zone: (8 if zone == "Pacific/Kiritimati" else 7, 18) for zone in ZONES}
    assert [one.begins for one in rest] == sorted(one.begins for one in rest)
    assert Compare() not in won.effects
    assert won.state.decided


def test_whoever_s_hour_went_by_in_a_pause_gets_it_the_next_day_or_at_once_before_the_end() -> None:
    waves = _hours()
    rest = [one for one in waves if one.rest]
    held = Launched(waves, max(one.due for one in rest) + 25 * HOUR, begun=sum(not one.rest for one in waves))
    now = rest[0].due + 2 * HOUR
    gone = step(held, LaunchDecided(won=False), now).state.waves
    assert {one.due for one in gone if one.zones == rest[0].zones and one.rest} == {rest[0].due + 24 * HOUR}
    now = held.latest - HOUR
    gone = step(held, LaunchDecided(won=False), now).state.waves
    assert {one.due for one in gone if one.rest} == {now}


def test_whether_one_has_won_is_looked_at_until_the_first_of_the_rest_goes_out() -> None:
    waves = _hours()
    first = next(one for one in waves if one.rest)
    state = Launched(waves, find_end(waves, 1_000, 10.0), begun=waves.index(first))
    looked = step(state, Elapsed("look"), first.begins - LOOKS)
    assert Wait("look", first.begins) in looked.waits
    held = step(looked.state, Elapsed("wave"), first.begins)
    begun = step(held.state, LaunchDecided(won=False), first.begins)
    assert Begin(waves.index(first)) in begun.effects
    assert [one.due for one in begun.state.waves] == [one.due for one in waves], "each in their own hour"
    assert decide(begun.state, LaunchDecided(), LaunchFacts(), first.due) is None


def test_the_rest_has_its_best_hours_and_its_spread_again() -> None:
    now = Schedule(NOW)
    for terms, many in ((Terms(best_hour=True), 24), (Terms(spread=timedelta(hours=3)), 3)):
        waves = _hours(now, terms)
        first, rest = [[one for one in waves if one.rest is which] for which in (False, True)]
        assert len(first) == len(rest) == many
        assert [one.due - timedelta(days=2) for one in rest] == [one.due for one in first]
        assert [(one.hour, one.unknown, one.share, one.over) for one in rest] == [
            (one.hour, one.unknown, one.share, one.over) for one in first
        ]
        assert min(one.begins for one in rest) > max(one.due for one in first)
