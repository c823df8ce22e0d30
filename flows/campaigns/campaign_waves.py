"""The waves that put a campaign into the queue: people of one hour together, at most an hour ahead.

A pause, a change or a cancellation must reach queued messages, so few are queued ahead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from math import ceil
from zoneinfo import ZoneInfo

from flows.campaigns.campaign_terms import Terms
from flows.campaigns.follow_up import FollowUp
from flows.campaigns.send_schedule import Schedule
from flows.campaigns.wording_contest import LARGEST, LATEST_DAY, NIGHT, WITHIN, WordingContest

AHEAD = timedelta(hours=1)
"""How long before their time people are put into the queue at most."""
_HOUR, _DAY = timedelta(hours=1), 24
SLACK = timedelta(hours=24)
"""How long after its last hour messages of a campaign may still leave: one night, and one daily cap."""
_GROWN = 1.5
"""How many times larger the audience may be than in the preview; the campaign's time is planned for it."""
_OPEN = timedelta(hours=8)
"""The shortest daily time for sending, where laws and a shop's own quiet hours overlap."""


@dataclass(frozen=True, slots=True)
class Wave:
    """People who are ``due`` at one moment, and are queued from ``begins`` on: those in these ``zones``. With
    ``others`` the wave includes people in zones unknown to the campaign. A ``part`` below 1 is a random share of them;
    the ``rest`` are all people in no earlier wave (flows/campaigns/wording_contest.py).

    ``share`` selects people by their draw from [0, 1); their messages are spread over ``over``. ``hour`` (UTC) selects
    people who are mostly active then, with ``unknown`` also people without known habits. A wave of a ``step`` after the
    first is a follow-up. Nothing leaves after ``until``, None for the campaign's end. A ``daily`` wave keeps its time
    of day when a winner moves it to an earlier day or a pause to a later one; ``clock`` is the zone of that time, if
    all people are due at one moment. ``variants``, by their places, limits the wave to their people. ``missed`` selects
    people without a message of the step.
    """

    begins: datetime
    due: datetime
    zones: tuple[str, ...] = ()
    others: bool = True
    part: float = 1.0
    rest: bool = False
    share: tuple[float, float] = (0.0, 1.0)
    over: timedelta = timedelta(0)
    hour: int | None = None
    unknown: bool = False
    step: int = 1
    until: datetime | None = None
    daily: bool = False
    variants: tuple[int, ...] = ()
    clock: str = ""
    missed: bool = False


def get_due_time(schedule: Schedule, zone: str, own: str) -> datetime:
    """Return the due time in that zone, in UTC; the earlier one if the hour occurs twice that day."""
    if schedule.local is None:
        return schedule.at
    day = schedule.at.astimezone(ZoneInfo(own)).date()
    return datetime.combine(day, schedule.local, ZoneInfo(zone)).astimezone(UTC)


def waves_of(schedule: Schedule, zones: Iterable[str], own: str, now: datetime) -> tuple[Wave, ...]:
    """Return the waves of a schedule among people of these zones, in order; ``own`` is the business's zone, for others.

    People in a zone where the hour has passed get the message at once.
    """
    if schedule.local is None:
        return (Wave(max(schedule.at - AHEAD, now), schedule.at),)
    hours: dict[datetime, list[str]] = {}
    for zone in sorted({*zones, own}):
        hours.setdefault(get_due_time(schedule, zone, own), []).append(zone)
    return tuple(Wave(max(due - AHEAD, now), due, tuple(there), own in there) for due, there in sorted(hours.items()))


def waves_by_hour(schedules: Sequence[Schedule], zones: Sequence[str], own: str, now: datetime) -> tuple[Wave, ...]:
    """Return the waves of variants with these schedules, in order; variants with the same schedule share waves."""
    places: dict[Schedule, list[int]] = {}
    for place, one in enumerate(schedules):
        places.setdefault(one, []).append(place)
    if len(places) == 1:
        return waves_of(schedules[0], zones, own, now)
    every = [
        replace(wave, variants=tuple(there)) for one, there in places.items() for wave in waves_of(one, zones, own, now)
    ]
    return tuple(sorted(every, key=lambda wave: wave.begins))


