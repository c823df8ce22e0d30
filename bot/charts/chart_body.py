"""The body of a chart between its title and its note, and the scale from numbers to pixels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.charts.drawing import Shape


@dataclass(frozen=True, slots=True)
class Body:
    """Shapes down to ``bottom``, in pixels from the upper edge."""

    shapes: tuple[Shape, ...]
    bottom: float


@dataclass(frozen=True, slots=True)
class Ruler:
    """A scale that maps values from ``lowest`` to ``highest`` to ``pixels`` pixels from ``begin``. Zero is in its
    range."""

    lowest: float
    highest: float
    begin: float
    pixels: float

    @classmethod
    def build_over(cls, values: Iterable[float], begin: float, pixels: float) -> Ruler:
        """Return a scale that covers these values and zero."""
        known = (0.0, *values)
        return cls(min(known), max(known) if any(known) else 1.0, begin, pixels)

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        return self.begin + (value - self.lowest) / (self.highest - self.lowest) * self.pixels
