"""A line over days, with the highest day named above it and the first and last below. The scale includes zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.charts.chart_body import Body, Ruler
from bot.charts.drawing import EDGE, INNER, Colour, Dot, Place, Plane, Shape, Stroke, Words
from flows.charts.chart import MOST_DAYS, Course, Day, read_length

_SAID, _LABEL, _LEAST = 48, 38, 30  # pixels of type: a number; its day; a number that is too long for its place
_NAMED = 124  # pixels that a point's day and number take, one below the other
_HIGH = 440
_LINE = 9
_POINT, _AROUND = 15, 20  # pixels: the radius of a named point, and of the paper around it


def draw_course(chart: Course, top: float) -> Body | None:
    """Draw the newest days; None if fewer than two have a value."""
    days = chart.days[-MOST_DAYS:]
    values = [read_length(day.value) for day in days]
    known = {place: value for place, value in enumerate(values) if value is not None}
    if len(known) < 2:
        return None
    first, last, highest = min(known), max(known), max(known, key=known.__getitem__)
    is_between = highest not in (first, last)
    begin = top + _POINT + (_NAMED if is_between else 0)
    across = Ruler(0, len(days) - 1, EDGE + _POINT, INNER - 2 * _POINT)
    down = Ruler.build_over(known.values(), begin + _HIGH, -_HIGH)
    points = [None if value is None else (across.at(place), down.at(value)) for place, value in enumerate(values)]
    below = begin + _HIGH + 24
    shapes = [
        *_line(points, down.at(0)),
        *(shape for place in {first, highest, last} for shape in _point((across.at(place), down.at(known[place])))),
        *_name(days[first], (EDGE, below), INNER / 2 - 20, "left"),
        *_name(days[last], (EDGE + INNER / 2 + 20, below), INNER / 2 - 20, "right"),
        *(_name_highest(days[highest], across.at(highest), top) if is_between else ()),
    ]
    return Body(tuple(shapes), below + _NAMED)


def _line(points: Sequence[Place | None], zero: float) -> Iterator[Shape]:
    """Yield the line, with gaps for missing days, and the filled area between it and zero."""
    runs = [list(run) for _, run in groupby(points, lambda point: point is not None)]
    parts = [tuple(point for point in run if point is not None) for run in runs if run[0] is not None]
    for part in parts:
        yield Plane(((part[0][0], zero), *part, (part[-1][0], zero)), Colour.TRACK)
    yield Stroke(((EDGE, zero), (EDGE + INNER, zero)), 3, Colour.SOFT)
    for part in parts:
        yield Stroke(part, _LINE, Colour.MAIN) if len(part) > 1 else Dot(part[0], _LINE, Colour.MAIN)


def _point(at: Place) -> tuple[Shape, Shape]:
    return Dot(at, _AROUND, Colour.PAPER), Dot(at, _POINT, Colour.MAIN)


def _name_highest(day: Day, x: float, top: float) -> Iterator[Shape]:
    """Yield the label of the highest point: above it, and within the picture."""
    half = INNER / 4
    if x < EDGE + half:
        return _name(day, (x - _POINT, top), 2 * half, "left")
    if x > EDGE + INNER - half:
        return _name(day, (x + _POINT - 2 * half, top), 2 * half, "right")
    return _name(day, (x - half, top), 2 * half, "middle")


def _name(day: Day, at: Place, width: float, align: str) -> Iterator[Shape]:
    yield Words(at, width, day.label, _LABEL, Colour.SOFT, align=align)
    yield Words((at[0], at[1] + 50), width, day.said, _SAID, is_bold=True, align=align, least=_LEAST, otherwise="–")
