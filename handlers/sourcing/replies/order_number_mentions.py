"""Numbers in a text that may be orders' numbers: "801 haan", "#801 hai", "order 7 yes".

The storage knows which of them are orders. A number needs three digits or more, or the word "order" before it.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

_BEFORE = re.compile(r"(?:(?<![^\W_])(?:at|by|till|until|on|size|rs\.?|inr)|[@₹₨$€£])\s*$", re.IGNORECASE)
_MOST = 12  # figures of a text to look up
OURS = ("P", "R")
"""The letters that our own numbers begin with."""
FEWEST_DIGITS = 4
"""Digits of a number of ours that may be written without its letter."""
_OWN = re.compile(rf"[{''.join(OURS)}]\d{{{FEWEST_DIGITS},}}", re.IGNORECASE)
# With the letters that a system's numbers begin with; a figure with more digits is a phone's number.
_FIGURE = re.compile(r"(?<![\w.,:/+₹₨$€£@-])#?((?:[A-Za-z]{1,5}-?)?\d{1,7})(?![^\W_])(?![.,:/]\d|-\d|/-|%)")
_CALLED = re.compile(
    r"(?:#|(?<![^\W_])(?:orders?|ord|pedidos?|ऑर्डर|आर्डर)\s*(?:(?:no|nos|number|num|nr|id|नंबर)\.?\s*)?[:#]?)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A number from ``start`` to ``end`` that may be an order's; ``called`` if it follows "order" or "#"."""

    number: str
    start: int
    end: int
    called: bool = False


def map_spellings(numbers: Iterable[str]) -> dict[str, str]:
    """Return the order numbers by all the ways to write them, in capitals."""
    found: dict[str, str] = {}
    for number in numbers:
        digits = number.lstrip("".join(OURS))
        if digits != number and len(digits) >= FEWEST_DIGITS:
            found[digits] = number
        found[number.upper()] = number
    return found


def is_own(figure: str) -> bool:
    """Return True if a number has the format of our own order numbers, with a letter."""
    return _OWN.fullmatch(figure) is not None


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Return the numbers in a text that may be order numbers."""
    found = (_mention(text, match) for match in _FIGURE.finditer(text))
    return tuple(one for one in found if one is not None)[:_MOST]


def _mention(text: str, match: re.Match[str]) -> Mention | None:
    start, end = match.span(1)
    called = text[match.start()] == "#" or _CALLED.search(text[:start]) is not None
    if not called and _BEFORE.search(text[: match.start()]):
        return None
    return Mention(_digits(match[1]).upper(), start, end, called)


def _digits(figure: str) -> str:
    """Convert the digits of any script to ASCII digits."""
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in figure)


def replace_mentions(text: str, mentions: Collection[Mention], names: Mapping[str, str]) -> str:
    """Replace each of the mentioned numbers with its order's name from ``names``."""
    for one in sorted(mentions, key=lambda one: -one.start):
        text = f"{text[: one.start]}{names[one.number]}{text[one.end :]}"
    return text
