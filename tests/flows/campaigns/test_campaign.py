"""How a campaign may move on, in which waves its people come, and what its launch decides."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from flows.campaigns.campaign import ALIVE, MOVES, OVER, CampaignStatus
from flows.campaigns.campaign_launch import Begin, Finish, Launch, LaunchCalledOff, Launched, LaunchFacts, decide
from flows.campaigns.campaign_waves import AHEAD, SLACK, Wave, find_end, waves_of
from flows.campaigns.send_schedule import Schedule
from flows.campaigns.wording_contest import LOOKS
from flows.engine import Elapsed, Left, Wait

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # nine in Chicago
CHICAGO, KOLKATA, TOKYO = "America/Chicago", "Asia/Kolkata", "Asia/Tokyo"
FACTS = LaunchFacts()


def test_what_is_over_stays_over_and_all_else_can_be_called_off() -> None:
    assert {one for one, moves in MOVES.items() if not moves} == OVER
    assert all(CampaignStatus.CANCELLED in moves for one, moves in MOVES.items() if one not in OVER)
    assert all(CampaignStatus.DRAFT not in MOVES[one] for one in ALIVE | OVER), "what was launched is no draft again"


def test_one_moment_for_everybody_is_one_wave_an_hour_ahead() -> None:
    at = NOW + timedelta(hours=5)
    assert waves_of(Schedule(at), [TOKYO, KOLKATA], CHICAGO, NOW) == (Wave(at - AHEAD, at),)
    assert waves_of(Schedule(NOW), [], CHICAGO, NOW) == (Wave(NOW, NOW),), "at once"


def test_a_time_of_day_comes_zone_by_zone_and_others_go_with_the_business() -> None:
    schedule = Schedule(datetime(2026, 3, 4, 0, 0, tzinfo=UTC), time(18))  # 18:00 of the third in Chicago
    waves = waves_of(schedule, [KOLKATA, TOKYO], CHICAGO, NOW)
    assert [(one.due, one.zones, one.others) for one in waves] == [
        (datetime(2026, 3, 3, 9, 0, tzinfo=UTC), (TOKYO,), False),
        (datetime(2026, 3, 3, 12, 30, tzinfo=UTC), (KOLKATA,), False),
        (datetime(2026, 3, 4, 0, 0, tzinfo=UTC), (CHICAGO,), True),
    ]
    assert all(one.begins == one.due - AHEAD for one in waves)


def test_who_lives_where_the_hour_has_passed_gets_it_at_once() -> None:
    schedule = Schedule(NOW, time(9))
    first, *_ = waves_of(schedule, [KOLKATA], CHICAGO, NOW)
    assert (first.begins, first.due, first.zones) == (NOW, datetime(2026, 3, 2, 3, 30, tzinfo=UTC), (KOLKATA,))


def test_a_time_that_comes_twice_is_meant_the_first_time() -> None:
    schedule = Schedule(datetime(2026, 11, 1, 12, 0, tzinfo=UTC), time(1, 30))  # clocks go back at two
    (wave,) = waves_of(schedule, [], CHICAGO, NOW)
    assert wave.due == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("people", "rate", "queue"),
    [(0, 1.0, timedelta()), (3600, 1.0, timedelta(hours=1.5)), (100, 50, timedelta(seconds=3))],
)
def test_its_end_leaves_room_for_its_own_queue(people: int, rate: float, queue: timedelta) -> None:
    """With half as many people again, for the audience grows until its hour."""
    waves = (Wave(NOW, NOW), Wave(NOW, NOW + timedelta(hours=3)))
    assert find_end(waves, people, rate) == NOW + timedelta(hours=3) + queue + SLACK


@pytest.mark.parametrize("people", [1_000, 60_000, 200_000, 1_000_000])
def test_nobody_s_message_expires_in_a_queue_that_nights_hold_up(people: int) -> None:
    """It begins as a day closes; of each that follows eight hours are open."""
    end = find_end((Wave(NOW, NOW),), people, 1.0)
    days = (end - NOW) // timedelta(days=1)
    assert days * timedelta(hours=8) >= 1.5 * timedelta(seconds=people)


def test_a_launch_begins_what_is_due_and_waits_for_the_rest_and_for_its_end() -> None:
    hour = timedelta(hours=1)
    waves = (Wave(NOW, NOW), Wave(NOW, NOW), Wave(NOW + hour, NOW + 2 * hour))
    latest = NOW + 30 * hour
    begun = decide(None, Launch(waves, latest), FACTS, NOW)
    assert begun is not None
    waits = (Wait("wave", NOW + hour), Wait("look", NOW + LOOKS))
    assert (begun.effects, begun.waits) == ((Begin(0), Begin(1)), waits)
    went = decide(begun.state, Elapsed("wave"), FACTS, NOW + hour)
    assert went is not None
    waits = (Wait("over", latest), Wait("look", NOW + 2 * hour + LOOKS))
    assert (went.effects, went.waits) == ((Begin(2),), waits)
    over = decide(went.state, Elapsed("over"), FACTS, latest)
    assert over is not None
    assert (over.effects, over.ended) == ((Finish(),), "done")


def test_a_launch_that_is_called_off_begins_nothing_more() -> None:
    state = Launched((Wave(NOW, NOW),), NOW, 0)
    ended = decide(state, LaunchCalledOff(), FACTS, NOW)
    assert ended is not None
    assert (ended.effects, ended.ended) == ((), "cancelled")
    assert decide(None, LaunchCalledOff(), FACTS, NOW) is None


def test_a_launch_goes_on_whatever_becomes_of_who_launched_it() -> None:
    state = Launched((Wave(NOW, NOW),), NOW, 0)
    assert decide(state, Left("erased"), FACTS, NOW) is None
