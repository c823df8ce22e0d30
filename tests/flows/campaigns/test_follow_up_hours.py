"""When a follow-up is due: whole days later at the same hour of the clock, also where that is changed in between."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.campaign_waves import Wave, add_follow, pace_waves, waves_of
from flows.campaigns.follow_up import FollowUp
from flows.campaigns.send_schedule import Schedule

OWN = "America/Chicago"
FRIDAY = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
"""Noon in Chicago, two days before its clocks are put forward."""
LATER = (CampaignText("Still there"),)


def _later(waves: tuple[Wave, ...], after: timedelta) -> list[Wave]:
    return [one for one in add_follow(waves, [FollowUp(after, LATER)], FRIDAY, OWN) if one.step == 2]


def test_days_later_it_is_the_same_hour_by_the_shop_s_clock() -> None:
    waves = waves_of(Schedule(FRIDAY), (), OWN, FRIDAY)
    (again,) = _later(waves, timedelta(days=3))
    assert again.due == datetime(2026, 3, 9, 17, 0, tzinfo=UTC)
    assert again.due - again.begins == timedelta(hours=1)
    (again,) = _later(waves, timedelta(hours=36))
    assert again.due == datetime(2026, 3, 8, 6, 0, tzinfo=UTC), "hours are hours"


def test_zones_of_one_hour_part_where_one_of_them_changes_its_clocks() -> None:
    """Phoenix has no summer time: it has Denver's clock on Friday, and an hour less on Monday."""
    zones = ("America/Denver", "America/Phoenix")
    waves = waves_of(Schedule(FRIDAY, time(12)), zones, OWN, FRIDAY - timedelta(days=1))
    assert [(one.zones, one.due.hour) for one in waves] == [((OWN,), 18), (zones, 19)]
    again = _later(waves, timedelta(days=3))
    assert [(one.zones, one.due.hour, one.others) for one in again] == [
        ((OWN,), 17, True),
        (("America/Denver",), 18, False),
        (("America/Phoenix",), 19, False),
    ]
    assert [(one.zones, one.due.hour) for one in _later(waves, timedelta(days=1))] == [((OWN,), 18), (zones, 19)]


def test_the_hour_of_somebody_s_habit_is_counted_in_utc() -> None:
    waves = pace_waves(waves_of(Schedule(FRIDAY), (), OWN, FRIDAY), Terms(best_hour=True), FRIDAY)
    for first, again in zip(waves, _later(waves, timedelta(days=3)), strict=True):
        assert (again.hour, again.unknown, again.due) == (first.hour, first.unknown, first.due + timedelta(days=3))
