"""Patterns over the words of phrases: ``{bought} {within}?`` names classes of words of data/phrases.txt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from handlers.replies.text import normalise
from handlers.replies.word_lists import read_values, read_words

_LIST = "audience:phrases"
_CLASS = re.compile(r"\{(\w+)\}")
_BEGIN, _END = r"(?<!\w)", r"(?!\w)"
NUMBERS = {word: int(value) for word, value in read_values(_LIST, "number").items()}
SCALES = {word: int(value) for word, value in read_values(_LIST, "scale").items()}
"""What a word behind digits multiplies them by."""
MONEY = read_values(_LIST, "money")
"""The sign of a currency by its name."""
DAYS = {word: int(value) for word, value in read_values(_LIST, "days").items()}
"""Days of a unit of time; months are of 30 days, and years of 365."""


def pattern(text: str) -> re.Pattern[str]:
    """A pattern of normalised text: a blank stands for any blanks, one before "?" for none as
    well, and ``{name}`` for the words of a class or a part of speech
    that stands below."""
    return re.compile(_spelled(_blanks(text)))


def _blanks(text: str) -> str:
    return text.replace(" ?", r"\s*").replace(" ", r"\s+")


def _spelled(text: str) -> str:
    return _CLASS.sub(lambda found: _alternatives(found[1]), text)


@cache
def _alternatives(name: str) -> str:
    if name in _PARTS:
        return f"(?:{_spelled(_blanks(_PARTS[name]))})"
    words = sorted({normalise(word) for word in _CLASSES[name]}, key=len, reverse=True)
    return "(?:" + "|".join(_word(one) for one in words) + ")"


def _word(word: str) -> str:
    """A word by itself; a sign may touch others."""
    spelled = re.escape(word).replace(r"\ ", r"\s+")
    return spelled if not word[0].isalnum() else f"{_BEGIN}{spelled}{_END}"


@cache
def known_words() -> frozenset[str]:
    """Every word of phrases."""
    return frozenset(normalise(word) for words in _CLASSES.values() for word in words)


_SIGNS: Mapping[str, tuple[str, ...]] = {
    "more": (">",), "less": ("<",), "at_least": (">=",), "at_most": ("<=",), "filler": ("&",),
}  # fmt: skip
_CLASSES: Mapping[str, tuple[str, ...]] = {
    **{name: (*words, *_SIGNS.get(name, ())) for name, words in read_words(_LIST).items() if " " not in name},
    "number": tuple(NUMBERS),
    "unit": tuple(DAYS),
    "money": tuple(MONEY),
}
_PARTS: Mapping[str, str] = {
    "digits": r"\d+(?:[.,]\d+)*(?: ?{scale_after})?",
    "scale_after": r"(?:" + "|".join(sorted(SCALES, key=len, reverse=True)) + r")(?!\w)",
    "amount": r"(?:{digits}|{number}(?: {scale_after})?)",
    "figure": r"{sign}?{digits}(?: ?{currency})?",
    "currency": r"(?:{sign}|{money}(?!\w))",
    "range": r"(?:(?:from |de )?{figure} ?(?:to|-|–|a|se|से|hasta) ?{figure}(?: (?:{ke_beech}|tak|तक)(?!\w))?"
    r"|(?:between|entre) {figure} (?:and|y|to|-) {figure}"
    r"|{figure} (?:aur|और|se|से) {figure} {ke_beech}(?!\w))",
    "ke_beech": r"(?:ke|के) (?:beech|bich|बीच)",
    "length": r"(?:(?:\d{1,4}|{number})\s*-?{unit_after}|{half_year})",
    "unit_after": r"(?:" + "|".join(sorted(DAYS, key=len, reverse=True)) + r")(?!\w)",
    "calendar": r"(?:(?:{within} )?(?:{today}|{yesterday}|{this} {single})|{previous} {single}"
    r"|(?:{within} )?(?:la |el )?{single} {past})(?: (?:mein|me|में)(?!\w))?",
    "window": r"(?:{calendar}(?!\w)|(?:{within} )?{article}?"
    r"(?:(?:{last} )?{length}|{last} {single}|{single} {past})(?: ?{ago}(?!\w))?)",
    "article": r"(?:the |this |los |las |el |la )",
    "article_of_goods": r"(?:a|an|the|our|any)(?!\w)",
    "coming": r"(?:{within} )?(?:the )?(?:next|coming|following|proximos|agle) {length}",
    "single": r"(?:{period})(?!\w)",
    "sign": r"[$€£₹]",
    "quantity": r"(?:(?:{at_least}|{more}|{less}|{at_most}|{exactly}) ?)?{sign}?{amount}(?: ?{currency})?"
    r"(?: ?\+| {or_more}| {or_less}| {than} {above}| {than} {beneath})?",
    "multiple": r"(?:(?:(?:{at_least}|{more}|{less}|{at_most}|{exactly}) ?)?(?:{once}|{twice}|{thrice})"
    r"|{quantity} {times}(?: {or_more}| {or_less})?)",
}
"""Parts of speech, which patterns name as they do classes."""
