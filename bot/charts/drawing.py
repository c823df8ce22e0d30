"""A drawing: boxes, lines and words at pixel positions, coloured by role rather than by value."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, TypeAlias

from flows.charts.chart import Theme

WIDTH = 1080
"""Pixels. A phone shows a chart about 360 points wide, so 36 pixels are 12 points there."""
EDGE = 56
INNER = WIDTH - 2 * EDGE
_MOST = 600  # characters of a text
Place: TypeAlias = tuple[float, float]


class Colour(StrEnum):
    """The role of a colour."""

    PAPER = "paper"
    INK = "ink"
    SOFT = "soft"
    """Secondary text."""
    MAIN = "main"
    BELOW = "below"
    """Values below zero."""
    BASE = "base"
    """The value that others are compared with."""
    TRACK = "track"
    """The longest possible bar, behind the bar itself."""


# Colour-blind people can distinguish blue, vermilion, sky blue and orange: Okabe and Ito,
# https://jfly.uni-koeln.de/color/
_LIGHT = {
    Colour.PAPER: "#ffffff",
    Colour.INK: "#16202a",
    Colour.SOFT: "#55606b",
    Colour.MAIN: "#0072b2",
    Colour.BELOW: "#d55e00",
    Colour.BASE: "#7f8993",
    Colour.TRACK: "#e6ebef",
}
_DARK = {
    Colour.PAPER: "#17212b",
    Colour.INK: "#f3f6f8",
    Colour.SOFT: "#a8b3bd",
    Colour.MAIN: "#56b4e9",
    Colour.BELOW: "#e69f00",
    Colour.BASE: "#84919d",
    Colour.TRACK: "#2a3743",
}
COLOURS = {Theme.LIGHT: _LIGHT, Theme.DARK: _DARK}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with rounded corners."""

    at: Place
    size: Place
    colour: Colour
    radius: float = 0
    kind: str = field(default="box", init=False)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, with rounded joints."""

    through: tuple[Place, ...]
    width: float
    colour: Colour
    kind: str = field(default="stroke", init=False)


@dataclass(frozen=True, slots=True)
class Plane:
    """The area between lines."""

    corners: tuple[Place, ...]
    colour: Colour
    kind: str = field(default="plane", init=False)


@dataclass(frozen=True, slots=True)
class Dot:
    """A disc."""

    at: Place
    radius: float
    colour: Colour
    kind: str = field(default="dot", init=False)


@dataclass(frozen=True, slots=True)
class Words:
    """A text that runs down from ``at`` in lines of at most ``width``, and is cut with "…"; ``size`` is in pixels.

    ``align`` is left, right or middle, within that width. A number must not be cut, so it shrinks first, down to
    ``least``. ``otherwise`` is shown if no letter or digit can be painted.
    """

    at: Place
    width: float
    text: str
    size: int
    colour: Colour = Colour.INK
    is_bold: bool = False
    align: str = "left"
    lines: int = 1
    least: int | None = None
    otherwise: str = ""
    kind: str = field(default="words", init=False)


Shape: TypeAlias = Box | Stroke | Plane | Dot | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture before it is painted: shapes in order from back to front, all words on top.

    All shapes are within ``height`` pixels; the picture ends ``below`` pixels under the last visible shape.
    """

    height: float
    below: int
    shapes: tuple[Shape, ...]

    def encode(self, theme: Theme) -> bytes:
        """Encode the drawing in a theme's colours for the painting process (bot/charts/png_painter.py)."""
        colours = COLOURS[theme]
        shapes = [{**_fields(shape), "colour": colours[shape.colour]} for shape in self.shapes]
        size = {"width": WIDTH, "height": round(self.height), "below": self.below}
        return json.dumps({**size, "paper": colours[Colour.PAPER], "shapes": shapes}).encode()


def _fields(shape: Shape) -> dict[str, Any]:
    """Return the fields of a shape like ``asdict``, but without copying each point of a line, and with texts cut to
    what can be painted."""
    values = {one.name: getattr(shape, one.name) for one in fields(shape)}
    return {name: value[:_MOST] if isinstance(value, str) else value for name, value in values.items()}
