"""Quiet hours: when marketing may reach a person, computed in the time zone of every place where they may be.

Zones and laws restrict each other: a moment is permitted only if every one of them permits it. A day's result is the
same for everyone with the same whereabouts, so it is computed once and cached.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from flows.count_phrase import format_count
from flows.policy.atlas import Place, load_zone
from flows.policy.person_places import Whereabouts, find_places_at
from flows.policy.policy_rules import Rule, hours_for

Span = tuple[datetime, datetime]
Rows = tuple[Rule, ...]

HORIZON = timedelta(days=14)
"""How far ahead a permitted minute is searched: rules that leave none in two weeks leave none at all."""

_DAY = timedelta(days=1)
_NAMED = 3  # places of one sentence


@dataclass(frozen=True, slots=True)
class Window:
    """The permitted part of one local day, in UTC, `closes` excluded; `rule` is the one that opens it, None if no rule
    restricts the day."""

    opens: datetime
    closes: datetime
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Closing:
    """Why a moment is closed: the verdict's name, a sentence for the owner, and the rules."""

    rule: str
    reason: str
    rules: Rows = ()


def find_next_span(where: Whereabouts, channel: str, moment: datetime, own: Rows = ()) -> Span | None:
    """Return the permitted time at or after `moment` (UTC); None if there is none within the horizon.

    It ends at midnight UTC at the latest; `closes_at` looks further. `own` are the shop's own rules, here and below.
    """
    day = moment.date()
    while day <= (moment + HORIZON).date():
        for opens, closes in list_open_spans(where, channel, day, own):
            if closes > moment:
                return max(opens, moment), closes
        day += _DAY
    return None


@lru_cache(maxsize=4096)  # as of a batch: many people of one place, at one moment
def closes_at(where: Whereabouts, channel: str, moment: datetime, own: Rows = ()) -> datetime | None:
    """Return the end of the permitted time around `moment`; None if `moment` is outside it."""
    span = find_next_span(where, channel, moment, own)
    if span is None or span[0] > moment:
        return None
    end = span[1]
    while end < moment + HORIZON and (more := find_next_span(where, channel, end, own)) and more[0] == end:
        end = more[1]
    return end


@lru_cache(maxsize=4096)
def after_permitted(where: Whereabouts, channel: str, moment: datetime, stretch: timedelta, own: Rows = ()) -> datetime:
    """Return the moment after `stretch` of permitted time since `moment`; after that much of any time if none is
    permitted.

    Cached, as the result is the same for all people of one campaign hour in a place.
    """
    while span := find_next_span(where, channel, moment, own):
        opens, closes = span
        if opens + stretch <= closes:
            return opens + stretch
        stretch -= closes - opens
        moment = closes
    return moment + stretch


@lru_cache(maxsize=16384)
def list_open_spans(where: Whereabouts, channel: str, day: date, own: Rows = ()) -> tuple[Span, ...]:
    """Return the permitted spans of one UTC day, in order."""
    start = datetime.combine(day, time(), UTC)
    spans: list[Span] = [(start, start + _DAY)]
    for place in find_places_at(where):
        for zone in place.zones:
            spans = _intersect(spans, list(_list_legal_spans(place, zone, channel, day, own)))
    return tuple(spans)


@lru_cache(maxsize=65536)
def find_window(jurisdictions: tuple[str, ...], channel: str, zone: str, day: date, own: Rows = ()) -> Window | None:
    """Return the window that all jurisdictions permit on a local day, or None. Of equal limits the narrower
    jurisdiction's is named."""
    rules = hours_for(jurisdictions, channel, day, own)
    if not rules:
        return Window(_instant(zone, day, time()), _instant(zone, day + _DAY, time()), None)
    bounds = [(rule.opens, rule.closes) for rule in rules]
    opening = max((opens for opens, _ in bounds if opens), default=None)
    closing = min((closes for _, closes in bounds if closes), default=None)
    if opening is None or closing is None or opening >= closing or (None, None) in bounds:
        return None
    decisive = next(rule for rule in rules if rule.opens == opening)
    return Window(_instant(zone, day, opening, opens=True), _instant(zone, day, closing), decisive)


def find_rows(where: Whereabouts, channel: str, moment: datetime, own: Rows = ()) -> Rows:
    """Return every rule of hours that applies at this moment, in all places of a person."""
    days = ((place, _convert_to_local(moment, zone).date()) for place in find_places_at(where) for zone in place.zones)
    found = (rule for place, day in days for rule in hours_for(place.jurisdictions, channel, day, own))
    return tuple(dict.fromkeys(found))


