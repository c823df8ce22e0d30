"""Where bars, lines and words stand, before anything is painted."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from bot.charts.chart_layout import lay_out
from bot.charts.drawing import EDGE, INNER, Box, Colour, Dot, Plane, Stroke, Words
from flows.charts.chart import Bars, Chart, Course, Day, Funnel, Measured, Passed
from tests.bot.charts.samples import GOOD, MAIL, NOTHING, ODD, drawn, shapes
from tests.cases import each


def row(value: float, low: float | None = None, high: float | None = None) -> Measured:
    return Measured(f"label {value}", value, f"said {value}", low, high)


def bars(chart: Chart) -> list[tuple[float, float]]:
    """From where to where each bar goes, in thousandths of the width."""
    found = [box for box in shapes(chart, Box) if box.colour is not Colour.TRACK]
    return [
        (round(1000 * (box.at[0] - EDGE) / INNER), round(1000 * (box.at[0] + box.size[0] - EDGE) / INNER))
        for box in found
    ]


@pytest.mark.parametrize("chart", NOTHING.values(), ids=NOTHING.keys())
def test_what_shows_nothing_is_no_chart(chart: Chart) -> None:
    assert lay_out(chart) is None


@each(
    ("rows", "found"),
    [
        pytest.param((row(4), row(2), row(1)), [(0, 1000), (0, 500), (0, 250)], id="as long as their values"),
        pytest.param((row(3), row(-1)), [(250, 1000), (0, 250)], id="to both sides of zero"),
        pytest.param((row(-2), row(-1)), [(0, 1000), (500, 1000)], id="all below zero"),
        pytest.param((row(2, 1, 4),), [(0, 500)], id="the interval has its place"),
        pytest.param((row(1e12), row(1)), [(0, 1000), (0, 6)], id="little is more than nothing"),
        pytest.param((row(2), row(0), row(1)), [(0, 1000), (0, 500)], id="nothing is nothing"),
        pytest.param((row(2), row(math.nan), row(math.inf), row(1)), [(0, 1000), (0, 500)], id="no number, no bar"),
        pytest.param((row(2), row(1e308), row(-1e308)), [(0, 1000)], id="beyond what can be meant"),
    ],
)
def test_how_long_bars_are(rows: tuple[Measured, ...], found: list[tuple[int, int]]) -> None:
    assert bars(Bars("Title", rows)) == found


def test_a_mail_has_its_subject_sender_lines_and_buttons_in_order() -> None:
    said = [words.text for words in shapes(MAIL, Words)]
    assert said[:2] == ["Kurtas for you", "Tiger Tees · hello@tigertees.example"]
    assert said[2] == "Hi Ann, दीपावली की शुभकामनाएँ!"
    assert said[-2:] == ["Open the shop", "Tiger Tees, 12 Main St, Newark, NJ 07102 · Unsubscribe"]
    assert len(shapes(MAIL, Stroke)) == 1, "the frame of its button"


def test_a_long_mail_is_cut() -> None:
    said = [words.text for words in shapes(replace(MAIL, text="silk\n" * 99, buttons=()), Words)]
    assert said[-2:] == ["…", MAIL.note]
    assert len(said) < 30


def test_each_row_has_its_words_also_without_a_bar() -> None:
    said = [words.text for words in shapes(Bars("Title", (row(1), row(math.nan))), Words)]
    assert said == ["Title", "label 1", "said 1", "label nan", "said nan", ""]


def test_of_many_rows_the_first_stand_there_and_how_many_more_there_are() -> None:
    said = [words.text for words in shapes(ODD["forty rows"], Words)]
    assert said[1::2][:8] == [f"row {place}" for place in range(8)]
    assert "+32" in said
    assert "row 8" not in said


@pytest.mark.parametrize(
    ("measured", "colour"),
    [
        pytest.param(Measured("a", 1, "1"), Colour.MAIN, id="above zero"),
        pytest.param(Measured("a", -1, "1"), Colour.BELOW, id="below zero"),
        pytest.param(Measured("a", 1, "1", is_base=True), Colour.BASE, id="what others are compared with"),
    ],
)
def test_the_colour_of_a_bar(measured: Measured, colour: Colour) -> None:
    assert colour in {box.colour for box in shapes(Bars("", (measured, row(2))), Box)}


@pytest.mark.parametrize("interval", [(1.0, 3.0), (3.0, 1.0)], ids=["in order", "the other way round"])
def test_an_interval_is_a_line_from_end_to_end(interval: tuple[float, float]) -> None:
    whisker = [
        stroke for stroke in shapes(Bars("", (row(2, *interval), row(4))), Stroke) if stroke.colour is Colour.INK
    ]
    assert whisker[0].through[0][0] == EDGE + INNER / 4
    assert whisker[0].through[1][0] == EDGE + 3 * INNER / 4


@pytest.mark.parametrize("interval", [(None, 3.0), (math.nan, 3.0), (1.0, math.inf)])
def test_half_an_interval_is_none(interval: tuple[float | None, float]) -> None:
    assert shapes(Bars("", (row(2, *interval),)), Stroke) == []


def test_a_step_of_a_funnel_stands_before_the_one_above_it() -> None:
    funnel = Funnel("", (Passed("Sent", 8, "8"), Passed("Clicked", 4, "4"), Passed("Bought", 1, "1")))
    tracks = [box.size[0] / INNER for box in shapes(funnel, Box) if box.colour is Colour.TRACK]
    assert (bars(funnel), tracks) == ([(0, 1000), (0, 500), (0, 125)], [1, 0.5])


def course(*values: float) -> Course:
    return Course("", tuple(Day(f"day {place}", value, f"said {value}") for place, value in enumerate(values)))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        pytest.param((2, 9, 4), {"said 2", "said 9", "said 4"}, id="the highest between"),
        pytest.param((2, 4, 9), {"said 2", "said 9"}, id="the last is the highest"),
        pytest.param((math.nan, 5, 7, 6, math.inf), {"said 5", "said 7", "said 6"}, id="of those with a value"),
        pytest.param((-5, -7), {"said -5", "said -7"}, id="below zero"),
    ],
)
def test_which_days_are_said(values: tuple[float, ...], said: set[str]) -> None:
    assert {words.text for words in shapes(course(*values), Words) if words.is_bold} == said


def test_a_day_without_a_value_is_a_gap() -> None:
    chart = course(1, 2, math.nan, 3, math.nan, 4, 5)
    lines = [stroke for stroke in shapes(chart, Stroke) if stroke.colour is Colour.MAIN]
    assert [len(stroke.through) for stroke in lines] == [2, 2]
    assert len([dot for dot in shapes(chart, Dot) if dot.radius == 9]) == 1, "the day between two gaps"


def test_zero_is_always_to_be_seen() -> None:
    for values in ((100, 101), (-100, -101), (0, 0)):
        plane = shapes(course(*values), Plane)[0]
        (base,) = [stroke for stroke in shapes(course(*values), Stroke) if stroke.colour is Colour.SOFT]
        assert plane.corners[0][1] == base.through[0][1]


def test_of_very_many_days_the_newest_are_drawn() -> None:
    (line,) = [stroke for stroke in shapes(ODD["two years"], Stroke) if stroke.colour is Colour.MAIN]
    assert len(line.through) == 400
    assert {"330", "729"} <= {words.text for words in shapes(ODD["two years"], Words)}


@each("chart", [*GOOD.values(), *ODD.values()], ids=[*GOOD, *ODD])
def test_a_picture_is_no_longer_than_a_phone_shows(chart: Chart) -> None:
    assert 300 < drawn(chart).height <= 1600
