"""Criteria read over facts in memory, to compare with what the queries of storage/audience find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

from flows.audience.audience_facts import AVERAGE, TOTAL
from flows.audience.calendar_periods import Between, Period, Stretch
from flows.audience.criteria import OPERATORS, All, Any, Compared, Counted, Criteria, Not, Summed, Within, meets
from flows.audience.criteria_moment import settle_criteria

PRICED = "priced"


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of a person. ``fields`` are its own, ``lines`` those of its goods, one mapping a line."""

    event: str
    at: datetime
    fields: Mapping[str, object] = field(default_factory=dict)
    lines: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What is known of a person: facts by their names, the settled ones among them, and what happened.

    A fact with several values is a frozenset; what is not known is left out. ``priced`` is asked for ``average_order``.
    """

    facts: Mapping[str, object]
    happened: tuple[Happened, ...] = ()


def matches(criteria: Criteria, person: KnownPerson, now: datetime, today: date, zone: tzinfo = UTC) -> bool:
    """Whether the criteria are true of that person at that moment; ``today`` is the business's, in its ``zone``."""
    return _holds(settle_criteria(criteria, now, today, zone), person, now)


def _holds(criteria: Criteria, person: KnownPerson, now: datetime) -> bool:
    match criteria:
        case All(of):
            return all(_holds(one, person, now) for one in of)
        case Any(of):
            return any(_holds(one, person, now) for one in of)
        case Not(of):
            return not _holds(of, person, now)
        case Counted():
            return _is_counted(criteria, person, now)
        case Summed():
            return _is_summed(criteria, person, now)
    if criteria.fact == AVERAGE:
        return _is_average(criteria, person)
    return meets(criteria, person.facts.get(criteria.fact))


def _is_counted(counted: Counted, person: KnownPerson, now: datetime) -> bool:
    found = sum(
        one.event == counted.event and _is_within(counted.within, one.at, now) and _meets(counted, one)
        for one in person.happened
    )
    return bool(OPERATORS[counted.op](found, counted.count))


def _is_summed(summed: Summed, person: KnownPerson, now: datetime) -> bool:
    """What is not known, as money in another currency, adds nothing."""
    found = sum(
        _whole(one.fields.get(TOTAL))
        for one in person.happened
        if one.event == summed.event and _is_within(summed.within, one.at, now)
    )
    return bool(OPERATORS[summed.op](found, summed.amount))


def _is_within(within: Within | None, at: datetime, now: datetime) -> bool:
    assert not isinstance(within, Period | Stretch), "it was settled"
    if within is None:
        return True
    return within.holds(at) if isinstance(within, Between) else now - within <= at <= now


def _meets(counted: Counted, one: Happened) -> bool:
    """Whether an event meets all that is asked of it, what is asked of goods by one of its lines."""
    own = [asked for asked in counted.where if asked.fact in one.fields or not one.lines]
    goods = [asked for asked in counted.where if asked not in own]
    if not all(meets(asked, one.fields.get(asked.fact)) for asked in own):
        return False
    return not goods or any(all(meets(asked, line.get(asked.fact)) for asked in goods) for line in one.lines)


def _is_average(compared: Compared, person: KnownPerson) -> bool:
    """Money by orders, without a division that rounds."""
    orders, spend = (_whole(person.facts.get(name)) for name in (PRICED, "spend"))
    if compared.op == "exists":
        return bool(orders) is compared.value
    if not orders:
        return False
    op = OPERATORS["=" if compared.op == "in" else compared.op]
    return any(op(Decimal(spend), Decimal(str(one)) * orders) for one in compared.values)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
