"""A chart on a page: the layout of bot/charts/chart_layout.py as SVG. The page itself writes the title and the note.

Colours are classes, so that the page's style sheet has the dark theme too. A browser measures letters differently from
the painter of pictures, so widths are estimated, with a reserve.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import TypeAlias

from markupsafe import Markup

from bot.charts.chart_layout import lay_out
from bot.charts.drawing import EDGE, WIDTH, Box, Dot, Place, Plane, Shape, Stroke, Words
from flows.charts.chart import MOST_DAYS, Bars, Chart, Course, MailSketch
from templates.message_values import one_line, shorten

_LINE = 1.3  # of the size: the height of a line
_LETTER, _BOLD_LETTER = 0.56, 0.62  # of the size: the width of a letter
_AROUND = 16  # pixels around the drawing: less than in a picture, as the card has a margin
_ANCHORS = {"left": "start", "middle": "middle", "right": "end"}
Rows: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PageChart:
    """A chart for a page. ``picture`` is an SVG, "" for nothing to draw; ``rows`` are its labels and numbers."""

    title: str
    picture: Markup
    rows: Rows
    note: str


def draw_page_chart(chart: Chart) -> PageChart:
    """Draw a chart for a page."""
    drawing = lay_out(replace(chart, title="", note=""))
    shapes = () if drawing is None else tuple(one for one in drawing.shapes if not _is_blank(one))
    title, note = one_line(chart.title), one_line(chart.note)
    picture = _paint(shapes, title) if shapes else ""
    rows = tuple((one_line(label), one_line(said)) for label, said in _list_rows(chart))
    return PageChart(title, Markup(picture), rows, note)  # noqa: S704 (each text is escaped)


def _list_rows(chart: Chart) -> Rows:
    if isinstance(chart, Course):
        return tuple((day.label, day.said) for day in chart.days[-MOST_DAYS:])
    if isinstance(chart, MailSketch):
        return ((chart.sender, chart.text),)
    rows = chart.rows if isinstance(chart, Bars) else chart.steps
    return tuple((row.label, row.said) for row in rows)


def _is_blank(shape: Shape) -> bool:
    return isinstance(shape, Words) and not (shape.text or shape.otherwise)


def _paint(shapes: tuple[Shape, ...], title: str) -> str:
    top = min(min(y for _, y in _corners(shape)) for shape in shapes) - _AROUND
    height = max(max(y for _, y in _corners(shape)) for shape in shapes) + _AROUND - top
    left, width = EDGE - _AROUND, WIDTH - 2 * (EDGE - _AROUND)
    drawn = "".join(part for shape in shapes for part in _draw(shape))
    box = f"{left} {top:.0f} {width} {height:.0f}"
    return f'<svg viewBox="{box}" role="img" aria-label="{escape(title)}">{drawn}</svg>'


def _corners(shape: Shape) -> tuple[Place, ...]:
    match shape:
        case Box(at=(x, y), size=(wide, high)):
            return (x, y), (x + wide, y + high)
        case Stroke(through=points) | Plane(corners=points):
            return points
        case Dot(at=(x, y), radius=radius):
            return (x, y - radius), (x, y + radius)
        case Words(at=(x, y), size=size, lines=lines):
            return (x, y), (x, y + lines * size * _LINE)


def _draw(shape: Shape) -> Iterator[str]:
    colour = f'class="{shape.colour.value}"'
    match shape:
        case Box(at=(x, y), size=(wide, high), radius=radius):
            size = f'width="{wide:.1f}" height="{high:.1f}" rx="{min(radius, wide / 2):.1f}"'
            yield f'<rect {colour} x="{x:.1f}" y="{y:.1f}" {size} fill="currentColor"/>'
        case Stroke(through=points, width=width):
            line = 'stroke-linejoin="round" stroke-linecap="round" fill="none" stroke="currentColor"'
            yield f'<polyline {colour} points="{_spell(points)}" stroke-width="{width:g}" {line}/>'
        case Plane(corners=points):
            yield f'<polygon {colour} points="{_spell(points)}" fill="currentColor"/>'
        case Dot(at=(x, y), radius=radius):
            yield f'<circle {colour} cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="currentColor"/>'
        case Words():
            yield _write(shape, colour)


def _write(words: Words, colour: str) -> str:
    text = one_line(words.text)
    text = text if any(letter.isalnum() for letter in text) else words.otherwise or text
    letter = _BOLD_LETTER if words.is_bold else _LETTER
    least = words.least or words.size
    size = max(least, min(words.size, int(words.width / (letter * max(1, len(text))))))
    room = max(1, int(words.width / (letter * size)))
    said = shorten(text, room, "…")
    x = words.at[0] + {"left": 0, "middle": 0.5, "right": 1}[words.align] * words.width
    weight = ' font-weight="700"' if words.is_bold else ""
    place = f'x="{x:.1f}" y="{words.at[1] + words.size:.1f}" text-anchor="{_ANCHORS[words.align]}"'
    return f'<text {colour} {place} font-size="{size}"{weight} fill="currentColor">{escape(said)}</text>'


def _spell(points: tuple[Place, ...]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
