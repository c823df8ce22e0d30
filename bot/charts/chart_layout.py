"""The layout of a chart: a title of at most two lines, the chart itself, a note below it."""

from __future__ import annotations

import math

from bot.charts.bar_chart import draw_bars, draw_funnel
from bot.charts.chart_body import Body
from bot.charts.course_chart import draw_course
from bot.charts.drawing import EDGE, INNER, Colour, Drawing, Shape, Words
from bot.charts.mail_sketch import draw_mail
from flows.charts.chart import Bars, Chart, Course, MailSketch

_TITLE, _NOTE = 56, 36  # pixels of type
_TITLE_LINES, _NOTE_LINES = 2, 3
_LINE = 1.3  # of the size, as bot/charts/png_painter sets lines
_LETTER = 0.58  # of the size: what a letter of the title takes, rather more than less
_GAP = 32
_ABOVE, _BELOW = 40, 52


def lay_out(chart: Chart) -> Drawing | None:
    """Return the drawing; None if the chart would show nothing: no rows, no bars, or a line of one point."""
    title, top = _title(chart.title)
    body = _body(chart, top)
    if body is None:
        return None
    note = Words((EDGE, body.bottom + _GAP), INNER, chart.note, _NOTE, Colour.SOFT, lines=_NOTE_LINES)
    return Drawing(body.bottom + _GAP + _NOTE_LINES * _NOTE * _LINE + _BELOW, _BELOW, (*title, *body.shapes, note))


def _body(chart: Chart, top: float) -> Body | None:
    if isinstance(chart, Bars):
        return draw_bars(chart, top)
    if isinstance(chart, Course):
        return draw_course(chart, top)
    return draw_mail(chart, top) if isinstance(chart, MailSketch) else draw_funnel(chart, top)


def _title(text: str) -> tuple[tuple[Shape, ...], float]:
    """Return the title over the whole width, and where the chart begins; the number of title lines is estimated from
    its length."""
    if not text.strip():
        return (), _ABOVE
    lines = min(_TITLE_LINES, math.ceil(len(text) * _TITLE * _LETTER / INNER))
    words = Words((EDGE, _ABOVE), INNER, text, _TITLE, is_bold=True, lines=lines)
    return (words,), _ABOVE + lines * _TITLE * _LINE + _GAP
