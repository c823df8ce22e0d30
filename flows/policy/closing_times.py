"""The shop's own closing times, in the form of the law's rules: hours, days, and states that are closed for a while."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from functools import lru_cache

from flows.channels import Medium
from flows.policy.atlas import Place
from flows.policy.departure_facts import Closure, House
from flows.policy.person_places import Whereabouts, find_places_at
from flows.policy.policy_rules import BUSINESS, EVERY_MEDIUM, Rule, RuleKind
from flows.policy.verdict import format_day

EVERY_DAY = frozenset(range(7))


def select_own_rows(house: House, where: Whereabouts, medium: Medium) -> tuple[Rule, ...]:
    """Return the shop's own rules for a person at these places; they can only add to the law's.

    Hours for mail are a setting of their own. Closed days and states hold for every medium.
    """
    hours, setting = (house.mail_hours, "mail_hours") if medium is Medium.MAIL else (house.hours, "hours")
    if not (hours or house.closed_days or house.closed_states):
        return ()
    return _rows(hours, setting, house.closed_days, house.closed_states, where)


@lru_cache(maxsize=16384)
def _rows(
    hours: tuple[time, time] | None,
    setting: str,
    days: tuple[date, ...],
    states: tuple[Closure, ...],
    where: Whereabouts,
) -> tuple[Rule, ...]:
    rows = [_row("", "", *hours, source=f"the shop's own {setting}")] if hours else []
    rows += [
        _row("closed-day", f"on {format_day(day)}", first=day, last=day, source="the shop's own closed_days")
        for day in days
    ]
    rows += [
        _row(
            f"closed.{one.region.removeprefix('US-')}", f"in {one.name}",
            first=one.first_day, last=one.last_day, source="the shop's own closed_states",
        )
        for one in states
        if _may_be_in(one.region, find_places_at(where))
    ]  # fmt: skip
    return tuple(rows)


def _may_be_in(region: str, places: Iterable[Place]) -> bool:
    """Return True if one of the places is that state, or is in its country and no state of the person is known."""
    country = region.partition("-")[0]
    known = [place for place in places if place.country == country]
    return any(region in place.jurisdictions for place in known) or (
        bool(known) and not any(place.region for place in known)
    )


def _row(
    label: str,
    note: str,
    opens: time | None = None,
    closes: time | None = None,
    *,
    source: str,
    first: date = date.min,
    last: date = date.max,
) -> Rule:
    return Rule(
        jurisdiction=BUSINESS, kind=RuleKind.HOURS, channel=None, media=EVERY_MEDIUM, weekdays=EVERY_DAY,
        holidays=False, opens=opens, closes=closes, count=None, per=None, spared_for_months=None, note=note,
        first_day=first, last_day=last, source=source, grade="D", label=label,
    )  # fmt: skip