def pace_waves(waves: Iterable[Wave], terms: Terms, now: datetime) -> tuple[Wave, ...]:
    """Split waves by the terms: spread over several hours, or to each person's best hour."""
    every = [
        part for wave in waves for part in (_by_habit(wave, now) if terms.best_hour else _spread(wave, terms, now))
    ]
    return tuple(sorted(every, key=lambda wave: wave.begins))


def find_habits_end(wave: Wave, waves: Iterable[Wave]) -> datetime:
    """Return the moment until when habits assign people to a wave: the start of the first wave with the same message.

    Without this limit, a person with changed habits could belong to a past wave and get nothing.
    """
    return min(one.begins for one in waves if (one.step, one.rest) == (wave.step, wave.rest))


def make_missed_wave(wave: Wave, waves: Iterable[Wave]) -> Wave | None:
    """Return the wave for people missed by all waves of a message, to follow the last of several. They moved to a zone,
    or merged with a person, whose wave was over. The wave is due with the last one, after the hour of each.

    Return None after any other wave, and in the first part of a contest: its rest includes the missed.
    """
    alike = [one for one in waves if _are_alike(one, wave) and one.part == 1]
    if len(alike) == 1 or wave not in alike[-1:]:
        return None
    due = max(one.due for one in alike)
    return Wave(wave.begins, due, rest=wave.rest, step=wave.step, until=wave.until, missed=True)


def _are_alike(one: Wave, other: Wave) -> bool:
    return (one.step, one.rest, one.missed) == (other.step, other.rest, False)


def _spread(wave: Wave, terms: Terms, now: datetime) -> list[Wave]:
    """Return a wave for each hour of the spread; each begins an hour before the last of its people are due."""
    many = max(1, ceil(terms.spread / _HOUR))
    over = terms.spread / many
    parts = (
        replace(wave, due=wave.due + place * over, share=(place / many, (place + 1) / many), over=over)
        for place in range(many)
    )
    return [replace(part, begins=max(_get_start(part), now)) for part in parts]


def _get_start(wave: Wave) -> datetime:
    """Return the start of a wave, so that nobody waits in the queue for longer than AHEAD."""
    return wave.due + wave.over - AHEAD


def _by_habit(wave: Wave, now: datetime) -> list[Wave]:
    """Return a wave for each hour of a day, from the wave's hour on; the first includes people without known habits."""
    whole = wave.due.replace(minute=0, second=0, microsecond=0)
    moments = [wave.due, *(whole + place * _HOUR for place in range(1, _DAY))]
    return [
        replace(wave, begins=max(due - AHEAD, now), due=due, hour=due.hour, unknown=place == 0)
        for place, due in enumerate(moments)
    ]


def add_follow(waves: tuple[Wave, ...], follow_ups: Sequence[FollowUp], end: datetime, own: str) -> tuple[Wave, ...]:
    """Add the waves of the follow-ups to those of the first step, which ends at ``end``; ``own`` is the business's
    zone."""
    if not follow_ups:
        return waves
    first = [replace(wave, until=end) for wave in waves]
    whole = [replace(wave, rest=False) for wave in waves if wave.part == 1]
    later = [
        replace(again, step=step)
        for step, one in enumerate(follow_ups, 2)
        for wave in whole
        for again in _delay_wave(wave, one.after, own)
    ]
    return tuple(sorted([*first, *later], key=lambda wave: wave.begins))


def _delay_wave(wave: Wave, after: timedelta, own: str) -> list[Wave]:
    """Return a wave delayed by ``after``. A delay of whole days keeps its time of day, also when the clocks change in
    between."""
    if after % timedelta(days=1):
        later = replace(wave, due=wave.due + after)
        return [replace(later, begins=_get_start(later))]
    clocked = replace(wave, clock="" if wave.zones or wave.hour is not None else own)
    return [replace(shift_days(one, after.days), clock=wave.clock) for one in _split_by_clock(clocked, [after.days])]


