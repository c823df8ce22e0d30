"""Criteria at a moment: relative times become fixed moments or days of the year. Then rows can be compared by index,
and SQL and memory give the same result."""

from __future__ import annotations

import calendar
import typing
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from math import ceil, floor
from operator import eq, ge, gt, le, lt
from types import MappingProxyType

from flows.audience.calendar_periods import Between, Period, Stretch, resolve_period
from flows.audience.criteria import NOBODY, All, Any, Compared, Counted, Criteria, Not, Summed, Within
from flows.birthdays import LEAP

BIRTH_DAY = "birth_day"
"""The fact that settled birthday conditions use: the day of the year, as "05-04" for 4 May."""
_OPS: Mapping[str, Callable[[typing.Any, typing.Any], typing.Any]] = MappingProxyType(
    {"=": eq, "<": lt, "<=": le, ">": gt, ">=": ge}
)
_DAY = timedelta(days=1)
_MOMENTS = MappingProxyType({"days_since_order": "last_order_at"})


def settle_criteria(criteria: Criteria, now: datetime, today: date, zone: tzinfo = UTC) -> Criteria:
    """Replace relative days, periods and time spans in the criteria by fixed ones. ``today`` is the business's date in
    ``zone``.

    A day of the year refers to its next occurrence; 29 February becomes the 28th in other years.
    """
    match criteria:
        case All(of):
            return All(tuple(settle_criteria(one, now, today, zone) for one in of))
        case Any(of):
            return Any(tuple(settle_criteria(one, now, today, zone) for one in of))
        case Not(of):
            return Not(settle_criteria(of, now, today, zone))
        case Counted() | Summed():
            return replace(criteria, within=_moments(criteria.within, now, today, zone))
    if criteria.op in {"!=", "not_in"}:
        same = Compared(criteria.fact, "=" if criteria.op == "!=" else "in", criteria.value)
        return Not(settle_criteria(same, now, today, zone))
    if isinstance(criteria.value, Period | Stretch):
        during = _moments(criteria.value, now, today, zone)
        assert isinstance(during, Between), "these settle to moments"
        return _resolve_period(criteria.fact, during)
    if criteria.fact.startswith("birthday_"):
        return _birthday(criteria, today)
    if criteria.fact in _MOMENTS:
        return _days(criteria, _MOMENTS[criteria.fact], now)
    return _resolve_stretch(criteria, now)


def _moments(within: Within | None, now: datetime, today: date, zone: tzinfo) -> Within | None:
    """Return the fixed moments of a period or a stretch; a time span before now stays as it is."""
    if isinstance(within, Period):
        return resolve_period(within, today, zone)
    return within.resolve_at(now) if isinstance(within, Stretch) else within


def _resolve_stretch(compared: Compared, now: datetime) -> Compared:
    """Replace a time span by a fixed moment, and "before" by "<"; other comparisons stay."""
    value = compared.value
    if isinstance(value, timedelta):
        return Compared(compared.fact, "<" if compared.op == "before" else ">=", now - value)
    return Compared(compared.fact, "<", value) if compared.op == "before" else compared


def _resolve_period(fact: str, period: Between) -> All:
    return All((Compared(fact, ">=", period.since), Compared(fact, "<", period.until)))


def _days(compared: Compared, moment: str, now: datetime) -> Criteria:
    """Return criteria on the fact ``moment`` that equal a comparison of whole days since it."""
    if compared.op == "exists":
        return Compared(moment, "exists", compared.value)
    if isinstance(compared.value, tuple):
        return Any(tuple(_days(Compared(compared.fact, "=", one), moment, now) for one in compared.value))
    days = Decimal(str(compared.value))
    at_least = Compared(moment, "<=", now - ceil(days) * _DAY)
    more = Compared(moment, "<=", now - (floor(days) + 1) * _DAY)
    match compared.op:
        case ">=":
            return at_least
        case ">":
            return more
        case "<":
            return All((Compared(moment, "exists", True), Not(at_least)))
        case "<=":
            return All((Compared(moment, "exists", True), Not(more)))
    return All((at_least, Not(more))) if days == floor(days) else NOBODY


def _birthday(compared: Compared, today: date) -> Criteria:
    if compared.op == "exists":
        return Compared(BIRTH_DAY, "exists", compared.value)
    figures = _figures(compared.fact, today)
    holds = _OPS["=" if compared.op == "in" else compared.op]
    days = tuple(day for day, figure in figures.items() if any(holds(figure, one) for one in compared.values))
    if not days:
        return NOBODY
    return Compared(BIRTH_DAY, "exists", True) if len(days) == len(figures) else Compared(BIRTH_DAY, "in", days)


def _figures(fact: str, today: date) -> Mapping[str, int]:
    """Return for each day of the year its month, or the number of days until it comes."""
    days = [date(LEAP, 1, 1) + place * _DAY for place in range(366)]
    if fact == "birthday_month":
        return {f"{day:%m-%d}": day.month for day in days}
    return {f"{day:%m-%d}": (_find_next(day, today) - today).days for day in days}


def _find_next(day: date, today: date) -> date:
    years = (today.year, today.year + 1)
    return next(found for year in years if (found := _move_to_year(day, year)) >= today)


def _move_to_year(day: date, year: int) -> date:
    if (day.month, day.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 2, 28)
    return day.replace(year=year)
