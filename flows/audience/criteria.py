"""Criteria as values: all of, any of and none of other criteria; a compared fact; counted events; summed amounts."""

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
"""A time limit of events: a time span before now, a calendar period, or a stretch; after settling, fixed moments."""
Scalar: TypeAlias = "int | Decimal | str | bool | datetime | timedelta | Stretch"
"""A value in comparable form: numbers as decimals, money in millionths (int), moments with a time zone, text
case-folded."""


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
    """Criteria that must not be true; unknown values count as not true."""

    of: Criteria


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison of a fact: ``value`` is a tuple for "in" and "not_in", a bool for "exists", else one value."""

    fact: str
    op: str
    value: Scalar | tuple[Scalar, ...]

    @property
    def values(self) -> tuple[typing.Any, ...]:
        """Return the condition's values, as a tuple even for a single value; the fact defines their type."""
        return self.value if isinstance(self.value, tuple) else (self.value,)


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of events of a kind ``within`` a time (None: ever), each meeting all conditions of ``where``."""

    event: str
    op: str = ">="
    count: int = 1
    within: Within | None = None
    where: tuple[Compared, ...] = ()


@dataclass(frozen=True, slots=True)
class Summed:
    """The total amount of events of a kind ``within`` a time (None: ever), in millionths of the business's currency. It
    is 0 for people without such events."""

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
    """Yield each single condition in the criteria."""
    match criteria:
        case All(of) | Any(of):
            for one in of:
                yield from leaves(one)
        case Not(of):
            yield from leaves(of)
        case _:
            yield criteria


def meets(compared: Compared, value: typing.Any) -> bool:
    """Return True if the value meets the comparison. For a frozenset one of its values must; None is an unknown
    value."""
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
