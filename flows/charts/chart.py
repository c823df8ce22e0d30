"""The content of a chart. Its words and numbers are already text in the reader's language.

A ``value`` sets the length of a bar or the height of a line and is never written; ``said`` is the written text. A value
that is not a number, infinite, or beyond ±10¹⁵ has no bar or point, but its text remains.
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
    """The background of a picture: the paper is opaque, so each is readable on the other's ground too."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Measured:
    """A bar: its label, its length, and the number as text. ``low`` and ``high`` are the confidence interval.

    A baseline such as a control group has ``is_base`` and is drawn in the background.
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


def read_length(value: float | None) -> float | None:
    """Return the value as a length that can be drawn; None for NaN, infinities and what is beyond ±10¹⁵."""
    try:
        plain = math.nan if value is None else float(value)
    except OverflowError:  # an int of 400 digits
        return None
    return plain if math.isfinite(plain) and abs(plain) <= _LARGEST else None
