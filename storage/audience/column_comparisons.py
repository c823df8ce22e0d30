"""Comparisons of columns with numbers and words, written so that an index can be used, with few parameters."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from fractions import Fraction
from math import ceil, floor
from operator import eq, ge, gt, le, lt
from types import MappingProxyType
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, String, and_, any_, false, func, literal, select

from flows.audience.criteria import Compared

OPS: MappingProxyType[str, Callable[[Any, Any], Any]] = MappingProxyType(
    {"=": eq, "<": lt, "<=": le, ">": gt, ">=": ge}
)
_ROUND = MappingProxyType({"<": ceil, "<=": floor, ">": floor, ">=": ceil})
_LARGEST = 2**63 - 1
_FEW = 20  # values with a parameter each; SQLite takes 32 766 parameters at most, less than a hundred times a thousand


def is_number(held: ColumnElement[Any], compared: Compared, postgres: bool, scale: int = 1) -> ColumnElement[bool]:
    """Return the comparison of a column of whole numbers with numbers that are ``scale`` times smaller.

    A value between two whole numbers equals none.
    """
    numbers = [Fraction(one) * scale for one in compared.values]
    if compared.op in {"=", "in"}:
        return among(held, [_clamp(int(one)) for one in numbers if one.denominator == 1], postgres)
    whole = _clamp(_ROUND[compared.op](numbers[0]))
    told: ColumnElement[bool] = OPS[compared.op](held, literal(whole, BigInteger))
    return told


def among(held: ColumnElement[Any], values: Iterable[Any], postgres: bool) -> ColumnElement[bool]:
    """Return the condition that a column of words or whole numbers has one of the values."""
    some = list(dict.fromkeys(values))
    if not some:
        return false()
    kind = String() if isinstance(some[0], str) else BigInteger()
    if len(some) <= _FEW:
        each = [literal(one, kind) for one in some]
        return held == each[0] if len(each) == 1 else held.in_(each)
    if postgres:
        return held == any_(literal(some, ARRAY(kind)))
    return held.in_(select(func.json_each(json.dumps(some)).table_valued("value").c.value))


def is_told(held: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition that a column has a word."""
    return and_(held.is_not(None), held != "")


def _clamp(number: int) -> int:
    """Return a number within the range of a column."""
    return max(-_LARGEST, min(number, _LARGEST))
