"""The painter of a drawing as a PNG.

This file is the whole program of the painting process (bot/charts/chart_studio.py, bot/separate_process.py), so it
imports nothing of ours. It reads the drawing of bot/charts/drawing.py from standard input and writes the PNG to
standard output.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

Told: TypeAlias = Mapping[str, Any]

MEMORY = 300 * 2**20
"""Maximum bytes of address space; at most 80 MB are used, as shapes are painted at twice the size."""
PROCESSOR = 5
"""Maximum seconds of processor time; a picture takes a third of one."""
_FONTS = Path(__file__).parent / "fonts"
_BOLD, _MEDIUM = "NotoSans-Bold.ttf", "NotoSans-Medium.ttf"
_FINE = 2  # shapes are painted so many times as large and made smaller, which smooths their edges
_LINE = 1.3  # of the size: letters of Devanagari are higher than Latin ones
_MOST = 300  # letters of a text that are looked at
_MARKS = 3  # on one letter; more than any language has would be painted over the line above
_JOINERS = "\u200c\u200d"  # say how letters of Devanagari join
_VIRAMA = "\u094d"
_JOINING = (range(0x900, 0x980), range(0x1CD0, 0x1D00), range(0xA8E0, 0xA900))  # Devanagari
_BLANKS = ("Cc", "Zs", "Zl", "Zp")
_CUT = "…"
_COLOURS = 128  # seven of ours and their edges: a third of the bytes, and the large ones stay what they are


def paint(told: Told) -> bytes:
    """Return the drawing as a PNG."""
    from PIL import Image, ImageChops, ImageDraw  # which the service does without

    size = (int(told["width"]), int(told["height"]))
    fine = Image.new("RGB", (size[0] * _FINE, size[1] * _FINE), told["paper"])
    pen = ImageDraw.Draw(fine)
    for shape in told["shapes"]:
        if shape["kind"] != "words":
            _SHAPES[shape["kind"]](pen, shape)
    picture = fine.reduce(_FINE)
    pen = ImageDraw.Draw(picture)
    for shape in told["shapes"]:
        if shape["kind"] == "words":
            _words(pen, shape)
    seen = ImageChops.difference(picture, Image.new("RGB", size, told["paper"])).getbbox() or (0, 0, *size)
    picture = picture.crop((0, 0, size[0], seen[3] + told["below"]))
    written = BytesIO()
    few = picture.quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(written, "PNG", optimize=True)
    return written.getvalue()


def main() -> None:
    """Read one drawing and write the picture."""
    sys.stdout.buffer.write(paint(json.load(sys.stdin.buffer)))


def _box(pen: Any, box: Told) -> None:
    (x, y), (wide, high) = box["at"], box["size"]
    corners = [_FINE * x, _FINE * y, _FINE * (x + wide), _FINE * (y + high)]
    pen.rounded_rectangle(corners, _FINE * min(box["radius"], wide / 2), fill=box["colour"])


def _stroke(pen: Any, stroke: Told) -> None:
    through = [(_FINE * x, _FINE * y) for x, y in stroke["through"]]
    pen.line(through, fill=stroke["colour"], width=round(_FINE * stroke["width"]), joint="curve")
    for x, y in (stroke["through"][0], stroke["through"][-1]):
        _dot(pen, {"at": (x, y), "radius": stroke["width"] / 2, "colour": stroke["colour"]})


def _plane(pen: Any, plane: Told) -> None:
    pen.polygon([(_FINE * x, _FINE * y) for x, y in plane["corners"]], fill=plane["colour"])


def _dot(pen: Any, dot: Told) -> None:
    pen.circle([_FINE * place for place in dot["at"]], _FINE * dot["radius"], fill=dot["colour"])


_SHAPES = {"box": _box, "stroke": _stroke, "plane": _plane, "dot": _dot}


def _words(pen: Any, words: Told) -> None:
    (x, y), width = words["at"], words["width"]
    name = _BOLD if words["is_bold"] else _MEDIUM
    text = make_legible(words["text"])
    if words["otherwise"] and not any(letter.isalnum() for letter in text):
        text = words["otherwise"]
    size = _size(text, name, words)
    font = _font(name, size)
    for place, line in enumerate(fit_text(text, font, width, words["lines"])):
        left = {"left": 0, "middle": 0.5, "right": 1}[words["align"]] * (width - font.getlength(line))
        pen.text((x + left, y + words["size"] + place * size * _LINE), line, words["colour"], font, "ls")


def _size(text: str, name: str, words: Told) -> int:
    """Return the largest font size that fits the text, at least the minimum size."""
    least = words["least"] or words["size"]
    sizes = range(words["size"], least, -2)
    return next((size for size in sizes if _font(name, size).getlength(text) <= words["width"]), least)


def fit_text(text: str, font: Any, width: float, lines: int) -> list[str]:
    """Split the text into at most ``lines`` lines, between words where possible; cut the last one with "…"."""
    made: list[str] = []
    rest = text
    while rest and len(made) < lines:
        if font.getlength(rest) <= width:
            return [*made, rest]
        if len(made) == lines - 1:
            return [*made, rest[: _holds(rest, font, width, _CUT)].rstrip() + _CUT]
        most = _holds(rest, font, width)
        between = rest.rfind(" ", 0, most + 1)
        head = rest[: between if between > 0 else most]
        made.append(head)
        rest = rest[len(head) :].lstrip()
    return made


def _holds(text: str, font: Any, width: float, tail: str = "") -> int:
    """Return how many letters of the text fit on a line with the tail, at least one. A letter is not separated from its
    marks."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if font.getlength(text[:middle] + tail) <= width else (low, middle - 1)
    while low > 1 and low < len(text) and _belongs(text, low):
        low -= 1
    return low


