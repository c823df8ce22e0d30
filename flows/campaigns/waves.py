"""In which waves a campaign is put into the queue: people of one hour together, an hour ahead at the most.

What waits in the queue is what a pause, a change and a cancellation have to reach, so little of it is there ahead.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flows.campaigns.campaign import Schedule
from flows.campaigns.contest import LARGEST, WITHIN, WordingContest

AHEAD = timedelta(hours=1)
"""How long before their time people are put into the queue."""
SLACK = timedelta(hours=24)
"""How long after its last hour something of a campaign may still leave: one night, one cap of a day."""


@dataclass(frozen=True, slots=True)
class Wave:
    """People who are ``due`` at one moment, and are put into the queue from ``begins`` on: those of these ``zones``;
    with ``others`` also whoever lives in none that the campaign knows. A ``part`` below 1 is that share of them, drawn
    by chance; the ``rest`` is whoever was in no wave before (flows/campaigns/contest.py)."""

    begins: datetime
    due: datetime
    zones: tuple[str, ...] = ()
    others: bool = True
    part: float = 1.0
    rest: bool = False


def due_in(schedule: Schedule, zone: str, own: str) -> datetime:
    """When it is due for whoever lives in that zone, in UTC; of a time that comes twice the first."""
    if schedule.local is None:
        return schedule.at
    day = schedule.at.astimezone(ZoneInfo(own)).date()
    return datetime.combine(day, schedule.local, ZoneInfo(zone)).astimezone(UTC)


def waves_of(schedule: Schedule, zones: Iterable[str], own: str, now: datetime) -> tuple[Wave, ...]:
    """The waves of a schedule among people of these zones, in their order; ``own`` is the business's zone, for others.

    Whoever lives where the hour has passed already gets it at once.
    """
    if schedule.local is None:
        return (Wave(max(schedule.at - AHEAD, now), schedule.at),)
    hours: dict[datetime, list[str]] = {}
    for zone in sorted({*zones, own}):
        hours.setdefault(due_in(schedule, zone, own), []).append(zone)
    return tuple(Wave(max(due - AHEAD, now), due, tuple(there), own in there) for due, there in sorted(hours.items()))


def parted(waves: tuple[Wave, ...], contest: WordingContest) -> tuple[Wave, ...]:
    """The first part of a contest at its moment, and the rest as late as it may become."""
    (first,) = waves
    latest = first.due + WITHIN
    return replace(first, part=contest.share or LARGEST), Wave(latest, latest, rest=True)


def latest_of(waves: Iterable[Wave], people: int, rate: float) -> datetime:
    """The one end of a campaign: its last hour, as long as its queue takes at ``rate`` messages a second, and a day."""
    return max(wave.due for wave in waves) + timedelta(seconds=people / rate) + SLACK
