"""A drawing: boxes, lines and words at places in pixels, in named colours that are not yet chosen."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, TypeAlias

from flows.charts.chart import Theme

WIDTH = 1080
"""Pixels; a phone shows it about 360 points wide, so 36 pixels here are 12 points there."""
EDGE = 56
INNER = WIDTH - 2 * EDGE
_MOST = 600  # characters of a text
Place: TypeAlias = tuple[float, float]


class Colour(StrEnum):
    """The role of a colour."""

    PAPER = "paper"
    INK = "ink"
    SOFT = "soft"
    """Words beside what matters."""
    MAIN = "main"
    BELOW = "below"
    """Of what is below zero."""
    BASE = "base"
    """Of what others are compared with."""
    TRACK = "track"
    """Behind a bar: how long it might be."""


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
    """A rectangle with round corners."""

    at: Place
    size: Place
    colour: Colour
    radius: float = 0
    kind: str = field(default="box", init=False)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through places, with round joints."""

    through: tuple[Place, ...]
    width: float
    colour: Colour
    kind: str = field(default="stroke", init=False)


@dataclass(frozen=True, slots=True)
class Plane:
    """The area between lines of places."""

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
    """Words from ``at`` down in lines of ``width`` at most, the rest cut off behind "…"; ``size`` is in pixels.

    ``align`` is left, right or middle, within that width. A cut number would be wrong: numbers shrink first, down to
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
    """A picture before it is painted: shapes over each other in their order, all words above them.

    All of it is within ``height`` pixels, and it is cut off ``below`` pixels under the last thing that is seen.
    """

    height: float
    below: int
    shapes: tuple[Shape, ...]

    def encode(self, theme: Theme) -> bytes:
        """Return the drawing in colours of a theme, as the program that paints it reads it (bot/charts/painting)."""
        colours = COLOURS[theme]
        shapes = [{**_fields(shape), "colour": colours[shape.colour]} for shape in self.shapes]
        size = {"width": WIDTH, "height": round(self.height), "below": self.below}
        return json.dumps({**size, "paper": colours[Colour.PAPER], "shapes": shapes}).encode()


def _fields(shape: Shape) -> dict[str, Any]:
    """Return the fields as ``asdict``, without copying each place of a line, and with only the paintable part of a
    text."""
    values = {one.name: getattr(shape, one.name) for one in fields(shape)}
    return {name: value[:_MOST] if isinstance(value, str) else value for name, value in values.items()}