def _belongs(text: str, place: int) -> bool:
    """Return True if the letter at that place combines with the one before it."""
    return (
        unicodedata.category(text[place])[0] == "M" or text[place] in _JOINERS or text[place - 1] in _JOINERS + _VIRAMA
    )


def make_legible(text: str, joins: bool | None = None) -> str:
    """Return the text on one line without invisible characters and those that the font lacks (emoji, other scripts).

    Devanagari is also removed if Pillow cannot join letters here; ``joins`` overrides that check.
    """
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", text[:_MOST]):
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind[0] == "M" else 0
        if kind in _BLANKS:
            kept.append(" ")
        elif letter in _JOINERS and not (kept and _is_joining(kept[-1])):
            continue
        elif marks <= _MARKS and _is_painted(letter, _joins() if joins is None else joins):
            kept.append(letter)
    return " ".join("".join(kept).split())


@cache
def _is_painted(letter: str, joins: bool) -> bool:
    if letter in _JOINERS or _is_joining(letter):
        return joins
    return unicodedata.category(letter)[0] != "C" and bytes(_probe().getmask(letter)) != _make_missing_glyph()


def _is_joining(letter: str) -> bool:
    return any(ord(letter) in block for block in _JOINING)


@cache
def _joins() -> bool:
    """Return True if Pillow can join letters as their script requires, which needs the system library FriBiDi."""
    from PIL import features

    return bool(features.check("raqm"))


@cache
def _font(name: str, size: int) -> Any:
    from PIL import ImageFont

    layout = ImageFont.Layout.RAQM if _joins() else ImageFont.Layout.BASIC
    return ImageFont.truetype(_FONTS / name, size, layout_engine=layout)


@cache
def _probe() -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(_FONTS / _MEDIUM, 24, layout_engine=ImageFont.Layout.BASIC)


@cache
def _make_missing_glyph() -> bytes:
    """Return the bitmap that the font shows for a missing letter."""
    return bytes(_probe().getmask("\U0010ffff"))


if __name__ == "__main__":
    main()