def split_waves(waves: tuple[Wave, ...], contest: WordingContest) -> tuple[Wave, ...]:
    """Return the first part of a contest at its moment, and the rest at its latest possible time."""
    (first,) = waves
    latest = first.due + WITHIN
    return replace(first, part=contest.share or LARGEST), Wave(latest, latest, rest=True)


def split_waves_by_day(waves: tuple[Wave, ...], contest: WordingContest, own: str) -> tuple[Wave, ...]:
    """Return the first part of a contest of people with different hours, and the rest at the same hours of a later day;
    ``own`` is the business's zone.

    Each variant with its own hour has its own rest, and only the winner's is sent (flows/campaigns/campaign_launch.py).
    """
    first = [replace(wave, part=contest.share or LARGEST) for wave in waves]
    last = max(wave.due for wave in waves)
    rest = [_rest_of(wave, last, own) for wave in waves]
    return tuple(sorted([*first, *(one for some in rest for one in some)], key=lambda wave: wave.begins))


def _rest_of(wave: Wave, last: datetime, own: str) -> list[Wave]:
    """Return the waves of the rest for a wave of the first part, at the same time of day; ``last`` is when the first
    part's last wave is due."""
    daily = replace(wave, rest=True, daily=True, clock="" if wave.zones or wave.hour is not None else own)
    days = LATEST_DAY
    while wave.variants and shift_days(daily, days).begins < last + WITHIN + NIGHT:
        days += 1  # by then each of the variants has had its time
    return [shift_days(one, days) for one in _split_by_clock(daily, range(1, days + 1))]


def _split_by_clock(wave: Wave, days: Iterable[int]) -> list[Wave]:
    """Split a wave into groups of zones whose due times are equal on each of these ``days``; the first group includes
    people in unknown zones."""
    clocks: dict[tuple[datetime, ...], list[str]] = {}
    for zone in wave.zones:
        there = replace(wave, zones=(zone,))
        clocks.setdefault(tuple(shift_days(there, one).due for one in days), []).append(zone)
    alike = list(clocks.values()) or [[]]
    return [replace(wave, zones=tuple(one), others=wave.others and one is alike[0]) for one in alike]


def shift_days(wave: Wave, days: int) -> Wave:
    """Return the wave ``days`` days later (negative: earlier), at the same local time of day."""
    there = wave.clock or (wave.zones[0] if wave.zones and wave.hour is None else "")
    zone = ZoneInfo(there) if there else UTC
    later = replace(wave, due=(wave.due.astimezone(zone) + timedelta(days=days)).astimezone(UTC))
    return replace(later, begins=_get_start(later))


def release_rest(wave: Wave, now: datetime, latest: datetime, *, won: bool) -> Wave:
    """Return the wave of the rest, due as soon as its wording is decided.

    A daily wave keeps its time of day. If a wording has ``won``, it is due at the next such time after the first part's
    day, else on its own day; on a later day if that passed in a pause; at once if the campaign ends before.
    """
    days = (shift_days(wave, days) for days in count(1 - LATEST_DAY if won else 0))
    due = next(one for one in days if one.due >= now) if wave.daily else None
    return due if due is not None and due.due < latest else replace(wave, begins=now, due=now)


def find_end(waves: Iterable[Wave], people: int, rate: float) -> datetime:
    """Return the end of a campaign: its last hour, plus the time of its queue at ``rate`` messages per second for half
    as many people more, plus a night for each eight hours of that, plus a day."""
    queue = timedelta(seconds=_GROWN * people / rate)
    nights = queue // _OPEN * (timedelta(hours=_DAY) - _OPEN)
    return max(wave.due + wave.over for wave in waves) + queue + nights + SLACK
