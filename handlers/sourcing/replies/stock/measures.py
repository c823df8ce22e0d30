"""Sizes that are measures: "5 L", "16 inch", "6-7Y", "pack of 6", each under one name however its unit is written.

Where such a one was asked for, others of its unit are other sizes and count no pieces: "5 litre over, 3 litre hai".
"""

import re
from collections.abc import Collection, Mapping
from functools import cache, lru_cache

from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets

_FIGURE = r"\d+(?:\.\d+)?(?:\s*[-–]\s*\d+)?"
_PACK = "pack"
_PACKED = rf"(?:pack|paquete)\s+(?:of|de)\s+(?P<packed>{_FIGURE})|(?P<held>{_FIGURE})\s*(?:ka|wala|का|वाला)\s+pack"
_MARK, _BEFORE_UNIT = "measuremark", "w"
# A word of letters and digits would be parted, so a figure is written in letters.
_AS_LETTERS = str.maketrans("0123456789.-–", "zbcdghijknpqq", " ")
_AS_FIGURE = str.maketrans("zbcdghijknpq", "0123456789.-")


@lru_cache(maxsize=1024)
def measure_in(text: str) -> str | None:
    """The measure that a size or the name of goods holds, "5 l" for "Pressure Cooker 5L"; None where it holds none."""
    found = _measures().search(normalise(text))
    return _name(found) if found else None


def mark_measures(text: str, asked: Collection[str]) -> str:
    """The text with its measures as words that `marked_measure` reads, of those units in which one of `asked` is."""
    units = {size.rpartition(" ")[2] for size in asked} & {*_units(), _PACK}
    if not units:
        return text

    def mark(found: re.Match[str]) -> str:
        figure, _, unit = _name(found).rpartition(" ")
        return f" {_MARK}{figure.translate(_AS_LETTERS)}{_BEFORE_UNIT}{unit} " if unit in units else found.group()

    return _measures().sub(mark, text)


def marked_measure(word: str) -> str | None:
    """The measure that a word of a marked text stands for."""
    if not word.startswith(_MARK):
        return None
    figure, _, unit = word.removeprefix(_MARK).partition(_BEFORE_UNIT)
    return f"{figure.translate(_AS_FIGURE)} {unit}"


def _name(found: re.Match[str]) -> str:
    packed = found["packed"] or found["held"]
    figure, unit = (packed, _PACK) if packed else (found["figure"], _unit_of()[normalise(found["unit"])])
    return f"{figure.translate(_AS_LETTERS).translate(_AS_FIGURE)} {unit}"


@cache
def _units() -> Mapping[str, frozenset[str]]:
    return read_sets("sourcing:stock/measures")


@cache
def _unit_of() -> dict[str, str]:
    return {normalise(word): unit for unit, words in _units().items() for word in words}


@cache
def _measures() -> re.Pattern[str]:
    units = "|".join(sorted((word for words in _units().values() for word in words), key=len, reverse=True))
    return re.compile(rf"{_PACKED}|(?<![\w.])(?P<figure>{_FIGURE})\s*-?(?P<unit>{units})(?![^\W_])", re.IGNORECASE)
