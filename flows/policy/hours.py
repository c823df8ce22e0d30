"""Quiet hours: when marketing may reach a person, computed in the zone of every place where they may be.

Two zones or two laws narrow each other: a moment is permitted only when every one of them permits it. A day's answer
is the same for everyone with the same whereabouts, so it is computed once and kept.
"""

from __future__ import annotations

from calendar import day_name
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from flows.policy.places import Place, Whereabouts, places_at, zone_info
from flows.policy.rules import Rule, hours_for

Span = tuple[datetime, datetime]

HORIZON = timedelta(days=14)
"""Beyond this we do not look for a permitted minute: rules that leave none in two weeks leave none."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The permitted part of one local day, in UTC, `closes` not included; `rule` is the row that opens it."""

    opens: datetime
    closes: datetime
    rule: Rule


@dataclass(frozen=True, slots=True)
class Closing:
    """What keeps a moment closed: the name for the verdict and a sentence for the owner."""

    rule: str
    reason: str


def next_span(where: Whereabouts, channel: str, moment: datetime) -> Span | None:
    """The permitted time at or after `moment` (UTC), or None when there is none within the horizon."""
    day = moment.date()
    while day <= (moment + HORIZON).date():
        for opens, closes in open_spans(where, channel, day):
            if closes > moment:
                return max(opens, moment), closes
        day += _DAY
    return None


def after_permitted(where: Whereabouts, channel: str, moment: datetime, stretch: timedelta) -> datetime:
    """The instant at which `stretch` of permitted time has gone by since `moment`; where none comes, of any time."""
    while span := next_span(where, channel, moment):
        opens, closes = span
        if opens + stretch <= closes:
            return opens + stretch
        stretch -= closes - opens
        moment = closes
    return moment + stretch


@lru_cache(maxsize=16384)
def open_spans(where: Whereabouts, channel: str, day: date) -> tuple[Span, ...]:
    """The permitted spans of one UTC day, in order."""
    start = datetime.combine(day, time(), UTC)
    spans: list[Span] = [(start, start + _DAY)]
    for place in places_at(where):
        for zone in place.zones:
            spans = _common(spans, list(_legal_spans(place, zone, channel, day)))
    return tuple(spans)


@lru_cache(maxsize=65536)
def window(jurisdictions: tuple[str, ...], channel: str, zone: str, day: date) -> Window | None:
    """What the rows of all jurisdictions permit together on a local day, or None. A tie names the narrow one."""
    rules = hours_for(jurisdictions, channel, day)
    bounds = [(rule.opens, rule.closes) for rule in rules]
    opening = max((opens for opens, _ in bounds if opens), default=None)
    closing = min((closes for _, closes in bounds if closes), default=None)
    if opening is None or closing is None or opening >= closing or (None, None) in bounds:
        return None
    decisive = next(rule for rule in rules if rule.opens == opening)
    return Window(_instant(zone, day, opening, opens=True), _instant(zone, day, closing), decisive)


def explain(where: Whereabouts, channel: str, moment: datetime, until: datetime) -> Closing:
    """Why a closed `moment` waits for `until`: the place whose window opens then, a state's row before a country's."""
    place, zone, rule = _decisive(where, channel, until)
    today = hours_for(place.jurisdictions, channel, _local(moment, zone).date())
    if closed := next((row for row in today if row.opens is None), None):
        reason = f"No marketing in {place.name} on {_closed_days(closed)}, until {clock(until, zone)} ({closed.source})"
        return Closing(f"quiet-hours.{closed.name}", reason)
    when = clock(until, zone, moment)
    return Closing(f"quiet-hours.{rule.name}", f"Quiet hours in {_named(place, zone)} until {when} ({rule.source})")


def clock(instant: datetime, zone: str, since: datetime | None = None) -> str:
    """Local time for a sentence: `08:00` within a day of `since`, else with its day, `Mon 2 Mar 08:00`."""
    local = _local(instant, zone)
    soon = since is not None and instant - since < _DAY
    return f"{local:%H:%M}" if soon else f"{local:%a} {local.day} {local:%b %H:%M}"


@lru_cache(maxsize=16384)
def _decisive(where: Whereabouts, channel: str, until: datetime) -> tuple[Place, str, Rule]:
    """The place, zone and row that open at `until`: the last to open on a permitted day, a state's row first."""
    windows = [
        (place, zone, opened)
        for place in places_at(where)
        for zone in place.zones
        if (opened := window(place.jurisdictions, channel, zone, _local(until, zone).date()))
    ]
    place, zone, last = max(windows, key=lambda found: (found[2].opens, len(found[2].rule.jurisdiction)))
    return place, zone, last.rule


def _legal_spans(place: Place, zone: str, channel: str, day: date) -> Iterator[Span]:
    for near in _around(day):
        if found := window(place.jurisdictions, channel, zone, near):
            yield found.opens, found.closes


def _around(day: date) -> tuple[date, date, date]:
    """The local days that a UTC day may touch."""
    return day - _DAY, day, day + _DAY


def _common(some: list[Span], others: list[Span]) -> list[Span]:
    pairs = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return sorted((opens, closes) for opens, closes in pairs if opens < closes)


def _local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(zone_info(zone))


def _instant(zone: str, day: date, wall: time, *, opens: bool = False) -> datetime:
    """The instant of a wall time. For one that comes twice, or that the clock skips, the stricter reading."""
    there = zone_info(zone)
    readings = [datetime.combine(day, wall.replace(fold=fold), there).astimezone(UTC) for fold in (0, 1)]
    return max(readings) if opens else min(readings)


def _closed_days(rule: Rule) -> str:
    weekdays = [f"{day_name[weekday]}s" for weekday in sorted(rule.weekdays)]
    return " and ".join(weekdays + ["holidays"] * rule.holidays)


def _named(place: Place, zone: str) -> str:
    """The place, with the zone when it keeps more than one: its clocks may differ."""
    if len(place.zones) == 1:
        return place.name
    return f"{place.name} (time of {zone.rsplit('/', 1)[-1].replace('_', ' ')})"
