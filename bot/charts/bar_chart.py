"""Horizontal bars; above each bar its label on the left and its number on the right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.charts.chart_body import Body, Ruler
from bot.charts.drawing import EDGE, INNER, Box, Colour, Shape, Stroke, Words
from flows.charts.chart import MOST_BARS, Bars, Funnel, Measured, read_length

_SIZE, _LEAST = 44, 30  # pixels of type: of a label; of a number that is too long for its place
_PITCH = 138  # from one row to the next
_DOWN, _HIGH = 64, 44  # from the top of a row to its bar; the bar's height
_RADIUS = 8
_SEEN = 6  # pixels of the shortest bar: little is more than nothing
_DIGIT = 30  # pixels that a letter of a number takes, rather more than less
_NUMBERS = 0.62  # of the width, at most
_LABELS = 0.3  # of the width, at least
_CAP, _WHISKER, _AROUND = 13, 5, 13  # pixels: half a whisker's end; its width; the width of the paper around it


@dataclass(frozen=True, slots=True)
class _Lane:
    """A row with its drawable values; ``track`` is the longest possible bar."""

    label: str
    said: str
    value: float | None
    colour: Colour
    interval: tuple[float, float] | None = None
    track: float | None = None


def draw_bars(chart: Bars, top: float) -> Body | None:
    """Draw the first rows in order, and the number of further ones; None if no row has a bar."""
    lanes = [_lane(row) for row in chart.rows[:MOST_BARS]]
    return _draw_body(lanes, len(chart.rows) - len(lanes), top)


def draw_funnel(chart: Funnel, top: float) -> Body | None:
    """Draw each step in front of the pale bar of the step above it; None if no step has a bar."""
    sizes = [read_length(step.many) for step in chart.steps[:MOST_BARS]]
    many = [None if size is None or size < 0 else size for size in sizes]
    lanes = [
        _Lane(step.label, step.said, mine, Colour.MAIN, track=above)
        for step, mine, above in zip(chart.steps, many, [None, *many], strict=False)
    ]
    return _draw_body(lanes, len(chart.steps) - len(lanes), top)


def _lane(row: Measured) -> _Lane:
    value, low, high = read_length(row.value), read_length(row.low), read_length(row.high)
    colour = Colour.BASE if row.is_base else Colour.BELOW if (value or 0) < 0 else Colour.MAIN
    interval = None if low is None or high is None else (min(low, high), max(low, high))
    return _Lane(row.label, row.said, value, colour, interval)


def _draw_body(lanes: list[_Lane], more: int, top: float) -> Body | None:
    if all(lane.value is None for lane in lanes):
        return None
    ends = [end for lane in lanes for end in (lane.value, lane.track, *(lane.interval or ())) if end is not None]
    ruler = Ruler.build_over(ends, EDGE, INNER)
    shapes: list[Shape] = []
    for place, lane in enumerate(lanes):
        y = top + place * _PITCH
        shapes += [*_read(lane, y, f"#{place + 1}"), *_bar(lane, y + _DOWN, ruler)]
    bottom = top + (len(lanes) - 1) * _PITCH + _DOWN + _HIGH
    if more > 0:
        shapes.append(Words((EDGE, bottom + 20), INNER, f"+{more}", _SIZE, Colour.SOFT))
        bottom += 20 + _SIZE * 1.3
    return Body(tuple(shapes), bottom)


def _read(lane: _Lane, y: float, otherwise: str) -> Iterator[Shape]:
    """Yield a row's label and number; a longer number leaves less space for the label."""
    numbers = min(_NUMBERS * INNER, (len(lane.said) + 1) * _DIGIT)
    labels = max(_LABELS * INNER, INNER - numbers - 24)
    yield Words((EDGE, y), labels, lane.label, _SIZE, otherwise=otherwise)
    right = EDGE + INNER - numbers
    yield Words((right, y), numbers, lane.said, _SIZE, is_bold=True, align="right", least=_LEAST, otherwise="–")


def _bar(lane: _Lane, y: float, ruler: Ruler) -> Iterator[Shape]:
    """Yield the bar on its track, with the whiskers of its interval."""
    if lane.value is None:
        return
    zero = ruler.at(0)
    if ruler.lowest < 0:
        yield Box((EDGE, y), (INNER, _HIGH), Colour.TRACK, _RADIUS)
    elif lane.track is not None:
        yield Box((zero, y), (ruler.at(lane.track) - zero, _HIGH), Colour.TRACK, _RADIUS)
    wide = max(_SEEN, abs(ruler.at(lane.value) - zero))
    colour = lane.colour if lane.value else Colour.TRACK
    yield Box((zero if lane.value >= 0 else zero - wide, y), (wide, _HIGH), colour, _RADIUS)
    if ruler.lowest < 0:
        yield Stroke(((zero, y - 8), (zero, y + _HIGH + 8)), 4, Colour.INK)
    if lane.interval is not None:
        yield from _whiskers(ruler.at(lane.interval[0]), ruler.at(lane.interval[1]), y + _HIGH / 2)


def _whiskers(low: float, high: float, y: float) -> Iterator[Shape]:
    lines = (((low, y), (high, y)), ((low, y - _CAP), (low, y + _CAP)), ((high, y - _CAP), (high, y + _CAP)))
    for width, colour in ((_AROUND, Colour.PAPER), (_WHISKER, Colour.INK)):
        yield from (Stroke(line, width, colour) for line in lines)
