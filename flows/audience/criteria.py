"""Criteria as values: every, any and none of others, a fact compared, an event counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

from flows.audience.periods import Between, Period

Within: TypeAlias = "timedelta | Period | Between"
"""A stretch of time that ends now, a period of the calendar, or, once that is settled, its moments."""
Scalar: TypeAlias = "int | Decimal | str | bool | datetime | timedelta"
"""A value as it is compared: numbers as decimals, money in millionths (int), moments with their zone, words folded."""


@dataclass(frozen=True, slots=True)
class All:
    """Criteria that are all true; ``All()`` is true of everyone."""

    of: tuple[Criteria, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """Criteria of which one at least is true; ``Any()`` is true of no one."""

    of: tuple[Criteria, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """Criteria that are not true, also for want of knowledge."""

    of: Criteria


@dataclass(frozen=True, slots=True)
class Compared:
    """A fact compared: ``value`` is a tuple for "in" and "not_in", a bool for "exists", else one value."""

    fact: str
    op: str
    value: Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """So many events of a kind ``within`` a time, None for ever, that meet all of ``where``."""

    event: str
    op: str = ">="
    count: int = 1
    within: Within | None = None
    where: tuple[Compared, ...] = ()


Criteria: TypeAlias = "All | Any | Not | Compared | Counted"
EVERYBODY, NOBODY = All(), Any()


def leaves(criteria: Criteria) -> Iterator[Compared | Counted]:
    """The conditions in criteria, each as it stands."""
    match criteria:
        case All(of) | Any(of):
            for one in of:
                yield from leaves(one)
        case Not(of):
            yield from leaves(of)
        case _:
            yield criteria
