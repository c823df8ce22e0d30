"""Charts as a shop might see them, and charts that nobody meant to make; pictures of them."""

from __future__ import annotations

import json
import math
from io import BytesIO
from typing import Any

from PIL import Image

from bot.charts.chart_layout import lay_out
from bot.charts.drawing import Drawing, Shape
from bot.charts.png_painter import paint
from flows.charts.chart import Bars, Chart, Course, Day, Funnel, MailSketch, Measured, Passed, Theme

VARIANTS = Bars(
    "Diwali: orders by variant",
    (
        Measured("A · Lamps and sweets", 0.042, "4.2 %", 0.035, 0.049),
        Measured("B · दीपावली की शुभकामनाएँ", 0.051, "5.1 %", 0.043, 0.060),
        Measured("Nobody wrote to them", 0.029, "2.9 %", 0.022, 0.037, is_base=True),
    ),
    "The line shows the 95% confidence interval.",
)
LIFT = Bars("Lift", (Measured("दीवाली", 0.18, "+18 %", 0.06, 0.3), Measured("Été", -0.09, "−9 %", -0.2, 0.02)))
REVENUE = Course(
    "Revenue a day",
    tuple(Day(f"{day} Nov", 40_000 + 9_000 * math.sin(day), f"₹{40 + day},000") for day in range(1, 31)),
    "₹12,34,567 in 30 days",
)
FUNNEL = Funnel(
    "दीवाली",
    (
        Passed("Planned", 10_000, "10,000"),
        Passed("Sent", 9_612, "9,612 · 96 %"),
        Passed("Delivered", 9_377, "9,377 · 98 %"),
        Passed("Clicked", 1_210, "1,210 · 13 %"),
        Passed("Bought", 164, "164 · 14 %"),
    ),
)
MAIL = MailSketch(
    "Kurtas for you",
    "Tiger Tees · hello@tigertees.example",
    "Hi Ann, दीपावली की शुभकामनाएँ!\n\nAll sizes are here, in silk and in cotton, in red, blue and green.",
    ("Open the shop",),
    "Tiger Tees, 12 Main St, Newark, NJ 07102 · Unsubscribe",
)
GOOD: dict[str, Chart] = {"variants": VARIANTS, "lift": LIFT, "revenue": REVENUE, "funnel": FUNNEL, "mail": MAIL}

_LABELS = (
    "word " * 120,
    "x" * 600,
    "🎉👩‍👩‍👧",
    "عيد مبارك",
    "שלום",
    "a\nb\tc\x00\u202e",
    "Z" + "\u0335\u0321" * 40,
    "",
    "\ud800",
)
_VALUES = (math.nan, math.inf, -math.inf, 1e12, -3e11, 1e308, 0.0, 10**400)
ODD: dict[str, Chart] = {
    "labels": Bars("t" * 600, tuple(Measured(label, 1, label) for label in _LABELS[:8]), "note 🎈 " * 100),
    "the last label": Bars(_LABELS[-1], (Measured(_LABELS[-1], 1, _LABELS[-1]),)),
    "values": Bars("Values", tuple(Measured("a", value, "9" * 600, value, 1) for value in _VALUES)),
    "forty rows": Bars("Forty", tuple(Measured(f"row {row}", row, str(row)) for row in range(40))),
    "all that there can be": Bars("t" * 600, tuple(Measured("row", 1, "1") for _ in range(99)), "note " * 100),
    "all zero": Bars("Zero", (Measured("a", 0, "0"), Measured("b", 0, "0"))),
    "all below": Bars("", (Measured("a", -3, "−3"), Measured("b", -1, "−1", -2, -0.5))),
    "days of every kind": Course(_LABELS[0], tuple(Day(_LABELS[0], value, _LABELS[1]) for value in _VALUES * 2)),
    "two years": Course("Days", tuple(Day(str(day), day % 7, str(day)) for day in range(730))),
    "days at zero": Course("Days", (Day("1", 0, "0"), Day("2", 0, "0"))),
    "a mail of odd words": MailSketch(_LABELS[1], _LABELS[3], "\n".join(_LABELS), _LABELS[:8], "note " * 100),
    "a funnel that widens": Funnel("", tuple(Passed("a", many, "b") for many in (0, 5, 7, -3, math.nan))),
}
NOTHING: dict[str, Chart] = {
    "no rows": Bars("Title", ()),
    "no value": Bars("Title", (Measured("a", math.nan, "none"), Measured("b", math.inf, "none"))),
    "no steps": Funnel("Title", ()),
    "no words": MailSketch("Title", "Tiger", " \n", ("Open",)),
    "no days": Course("Title", ()),
    "one day": Course("Title", (Day("1", 4, "4"), Day("2", math.nan, "none"))),
}


def drawn(chart: Chart) -> Drawing:
    """The drawing of a chart that shows something."""
    drawing = lay_out(chart)
    assert drawing is not None, "it has something to show"
    return drawing


def shapes(chart: Chart, kind: type[Shape]) -> list[Any]:
    """All shapes of a kind in a drawing of the chart."""
    return [shape for shape in drawn(chart).shapes if isinstance(shape, kind)]


def opened(png: bytes) -> Image.Image:
    """The picture of these bytes, in plain colours."""
    picture = Image.open(BytesIO(png), formats=["PNG"])
    return picture.convert("RGB")


def painted(chart: Chart, theme: Theme = Theme.LIGHT) -> Image.Image:
    """The picture, painted in this process."""
    return opened(paint(json.loads(drawn(chart).encode(theme))))
