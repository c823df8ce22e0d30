"""The outline of a mail: its sender, text and buttons in one column, as in bot/channels/email/mail_layout.py."""

from __future__ import annotations

import math
from textwrap import wrap

from bot.charts.chart_body import Body
from bot.charts.drawing import EDGE, INNER, Colour, Shape, Stroke, Words
from flows.charts.chart import MailSketch

_SENDER, _TEXT, _LABEL = 34, 40, 38  # pixels of type
_LINE = 1.3  # of the size, as bot/charts/png_painter sets lines
_LETTER = 0.54  # of the size: the width of a letter, rather more than less
_PER_LINE = math.floor(INNER / (_TEXT * _LETTER))
_MOST, _MOST_BUTTONS = 14, 3  # lines of the text, and buttons
_GAP, _HIGH = 28, 92  # between parts, and of a button


def draw_mail(mail: MailSketch, top: float) -> Body | None:
    """Return the mail below its title; None without a text. A long text ends with "…"."""
    lines = _split_lines(mail.text)
    if not lines:
        return None
    shapes: list[Shape] = [Words((EDGE, top - _GAP), INNER, mail.sender, _SENDER, Colour.SOFT)]
    y = top + _SENDER
    for line in lines:
        shapes.append(Words((EDGE, y), INNER, line, _TEXT, least=_TEXT // 2))
        y += _TEXT * _LINE
    for label in mail.buttons[:_MOST_BUTTONS]:
        y += _GAP
        shapes += [_frame(y), Words((EDGE, y + (_HIGH - _LABEL) / 2 - 6), INNER, label, _LABEL, align="middle")]
        y += _HIGH
    return Body(tuple(shapes), y)


def _split_lines(text: str) -> list[str]:
    lines = [part for line in text.strip().splitlines() for part in wrap(line, _PER_LINE) or [""]]
    return lines if len(lines) <= _MOST else [*lines[: _MOST - 1], "…"]


def _frame(y: float) -> Stroke:
    left, right = EDGE, EDGE + INNER
    corners = ((left, y), (right, y), (right, y + _HIGH), (left, y + _HIGH), (left, y))
    return Stroke(corners, 4, Colour.MAIN)
