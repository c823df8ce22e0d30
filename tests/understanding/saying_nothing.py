"""Texts that answer no question: made-up words and names, figures, goods, colours and sizes by themselves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from handlers.replies.word_lists import parse_words
from tests.understanding import varying

GOODS = ("wares", "colours", "shades")
"""Lists of goods, and of what is said of goods, beside this file."""
_WORDS = Path(__file__).with_name("words")
_BEGIN = ("b", "br", "ch", "d", "f", "g", "gr", "h", "j", "k", "kl", "l", "m", "n", "p", "pr", "r", "s", "t", "tr", "v")
_MIDDLE = ("a", "aa", "e", "i", "o", "oo", "u", "ai")
_END = ("", "", "n", "r", "s", "t", "k", "l", "nd", "sh")
_MASHED = ("asdfghjkl", "qwertyuiop", "zxcvbnm")
_DEVANAGARI = ("बा", "की", "लू", "मे", "टो", "रा", "श", "नी", "पू", "डा", "ग", "वे")


def made_up(chance: random.Random) -> str:
    """A word that nobody knows, of two or three syllables; sometimes keys side by side, or of Devanagari."""
    drawn = chance.random()
    if drawn < 0.1:
        row = chance.choice(_MASHED)
        start = chance.randrange(len(row) - 3)
        return row[start : start + chance.randrange(3, 6)]
    if drawn < 0.2:
        return "".join(chance.choices(_DEVANAGARI, k=chance.randrange(2, 4)))
    each = (chance.choice(_BEGIN) + chance.choice(_MIDDLE) + chance.choice(_END) for _ in range(chance.randrange(2, 4)))
    return "".join(each)


def listed(name: str) -> list[str]:
    """Return the words of a list beside this file."""
    file = _WORDS / f"{name}.txt"
    return [word for words in parse_words(file.read_text(encoding="utf-8"), file.name).values() for word in words]


def texts(count: int, chance: random.Random, *, figures: bool = True) -> Iterator[str]:
    """So many texts that answer nothing, each drawn anew; ``figures``: also those that are a number by themselves."""
    kinds = ("made up", "made up", "name", "goods", *(("figure",) if figures else ()))
    goods = [word for name in GOODS for word in listed(name)]
    names = [name.strip("- ") for names in varying.NAMES.values() for name in names]
    for _ in range(count):
        said = [_word(chance.choice(kinds), chance, goods, names) for _ in range(chance.choice((1, 1, 2, 3)))]
        yield " ".join(said)


def _word(kind: str, chance: random.Random, goods: list[str], names: list[str]) -> str:
    match kind:
        case "name":
            return chance.choice((made_up(chance).capitalize(), chance.choice(names)))
        case "goods":
            return chance.choice(goods)
        case "figure":
            return str(chance.randrange(1, chance.choice((10, 100, 10_000))))
    return made_up(chance)
