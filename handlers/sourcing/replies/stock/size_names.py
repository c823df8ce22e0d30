"""Sizes and measures, each normalised to one name: "XL", "xxl" and "2 XL"; "5 L", "16 inch", "pack of 6"."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from handlers.replies.text_normalisation import normalise
from handlers.replies.word_lists import read_sets, read_words

_LETTERS = {word: size for size, words in read_words("sourcing:stock/sizes").items() for word in words}
_COUNTED = re.compile(r"([2-7])\s?x([sl])")
_FIGURE = r"\d+(?:\.\d+)?(?:\s*[-–]\s*\d+)?"
_PACK = "pack"
_PACKED = rf"(?:pack|paquete)\s+(?:of|de)\s+(?P<packed>{_FIGURE})|(?P<held>{_FIGURE})\s*(?:ka|wala|का|वाला)\s+pack"


@lru_cache(maxsize=1024)
def normalise_size(size: str) -> str:
    """Normalise a size: "XXL", "xxl" and "2XL" become "2XL"; other sizes ("42", "UK 8") are put in capitals."""
    plain = " ".join(size.split()).casefold()
    counted = _COUNTED.fullmatch(plain)
    if counted:
        return f"{counted[1]}X{counted[2].upper()}"
    return _LETTERS.get(plain) or measure_in(plain) or plain.upper()


@lru_cache(maxsize=1024)
def measure_in(text: str) -> str | None:
    """Return the measure in a size or title, "5 l" for "Pressure Cooker 5L"; None if it has none."""
    found = _measures().search(normalise(text))
    if found is None:
        return None
    packed = found["packed"] or found["held"]
    figure, unit = (packed, _PACK) if packed else (found["figure"], _unit_of()[normalise(found["unit"])])
    return f"{figure.replace(' ', '').replace('–', '-')} {unit}"


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
