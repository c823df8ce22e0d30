"""Quantities: numbers in digits and words, halves, dozens, and the quarters used in Hindi ("dhai sau" is 250).

Each number comes with its position among the words, so that a reader can decide what it counts: pieces, hours, money.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from handlers.replies.reading_effort import count_calls
from handlers.replies.text_normalisation import split_tokens
from handlers.sourcing.replies.number_words import ADDED, FRACTIONS, MULTIPLIERS, SMALL

_GROUPED = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)|\d{1,3}(?:\.\d{3})+(?!\d)")
NUMERAL = re.compile(
    rf"(?:{_GROUPED.pattern})(?:[.,]\d{{1,2}}(?!\d))?|\d+\s?[⁄/]\s?\d+(?!\d)|\d+\.\d+|\d+,\d{{2}}(?=\D|$)|\d+|(?<![\w.])\.\d+"
)
_FRACTION = re.compile(r"(\d+)\s?[⁄/]\s?(\d+)")
# Signs that the words of `text.tokens` lack, and that show a number's meaning.
_SIGNS = re.compile(rf"{NUMERAL.pattern}|[@#()\-–—&~]|[₹₨$€£]|\n")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐‑](?=[^\W\d_])")  # "fifty-two"
_UNJOINED = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_AND = frozenset({"and", "y", "aur", "और", "con", "e"})
_ARTICLES = frozenset({"a", "an", "un", "una", "of", "de"})
_TENS = frozenset(range(20, 100, 10))
_LARGEST = Fraction(10**15)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``words[start:end]``."""

    start: int
    end: int
    value: Fraction


def split(text: str) -> list[str]:
    """Split a normalised text into words, keeping numerals ("1,299") and the signs around numbers whole."""
    return list(_split(text))


@count_calls
def _split(text: str) -> tuple[str, ...]:
    words: list[str] = []
    place = 0
    parted = _UNJOINED.sub(" ", _HYPHEN.sub(" ", text))
    for match in _SIGNS.finditer(parted):
        words += split_tokens(parted[place : match.start()])
        words.append(match.group())
        place = match.end()
    return (*words, *split_tokens(parted[place:]))


def find_numbers(words: Sequence[str]) -> list[Number]:
    """Return the numbers among these words from `split`, from left to right, without overlap."""
    found: list[Number] = []
    place = 0
    while place < len(words):
        number = _number_at(words, place)
        if number is None:
            place += 1
        else:
            found.append(number)
            place = number.end
    return found


def read_numeral(word: str) -> Fraction | None:
    """Parse a number in digits: "1,299", "1.200" and "1,00,000" have thousands separators; "1/2" is a fraction."""
    if not any(c.isdigit() for c in word) or not NUMERAL.fullmatch(word):
        return None
    fraction = _FRACTION.fullmatch(word)
    if fraction:
        return Fraction(int(fraction[1]), int(fraction[2])) if int(fraction[2]) else None
    grouped = _GROUPED.match(word)
    if grouped:
        whole = re.sub(r"[.,]", "", grouped.group())
        return Fraction(whole + word[grouped.end() :].replace(",", "."))
    return Fraction(word.replace(",", "."))


def _number_at(words: Sequence[str], start: int) -> Number | None:
    """Return the longest number that begins at ``start``; None if there is none."""
    reader = _NumberReader()
    place = end = start
    while place < len(words):
        word = words[place]
        if reader.take(word):
            place += 1
            end = place
        elif reader.begun and (word in _AND or word in _ARTICLES) and reader.goes_on(words[place + 1 : place + 3]):
            place += 1
        else:
            break
    value = reader.value()
    return Number(start, end, value) if value is not None and end > start else None


class _NumberReader:
    """The value of the number words read so far: `_sum` is complete, `_part` may still be multiplied."""

    __slots__ = ("_added", "_part", "_sum", "begun")

    def __init__(self) -> None:
        self._sum = Fraction(0)
        self._part: Fraction | None = None
        self._added: Fraction | None = None  # the part that "sadhe" and "sava" add to the next number
        self.begun = False

    def take(self, word: str) -> bool:
        """Add the word to this number if it continues it; return False if it does not."""
        taken = self._take_numeral(word) or self._take_small(word) or self._take_multiplier(word)
        self.begun = self.begun or taken
        return taken

    def goes_on(self, following: Sequence[str]) -> bool:
        """Return True if the number continues after an "and" ("two hundred and five", "one and a half dozen")."""
        following = [word for word in following if word not in _ARTICLES]
        if not following or self._part is None:
            return False
        word = following[0]
        if word in MULTIPLIERS and MULTIPLIERS[word] < 100:
            return True
        if word in FRACTIONS:
            return True
        small = SMALL.get(word)
        return small is not None and self._part >= 20 and self._fits(Fraction(small))

    def value(self) -> Fraction | None:
        if self._part is None and not self._sum:
            return 1 + self._added if self._added is not None else None
        return self._sum + (self._part or 0)

    def _take_numeral(self, word: str) -> bool:
        value = read_numeral(word)
        if value is None:
            return False
        if self._part is None and not self._sum:
            self._part = value
            return True
        if self._part is not None and 0 < value < 1 and self._part.denominator == 1 and not self._sum:
            self._part += value  # "1 1/2"
            return True
        return False

    def _take_small(self, word: str) -> bool:
        if word in ADDED and not self.begun:
            self._added = ADDED[word]
            return True
        if word in FRACTIONS:
            if self._part is not None and self._part < 20:
                self._part += FRACTIONS[word]
            elif self._part is None and not self._sum:
                self._part = FRACTIONS[word]
            else:
                return False
            return True
        value = SMALL.get(word)
        if value is None or not self._fits(Fraction(value)):
            return False
        self._part = Fraction(value) + (self._part or 0) + (self._added or 0)
        self._added = None
        return True

    def _fits(self, value: Fraction) -> bool:
        """Return True if a small number can follow: first, after a hundred or thousand, or after a ten ("twenty")."""
        if self._part is None:
            return not self._sum or value < 1000
        if self._part.denominator != 1:
            return False
        rest = self._part % 100
        if rest == 0 and self._part:
            return value < 100
        return rest in _TENS and value < 10

    def _take_multiplier(self, word: str) -> bool:
        factor = MULTIPLIERS.get(word)
        if factor is None:
            return False
        if self._part is None and self._sum:
            return False
        part = Fraction(1) + (self._added or 0) if self._part is None else self._part
        self._added = None
        if part * factor > _LARGEST:
            return False
        if factor < 1000:
            if self._part is not None and self._part >= 100 and factor == 100 and self._part % 100 == 0:
                return False
            self._part = part * factor
        else:
            self._sum, self._part = self._sum + part * factor, None
        return True
