"""The caps on marketing messages per person: those of states, and those of the business.

A cap counts per person across all flows, channels and subjects of the business.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from flows.policy.atlas import Place, load_zone
from flows.policy.departure_facts import Cap
from flows.policy.policy_rules import Rule, RuleKind, select_rules

NEVER = datetime.max.replace(tzinfo=UTC)
"""The end of a wait for a cap of zero."""


def find_free_moment(cap: Cap, departures: Iterable[datetime], moment: datetime) -> datetime:
    """Return the first moment, from `moment` on, when the cap allows one more message.

    A message counts until exactly `per` after it. `NEVER` if the cap is zero.
    """
    counted = sorted((at for at in departures if at > moment - cap.per), reverse=True)
    if cap.count <= 0:
        return NEVER
    return moment if len(counted) < cap.count else counted[cap.count - 1] + cap.per


def state_caps(places: Iterable[Place], channel: str, moment: datetime, bought: datetime | None) -> tuple[Rule, ...]:
    """Return the caps of all possible places in force at `moment`, without those that exempt a recent buyer."""
    found = {
        rule: None
        for place in places
        for rule in select_rules(
            RuleKind.CAP, place.jurisdictions, channel, moment.astimezone(load_zone(place.zones[0])).date()
        )
        if not is_spared(rule, bought, moment)
    }
    return tuple(found)


def cap_of(rule: Rule) -> Cap:
    """Return the cap in a rule of that kind."""
    return Cap(rule.count or 0, rule.per or timedelta(days=1))


def is_spared(rule: Rule, bought: datetime | None, moment: datetime) -> bool:
    """Return True if a purchase at `bought` exempts the person from the cap."""
    if rule.spared_for_months is None or bought is None:
        return False
    return bought >= subtract_months(moment, rule.spared_for_months)


def subtract_months(moment: datetime, months: int) -> datetime:
    """Return the same day and time, `months` calendar months earlier; the last day of the month if that day does not
    exist."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
