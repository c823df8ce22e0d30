"""What a picture looks like: its size, its colours, the words in it."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageColor, features

from bot.charts import png_painter
from bot.charts.chart_layout import lay_out
from bot.charts.drawing import COLOURS, EDGE, WIDTH, Colour, Words
from bot.charts.png_painter import fit_text, make_legible, paint
from flows.charts.chart import Bars, Chart, Course, Day, Measured, Theme
from tests.bot.charts.samples import GOOD, ODD, VARIANTS, drawn, painted, shapes
from tests.cases import each

CHARTS: list[Chart] = [*GOOD.values(), *ODD.values()]
NAMES = [*GOOD, *ODD]
MEDIUM, BOLD = png_painter._MEDIUM, png_painter._BOLD
ANY_TEXT = st.text(st.characters(), max_size=60)
ANY_VALUE = st.floats() | st.integers()
joined = pytest.mark.skipif(not features.check("raqm"), reason="FriBiDi is not on this machine")


def rgb(colour: str) -> tuple[int, ...]:
    return ImageColor.getrgb(colour)


def is_framed(picture: Image.Image, theme: Theme = Theme.LIGHT) -> bool:
    """Whether nothing is painted near the edges."""
    paper = Image.new("RGB", picture.size, COLOURS[theme][Colour.PAPER])
    left, top, right, bottom = ImageChops.difference(picture, paper).getbbox() or (0, 0, 0, 0)
    near = EDGE - 30
    return left >= near and top >= 20 and right <= picture.width - near and bottom <= picture.height - near


@each("theme", Theme)
@each("chart", CHARTS, ids=NAMES)
def test_a_picture_is_as_wide_as_a_phone_and_nothing_leaves_it(chart: Chart, theme: Theme) -> None:
    picture = painted(chart, theme)
    assert picture.width == WIDTH
    assert 250 < picture.height <= 1600
    assert is_framed(picture, theme)


@each("theme", Theme)
@each("chart", GOOD.values(), ids=GOOD.keys())
def test_large_things_have_the_colours_of_the_theme(chart: Chart, theme: Theme) -> None:
    counted = {colour: many for many, colour in painted(chart, theme).getcolors(2**20) or []}
    wanted = {Colour.PAPER: 100_000, Colour.MAIN: 3_000, Colour.INK: 1_000}
    assert {
        name: counted.get(rgb(COLOURS[theme][name]), 0) >= least for name, least in wanted.items()
    } == dict.fromkeys(wanted, True)


def test_a_picture_is_some_tens_of_kilobytes() -> None:
    sizes = [len(paint(json.loads(drawn(chart).encode(Theme.LIGHT)))) for chart in CHARTS]
    assert min(sizes) > 1_000
    assert max(sizes) < 60_000


@pytest.mark.parametrize(
    "without",
    [
        pytest.param(replace(VARIANTS, title=""), id="title"),
        pytest.param(replace(VARIANTS, note=""), id="note"),
        pytest.param(replace(VARIANTS, rows=(replace(VARIANTS.rows[0], label="A"), *VARIANTS.rows[1:])), id="label"),
        pytest.param(replace(VARIANTS, rows=(replace(VARIANTS.rows[0], said=""), *VARIANTS.rows[1:])), id="number"),
        pytest.param(replace(VARIANTS, rows=(replace(VARIANTS.rows[0], low=None), *VARIANTS.rows[1:])), id="interval"),
    ],
)
def test_everything_is_to_be_seen(without: Bars) -> None:
    with_it, bare = painted(VARIANTS), painted(without)
    size = (WIDTH, max(with_it.height, bare.height))
    differs = ImageChops.difference(*(picture.crop((0, 0, *size)) for picture in (with_it, bare))).convert("L")
    assert sum(differs.histogram()[60:]) > 300, "so many pixels are another colour"


def test_a_number_stands_on_the_right_and_its_label_on_the_left_of_one_line() -> None:
    def seen(label: str, said: str) -> tuple[int, int, int, int]:
        found = painted(Bars("", (Measured(label, 1, said),))).crop((0, 0, WIDTH, 100))
        return ImageChops.difference(found, Image.new("RGB", found.size, "#ffffff")).getbbox() or (0, 0, 0, 0)

    left, right = seen("Label", " "), seen("Label", "₹1,23,45,678")
    assert left[0] - EDGE < 10
    assert left[2] < 400 or left[2] > WIDTH - EDGE - 60, "a dash where there is no number"
    assert abs(right[2] - (WIDTH - EDGE)) < 10


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        pytest.param("Été ₹1,23,456 €5 · ½ −3 %", "Été ₹1,23,456 €5 · ½ −3 %", id="Latin and money"),
        pytest.param("Привет Ωα ễ", "Привет Ωα ễ", id="Cyrillic, Greek, Vietnamese"),
        pytest.param("e\u0301", "é", id="one letter of two"),
        pytest.param("a\n b\tc\x00d\u2028e", "a b c d e", id="one line"),
        pytest.param("Party 🎉👩‍👩‍👧 time", "Party time", id="emoji"),
        pytest.param("عيد 2026", "2026", id="a script that the font lacks"),
        pytest.param("தமிழ்", "", id="nothing else"),
        pytest.param("a\u202eb\u200fc\ufeffd\ud800e\ue000", "abcde", id="what is never seen"),
        pytest.param("Z" + "\u0335" * 40, "Z" + "\u0335" * 3, id="forty marks on one letter"),
        pytest.param("x" * 600, "x" * 300, id="very long"),
        pytest.param("", "", id="empty"),
    ],
)
def test_what_is_painted_of_a_text(text: str, seen: str) -> None:
    assert make_legible(text) == seen


def test_devanagari_is_whole_where_letters_are_joined_and_left_out_where_not() -> None:
    text = "दीवाली क्ष 26"
    assert [make_legible(text, joins) for joins in (True, False)] == [text, "26"]


@joined
def test_letters_of_devanagari_are_joined() -> None:
    font = png_painter._font(MEDIUM, 44)
    apart = sum(font.getlength(letter) for letter in "क्ष")
    assert font.getlength("क्ष") < 0.7 * apart


@pytest.mark.parametrize("label", ["🎉", "عيد", "—", " "])
def test_a_label_without_letters_is_its_place(label: str) -> None:
    rows = (Measured("A", 2, "2"), Measured(label, 1, "1"))
    same = painted(Bars("", (rows[0], Measured("#2", 1, "1"))))
    assert ImageChops.difference(painted(Bars("", rows)), same).getbbox() is None


def test_a_number_that_is_too_long_is_written_smaller_before_it_is_cut() -> None:
    said = "₹1,23,45,67,890.00 (8 to 17 %)"
    (words,) = [words for words in shapes(Bars("", (Measured("a", 1, said),)), Words) if words.text == said]
    told = {"size": words.size, "least": words.least, "width": words.width}
    assert 30 <= png_painter._size(said, BOLD, told) < words.size
    assert png_painter._size("9" * 600, BOLD, told) == words.least


@given(
    text=st.lists(st.sampled_from(["a", "é", " ", "क्षि", "माँ", "ड़ीं", "र्‍क"]), max_size=60).map("".join),
    width=st.integers(200, 900),
    lines=st.integers(1, 3),
)
def test_lines_are_within_their_width_and_tear_no_letter(text: str, width: int, lines: int) -> None:
    font = png_painter._font(MEDIUM, 44)
    plain = make_legible(text)
    made = fit_text(plain, font, width, lines)
    assert len(made) <= lines
    assert all(font.getlength(line) <= width for line in made)
    assert [line for line in made[1:] if png_painter._belongs(" " + line, 1)] == []
    if not any(line.endswith("…") for line in made):
        assert "".join(made).replace(" ", "") == plain.replace(" ", "")


@settings(max_examples=8, deadline=None)
@given(
    st.builds(Bars, ANY_TEXT, st.lists(st.builds(Measured, ANY_TEXT, ANY_VALUE, ANY_TEXT)).map(tuple), ANY_TEXT)
    | st.builds(Course, ANY_TEXT, st.lists(st.builds(Day, ANY_TEXT, ANY_VALUE, ANY_TEXT)).map(tuple), ANY_TEXT)
)
def test_whatever_is_told_is_a_picture_or_none(chart: Chart) -> None:
    assert lay_out(chart) is None or is_framed(painted(chart))


def luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(colour: str) -> list[float]:
    parts = [value / 255 for value in rgb(colour)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@each("theme", Theme)
@each(
    ("name", "least"),
    [(Colour.INK, 7), (Colour.SOFT, 4.5), (Colour.MAIN, 3), (Colour.BELOW, 3), (Colour.BASE, 3)],
)
def test_colours_stand_out_from_the_paper(theme: Theme, name: Colour, least: float) -> None:
    """Of words 7 and 4.5, of what is drawn 3: https://www.w3.org/TR/WCAG22/#contrast-enhanced, #non-text-contrast"""
    assert contrast(COLOURS[theme][name], COLOURS[theme][Colour.PAPER]) >= least


# How a colour looks to those who lack one kind of cones, in linear light: Machado, Oliveira and Fernandes 2009,
# https://www.inf.ufrgs.br/~oliveira/pubs_files/CVD_Simulation/CVD_Simulation.html
BLIND = {
    "nobody": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
# From linear light to XYZ of a white of (1, 1, 1).
XYZ = ((0.4339, 0.3762, 0.1899), (0.2126, 0.7152, 0.0722), (0.0178, 0.1098, 0.8724))


def lab(colour: str, blind: str) -> tuple[float, float, float]:
    seen = [min(1, max(0, sum(a * b for a, b in zip(row, linear(colour), strict=True)))) for row in BLIND[blind]]
    x, y, z = (sum(a * b for a, b in zip(row, seen, strict=True)) ** (1 / 3) for row in XYZ)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@each("theme", Theme)
@each("blind", BLIND)
def test_the_colour_blind_tell_bars_apart(theme: Theme, blind: str) -> None:
    """20 of Lab is some ten times what is just seen."""
    bars = [lab(COLOURS[theme][name], blind) for name in (Colour.MAIN, Colour.BELOW, Colour.BASE)]
    far = [sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 for one, other in combinations(bars, 2)]
    assert min(far) > 20
