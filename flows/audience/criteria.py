"""Criteria as values: every, any and none of others, a fact compared, events counted, and money of events summed."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from types import MappingProxyType
from typing import TypeAlias

from flows.audience.calendar_periods import Between, Period, Stretch

Within: TypeAlias = "timedelta | Period | Stretch | Between"
"""A time that ends now, a period of the calendar, one between two moments, or, once these are settled, the moments."""
Scalar: TypeAlias = "int | Decimal | str | bool | datetime | timedelta | Stretch"
"""A value as it is compared: numbers as decimals, money in millionths (int), moments with their zone, words folded."""


@dataclass(frozen=True, slots=True)
class All:
    """Criteria that are all true; ``All()`` is true of everyone."""

    of: tuple[Criteria, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """Criteria joined by "or"; ``Any()`` matches no one."""

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

    @property
    def values(self) -> tuple[typing.Any, ...]:
        """Return the condition's values, as a tuple even for a single value; the fact defines their type."""
        return self.value if isinstance(self.value, tuple) else (self.value,)


@dataclass(frozen=True, slots=True)
class Counted:
    """So many events of a kind ``within`` a time, None for ever, that meet all of ``where``."""

    event: str
    op: str = ">="
    count: int = 1
    within: Within | None = None
    where: tuple[Compared, ...] = ()


@dataclass(frozen=True, slots=True)
class Summed:
    """The total of events of a kind ``within`` a time (None: ever), in millionths of the business's currency. People
    without such events count as 0."""

    event: str
    op: str
    amount: int
    within: Within | None = None


Condition: TypeAlias = "Compared | Counted | Summed"
Criteria: TypeAlias = "All | Any | Not | Compared | Counted | Summed"
EVERYBODY, NOBODY = All(), Any()
OPERATORS: Mapping[str, Callable[[typing.Any, typing.Any], typing.Any]] = MappingProxyType(
    {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
)


def leaves(criteria: Criteria) -> Iterator[Condition]:
    """Yield each condition in the criteria, unchanged."""
    match criteria:
        case All(of) | Any(of):
            for one in of:
                yield from leaves(one)
        case Not(of):
            yield from leaves(of)
        case _:
            yield criteria


def meets(compared: Compared, value: typing.Any) -> bool:
    """Return True if a value compares so: of a frozenset one of its values; None is a value that is not known."""
    known = value is not None and value != frozenset()
    if compared.op == "exists":
        return known is compared.value
    if not known:
        return compared.op in {"!=", "not_in"}
    held = value if isinstance(value, frozenset) else frozenset({value})
    match compared.op:
        case "=" | "!=":
            return (compared.value in held) is (compared.op == "=")
        case "in" | "not_in":
            return (not held.isdisjoint(compared.values)) is (compared.op == "in")
    return any(OPERATORS[compared.op](one, compared.value) for one in held)
