"""The content of a chart. Its words and numbers are already text in the reader's language.

A ``value`` sets the length of a bar or the height of a line and is never written; ``said`` is the written text. A value
that is not a number, infinite, or beyond ±10¹⁵ has no bar or point, but its text is shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

MOST_BARS = 8
"""Maximum bars in one picture, whose shape is then 3:4; the number of further rows is shown below."""
MOST_DAYS = 400
"""Maximum points of one line, the newest: more would be too close for a screen."""
_LARGEST = 1e15


class Theme(StrEnum):
    """The background of a picture. It is opaque, so that both themes are readable on any screen."""

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
    """Variants, campaigns or steps compared, in the given order; negative values have bars to the left."""

    title: str
    rows: tuple[Measured, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A point of a line. ``label`` and ``said`` are written only at the first, last and highest point."""

    label: str
    value: float
    said: str


@dataclass(frozen=True, slots=True)
class Course:
    """A line over days, weeks or hours at equal distances, oldest first; a missing value is a gap."""

    title: str
    days: tuple[Day, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """One step of a funnel: how many reached it."""

    label: str
    many: float
    said: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """A funnel of steps, such as planned, sent, delivered, clicked, bought; each counts those who also passed the steps
    before."""

    title: str
    steps: tuple[Passed, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class MailSketch:
    """A mail in outline, its subject as the title: who sends it, the text, the labels of its buttons, the small print
    as the note."""

    title: str
    sender: str
    text: str
    buttons: tuple[str, ...] = ()
    note: str = ""


Chart: TypeAlias = Bars | Course | Funnel | MailSketch


def read_length(value: float | None) -> float | None:
    """Return the value if it can be drawn; None for NaN, infinities and values beyond ±10¹⁵."""
    try:
        plain = math.nan if value is None else float(value)
    except OverflowError:  # an int of 400 digits
        return None
    return plain if math.isfinite(plain) and abs(plain) <= _LARGEST else None
