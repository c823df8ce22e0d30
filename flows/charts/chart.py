"""What a chart shows. Its words and numbers are said already, in the language of whoever looks at it.

A ``value`` decides how long a bar or how high a line is and is never written; ``said`` is what stands there. A value
that is no number, infinite, or beyond ±10¹⁵ has no bar and no place on a line, and what is said of it stands all the
same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

MOST_BARS = 8
"""Rows of one picture, which is then three wide and four high; how many more there are is shown below them."""
MOST_DAYS = 400
"""Points of one line, the newest: more than that are closer than a screen can show."""
_LARGEST = 1e15


class Theme(StrEnum):
    """What a picture is looked at on: the paper is opaque, so each can be read on the other's ground too."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Measured:
    """A bar: whose, how long, and the number as it is said. ``low`` and ``high`` are the interval it is sure within.

    What others are compared with, such as people who were left alone, ``is_base`` and stands back.
    """

    label: str
    value: float
    said: str
    low: float | None = None
    high: float | None = None
    is_base: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Variants, campaigns or steps beside each other, in the order given; of what is below zero bars go to the left."""

    title: str
    rows: tuple[Measured, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A point of a line. ``label`` and ``said`` are written at the first, the last and the highest alone."""

    label: str
    value: float
    said: str


@dataclass(frozen=True, slots=True)
class Course:
    """One line over days (or weeks, or hours) at equal distances, oldest first; a day without a value is a gap."""

    title: str
    days: tuple[Day, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """How many came as far as one step of a funnel."""

    label: str
    many: float
    said: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many of those before came further: planned, sent, delivered, clicked, bought, as many steps as there are."""

    title: str
    steps: tuple[Passed, ...]
    note: str = ""


Chart: TypeAlias = Bars | Course | Funnel


def sized(value: float | None) -> float | None:
    """The value as a length that can be drawn; None for NaN, infinities and what is beyond ±10¹⁵."""
    try:
        plain = math.nan if value is None else float(value)
    except OverflowError:  # an int of 400 digits
        return None
    return plain if math.isfinite(plain) and abs(plain) <= _LARGEST else None
