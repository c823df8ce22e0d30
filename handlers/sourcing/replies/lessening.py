"""So many pieces fewer than are picked: "one mug less", "do kam kar do", "dos menos", "minus 2 mugs".

Such a word is no number of what there shall be: "2 less" of six are four. Without a number it lessens no pieces, as
"price kam karo" does.
"""

import re
from collections.abc import Callable

from handlers.replies.text import normalise, words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.joining import AND, SIGN, whole
from handlers.sourcing.replies.quantities import read_numbers

_LISTED = read_sets("sourcing:lessening")
_SAID = re.compile(whole(_LISTED["done"]), re.IGNORECASE)
_LESS = re.compile(rf"{whole(_LISTED['less'])}(?:\s+{whole(_LISTED['done'])})*", re.IGNORECASE)
_MINUS = re.compile(rf"{whole(_LISTED['minus'])}\s+(?=(?P<number>[^\W_]+))", re.IGNORECASE)
_NO_LESS = re.compile(whole(_LISTED["not less"]), re.IGNORECASE)
_ARTICLE = re.compile(r"(?<![^\W_])an?(?![^\W_])", re.IGNORECASE)  # "a mug less" is one
_PIECE = re.compile(rf"{SIGN}|{AND}", re.IGNORECASE)
_REMOVED = "remove"
"""The word of changes that takes out so many of what is counted beside it."""


def with_removing(text: str, names: Callable[[str], bool]) -> str:
    """The text with "remove" for a word that lessens what is counted beside it: "one mug remove". ``names`` tells
    whether a word names goods or a size."""
    if _NO_LESS.search(text):
        return text
    for found in reversed(list(_LESS.finditer(text))):
        before, behind = _PIECE.split(text[: found.start()])[-1], _PIECE.split(text[found.end() :])[0]
        if _counts(before, names) and all(map(names, _words(_SAID.sub(" ", behind)))):
            counted = f"{text[: found.start() - len(before)]}{_ARTICLE.sub('one', before)}"
            text = f"{counted}{_REMOVED}{text[found.end() :]}"
    for found in reversed(list(_MINUS.finditer(text))):
        before = _PIECE.split(text[: found.start()])[-1]
        if read_numbers(found["number"]) and not read_numbers(before):
            text = f"{text[: found.start()]}{_REMOVED} {text[found.end() :]}"
    return text


def says_less(text: str) -> bool:
    """Whether all of a text says that there shall be fewer of what is counted beside it: "remove", "kam kar do"."""
    said = " ".join(words(text))
    return bool(said) and (said in _LISTED["less"] | _LISTED["minus"] or _LESS.fullmatch(said) is not None)


def read_fewer(text: str) -> int:
    """How many fewer a text wants of what is picked, where it names no goods: "2 less", "do kam kar do"; 0 for none."""
    text = " ".join(normalise(text).split())
    plain = with_removing(text, lambda word: False)
    numbers = read_numbers(plain) if _REMOVED in plain.split() else []
    return int(numbers[0]) if len(numbers) == 1 and numbers[0].denominator == 1 else 0


def _counts(before: str, names: Callable[[str], bool]) -> bool:
    """Whether a number stands right before, or goods or a size behind one."""
    spoken = _words(before)
    if not spoken or not _numbers(before):
        return False
    last = spoken[-1]
    return bool(_numbers(last)) or names(last)


def _numbers(text: str) -> bool:
    return bool(read_numbers(text)) or _ARTICLE.search(text) is not None


def _words(text: str) -> list[str]:
    return re.findall(r"[^\s.!?]+", text)
