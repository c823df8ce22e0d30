"""Calendar periods in a business's time zone: yesterday, this week, last month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from types import MappingProxyType

from flows.moment_bounds import FIRST, LAST

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


class Period(StrEnum):
    """A calendar period relative to today. A week begins on Monday (ISO 8601)."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this week"
    LAST_WEEK = "last week"
    THIS_MONTH = "this month"
    LAST_MONTH = "last month"
    THIS_YEAR = "this year"
    LAST_YEAR = "last year"


@dataclass(frozen=True, slots=True)
class Between:
    """From ``since`` on, before ``until``."""

    since: datetime
    until: datetime

    def holds(self, moment: datetime) -> bool:
        """Return True if a moment is within the period."""
        return self.since <= moment < self.until


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``since`` on, before ``until``: each is a moment, or a time span before now; None has no limit on
    that side."""

    since: datetime | timedelta | None = None
    until: datetime | timedelta | None = None

    def resolve_at(self, now: datetime) -> Between:
        """Return both ends as moments."""
        return Between(_moment(self.since, now) or FIRST, _moment(self.until, now) or LAST)


def _moment(end: datetime | timedelta | None, now: datetime) -> datetime | None:
    return now - end if isinstance(end, timedelta) else end


def resolve_period(period: Period, today: date, zone: tzinfo) -> Between:
    """Return the start and end of a period, from midnight to midnight in ``zone``, where the date is ``today``."""
    first, after = _DAYS[period](today)
    return Between(*(datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, after)))


def _weeks(ago: int) -> Callable[[date], tuple[date, date]]:
    def days(today: date) -> tuple[date, date]:
        monday = today - today.weekday() * _DAY - ago * _WEEK
        return monday, monday + _WEEK

    return days


def _get_this_month(today: date) -> tuple[date, date]:
    first = today.replace(day=1)
    return first, (first + 31 * _DAY).replace(day=1)


def _get_last_month(today: date) -> tuple[date, date]:
    first = today.replace(day=1)
    return (first - _DAY).replace(day=1), first


def _years(ago: int) -> Callable[[date], tuple[date, date]]:
    return lambda today: (date(today.year - ago, 1, 1), date(today.year - ago + 1, 1, 1))


_DAYS: Mapping[Period, Callable[[date], tuple[date, date]]] = MappingProxyType(
    {
        Period.TODAY: lambda today: (today, today + _DAY),
        Period.YESTERDAY: lambda today: (today - _DAY, today),
        Period.THIS_WEEK: _weeks(0),
        Period.LAST_WEEK: _weeks(1),
        Period.THIS_MONTH: _get_this_month,
        Period.LAST_MONTH: _get_last_month,
        Period.THIS_YEAR: _years(0),
        Period.LAST_YEAR: _years(1),
    }
)