def explain(where: Whereabouts, channel: str, moment: datetime, until: datetime, own: Rows = ()) -> Closing:
    """Return why a closed `moment` waits until `until`: by the place whose window opens then, a state's rule before a
    country's."""
    place, zone, rule = _find_decisive(where, channel, until, own)
    today = hours_for(place.jurisdictions, channel, _convert_to_local(moment, zone).date(), own)
    if rule is None:  # nothing opens then, a day without hours begins
        today = find_rows(where, channel, moment, own)
    if closed := next((row for row in today if row.closed), None):
        reason = f"No marketing {_explain_closed(closed, place)}, until {clock(until, zone)} ({closed.cited})"
        return Closing(closed.label or f"quiet-hours.{closed.name}", reason, (closed,))
    rule, when = rule or today[0], clock(until, zone, moment)
    reason = f"Quiet hours in {_name_place(place, zone)} until {when} ({rule.cited})"
    return Closing(f"quiet-hours.{rule.name}", reason, (rule,))


def never(where: Whereabouts, channel: str, moment: datetime, own: Rows = ()) -> Closing:
    """Return why nothing is permitted for two weeks: the shop closed the place, or distant places share no hour."""
    rows = find_rows(where, channel, moment, own)
    if closed := next((row for row in rows if row.label), None):
        return Closing(closed.label, f"No marketing {closed.note} ({closed.cited})", (closed,))
    places = find_places_at(where)
    more = [format_count(len(places) - _NAMED, "more place")] if len(places) > _NAMED else []
    names = " and ".join([place.title for place in places[:_NAMED]] + more)
    there = "; ".join(f"{_hours_there(place, channel, moment, own)} in {place.name}" for place in places[:_NAMED])
    why = f", which share none: {there}, each by its own clock" if len(places) > 1 else ""
    why += "".join(f" (beside {row.source}, {row.ref.says})" for row in own)
    return Closing("quiet-hours.none", f"No hour of the next two weeks is permitted in {names}{why}", rows)


def clock(instant: datetime, zone: str, since: datetime | None = None) -> str:
    """Format the local time for a sentence: `08:00` within a day of `since`, else with its day, `Mon 2 Mar 08:00`."""
    local = _convert_to_local(instant, zone)
    soon = since is not None and instant - since < _DAY
    return f"{local:%H:%M}" if soon else f"{local:%a} {local.day} {local:%b %H:%M}"


@lru_cache(maxsize=16384)
def _find_decisive(where: Whereabouts, channel: str, until: datetime, own: Rows) -> tuple[Place, str, Rule | None]:
    """Return the place, zone and rule that open at `until`: the last to open on a permitted day, a state's rule
    first."""
    windows = [
        (place, zone, opened)
        for place in find_places_at(where)
        for zone in place.zones
        if (opened := find_window(place.jurisdictions, channel, zone, _convert_to_local(until, zone).date(), own))
    ]
    place, zone, last = max(windows, key=lambda found: (found[2].opens, _rank(found[2].rule)))
    return place, zone, last.rule


def _rank(rule: Rule | None) -> int:
    """Return a higher rank for a state's rule than for a country's."""
    return len(rule.jurisdiction) if rule else 0


def _list_legal_spans(place: Place, zone: str, channel: str, day: date, own: Rows) -> Iterator[Span]:
    for near in _list_touched_days(day):
        if found := find_window(place.jurisdictions, channel, zone, near, own):
            yield found.opens, found.closes


def _list_touched_days(day: date) -> tuple[date, date, date]:
    """Return the local days that may overlap a UTC day."""
    return day - _DAY, day, day + _DAY


def _intersect(some: list[Span], others: list[Span]) -> list[Span]:
    pairs = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return sorted((opens, closes) for opens, closes in pairs if opens < closes)


def _convert_to_local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(load_zone(zone))


def _instant(zone: str, day: date, wall: time, *, opens: bool = False) -> datetime:
    """Return the moment of a local time. If the time occurs twice, or the clock skips it, return the stricter
    moment."""
    there = load_zone(zone)
    readings = [datetime.combine(day, wall.replace(fold=fold), there).astimezone(UTC) for fold in (0, 1)]
    return max(readings) if opens else min(readings)


def _explain_closed(row: Rule, place: Place) -> str:
    """Format why a place is closed: `in Alabama on Sundays and holidays`; the shop's own closing by its own name."""
    return row.note if row.label else f"in {place.title} on {row.days}"


def _hours_there(place: Place, channel: str, moment: datetime, own: Rows) -> str:
    """Format the permitted local times of the day: `09:00-18:00`."""
    rules = hours_for(place.jurisdictions, channel, _convert_to_local(moment, place.zones[0]).date(), own)
    opens = max((rule.opens for rule in rules if rule.opens), default=time.min)
    closes = min((rule.closes for rule in rules if rule.closes), default=time.max)
    if opens >= closes or any(rule.closed for rule in rules):
        return "none"
    return f"{opens:%H:%M}-{closes:%H:%M}"


def _name_place(place: Place, zone: str) -> str:
    """Format the place and how it is known; with the zone if the place has several."""
    if len(place.zones) == 1:
        return place.title
    time_of = f"time of {zone.rsplit('/', 1)[-1].replace('_', ' ')}"
    return f"{place.name} ({f'{place.origin}; ' if place.origin else ''}{time_of})"
