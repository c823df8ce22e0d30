"""A chart on a page is well-formed SVG in its frame, in colours of the style sheet; what people wrote is escaped."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from bot.charts import drawing
from bot.charts.drawing import Colour
from bot.charts.page_chart import draw_page_chart
from flows.charts.chart import Bars, Chart, Course, Day, Measured, Theme
from tests.bot.charts.samples import FUNNEL, GOOD, LIFT, ODD, REVENUE
from tests.cases import each

STYLE = Path(drawing.__file__).parents[2] / "templates" / "pages" / "console" / "console.css"


def read(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(str(draw_page_chart(chart).picture))  # noqa: S314 (our own)


@each("chart", GOOD.values(), ids=GOOD)
def test_all_that_is_drawn_is_inside_the_frame(chart: Chart) -> None:
    drawn = read(chart)
    left, top, width, height = map(float, drawn.attrib["viewBox"].split())
    assert len(drawn) > 3
    for part in drawn:
        assert part.attrib["class"] in set(Colour)
        places = [(float(x), float(y)) for x, y in re.findall(r"([\d.-]+),([\d.-]+)", part.get("points", ""))]
        for x, y in (("x", "y"), ("cx", "cy")):
            places += [(float(part.attrib[x]), float(part.attrib[y]))] if x in part.attrib else []
        assert places
        assert all(left <= x <= left + width and top <= y <= top + height for x, y in places)


def test_numbers_are_written_out_and_listed() -> None:
    chart = draw_page_chart(REVENUE)
    said = [part.text for part in read(REVENUE) if part.tag == "text"]
    assert {"₹41,000", "₹70,000"} < set(said)
    assert (chart.title, chart.note) == ("Revenue a day", "₹12,34,567 in 30 days")
    assert (len(chart.rows), chart.rows[0]) == (30, ("1 Nov", "₹41,000"))
    assert draw_page_chart(FUNNEL).rows[1] == ("Sent", "9,612 · 96 %")
    assert draw_page_chart(LIFT).rows == (("दीवाली", "+18 %"), ("Été", "−9 %"))


def test_hostile_words_stay_words() -> None:
    words = '"><script>alert(1)</script>'
    chart = Bars(words, (Measured(words, 1, words),))
    assert "<script" not in draw_page_chart(chart).picture
    assert read(chart).attrib["aria-label"] == words


def test_a_long_label_is_cut_and_a_long_number_shrinks() -> None:
    said = [
        part for part in read(Bars("", (Measured("word " * 99, 1, "−1,234,567,890,123.12 USD"),))) if part.tag == "text"
    ]
    label, number = said
    assert label.text is not None
    assert label.text.endswith("…")
    assert (number.text, int(number.attrib["font-size"]) < 44) == ("−1,234,567,890,123.12 USD", True)


@each("chart", ODD.values(), ids=ODD)
def test_odd_values_make_a_page_that_can_be_sent(chart: Chart) -> None:
    drawn = draw_page_chart(chart)
    assert str(drawn).encode()
    assert drawn.picture == "" or read(chart).attrib["role"] == "img"


@each("chart", [Bars("", ()), Course("Days", (Day("1 Nov", 1, "1"),)), Bars("", (Measured("a", float("nan"), "–"),))])
def test_what_shows_nothing_is_no_picture(chart: Chart) -> None:
    assert draw_page_chart(chart).picture == ""


def test_the_colours_are_those_of_pictures_in_both_themes() -> None:
    style = STYLE.read_text(encoding="utf-8")
    for theme in Theme:
        for colour in (Colour.MAIN, Colour.BELOW, Colour.BASE):
            assert f"--chart-{colour.value}: {drawing.COLOURS[theme][colour]}" in style
    assert all(f".chart .{colour.value} " in style for colour in Colour)
