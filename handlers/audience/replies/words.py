"""Patterns over the words of phrases: ``{bought} {within}?`` names classes of words of data/phrases.txt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from handlers.replies.calendar_words import MONTHS
from handlers.replies.text import normalise
from handlers.replies.word_lists import read_values, read_words

_LIST, _TOPICS, _SAYINGS = "audience:phrases", "audience:topics", "audience:sayings"
_CLASS = re.compile(r"\{(\w+)\}")
_BEGIN, _END = r"(?<!\w)", r"(?!\w)"
NUMBERS = {word: int(value) for word, value in read_values(_LIST, "number").items()}
SCALES = {word: int(value) for word, value in read_values(_LIST, "scale").items()}
"""What a word behind digits multiplies them by."""
MONEY = read_values(_LIST, "money")
"""The sign of a currency by its name."""
SHARES = {word: int(value) for word, value in read_values(_TOPICS, "share").items()}
"""Of a hundred, a part by its name."""
FEASTS = read_values(_SAYINGS, "feast")
"""The month and the day of feasts that fall alike each year."""
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
    signs = [_escaped(one) for one in words if not one[0].isalnum()]  # these may touch other words
    whole = "|".join(_escaped(one) for one in words if one[0].isalnum())
    # Where a word ends is written once for all of them: a pattern of every word's own takes twice as long to compile.
    return "(?:" + "|".join([*signs, *([f"{_BEGIN}(?:{whole}){_END}"] if whole else [])]) + ")"


def _escaped(word: str) -> str:
    return re.escape(word).replace(r"\ ", r"\s+")


@cache
def denying_words() -> frozenset[str]:
    """Words that turn a phrase around: no other word is taken for one that is misspelt ("newer" is no "never")."""
    denying = (
        "neg",
        "neg_last",
        "never",
        "except",
        "nor",
        "none",
        "nought",
        "left_out",
        "left_behind",
        "lacking",
        "leave",
    )
    return frozenset(normalise(word) for name in denying for word in _CLASSES[name] if " " not in word)


@cache
def known_words() -> frozenset[str]:
    """Every word of phrases."""
    return frozenset(normalise(word) for words in _CLASSES.values() for word in words)


_SIGNS: Mapping[str, tuple[str, ...]] = {
    "more": (">",), "less": ("<",), "at_least": (">=",), "at_most": ("<=",), "filler": ("&",),
    "told_before": ("(",), "months_to": ("-", "–"), "each": ("/",),
}  # fmt: skip
_CLASSES: Mapping[str, tuple[str, ...]] = {
    **{
        name: (*words, *_SIGNS.get(name, ()))
        for name, words in read_words(_LIST, _TOPICS, _SAYINGS).items()
        if " " not in name
    },
    "number": tuple(NUMBERS),
    "unit": tuple(DAYS),
    "share": tuple(SHARES),
    "money": tuple(MONEY),
    "fixed_feast": tuple(FEASTS),
}
_PARTS: Mapping[str, str] = {
    "dated": "{dated_span}|(?:el|on(?: the)?) {day_of}|{day_of} {on_behind}"
    "|(?:{date_since}|{date_before}|{date_after}|{within}|{in}) {date}(?: {date_behind})?|{date} {date_behind}",
    "dated_span": "{date_between} (?:{date}|{day_alone}) ?(?:{date_to}|-|–) ?{date}"
    "|{date} ?(?:(?:thru|through|to|till|until|hasta)(?!\\w)|-|–) ?{date}"
    "|(?:{date}|{day_alone}) {se_lekar} {date} (?:{before_till}|{tak})",
    "day_of": r"(?:\d{1,2}(?:st|nd|rd|th)? (?:of |de )?{month_word}"
    r"|{month_word}\.? (?:the )?\d{1,2}(?:st|nd|rd|th)?(?![\w+%])){of_year}(?!\w)",
    "on_behind": "(?:ko|pe|par|को|पर)(?!\\w)",
    "day_alone": r"(?:the |el )?\d{1,2}(?:st|nd|rd|th)?(?!\w)",
    "digits": r"\d+(?:[.,]\d+)*(?: ?{scale_after})?",
    "scale_after": r"(?:" + "|".join(sorted(SCALES, key=len, reverse=True)) + r")(?!\w)",
    "amount": r"(?:{digits}|{number}(?: {scale_after})?)",
    "figure": r"{sign}?{digits}(?: ?{currency})?",
    "currency": r"(?:{sign}|{money}(?!\w))",
    "end": r"{sign}?(?:{digits}|{several_word})(?: ?{currency})?",
    "several_word": r"(?:" + "|".join(word for word, value in NUMBERS.items() if value > 1) + r")(?!\w)",
    "range": r"(?:(?:from |de )?{end} ?(?:-|–|(?:to|a|se|से|hasta|thru|through)(?!\w)) ?{end}"
    r"(?: (?:{ke_beech}|tak|तक)(?!\w))?"
    r"|(?:between|entre) {end} (?:and|y|to|-|a) {end}"
    r"|{figure} (?:aur|और|se|से) {figure} {ke_beech}(?!\w))",
    "ke_beech": r"(?:ke|के) (?:beech|bich|बीच)",
    "some_of": r"(?:{one_of} ?(?:,|{or}) ?)(?:{one_of} ?(?:,|{or}) ?)?{one_of}(?! ?%)",
    "one_of": r"(?:\d{1,3}(?!\w)|{several_word})",
    "span": r"(?:from |de |between |entre )?\d{1,4}(?: ?{unit_after})?"
    r" ?(?:-|–|(?:to|a|se|से|y|and|thru|through|hasta)(?!\w)) ?\d{1,4}\s*-?{unit_after}(?: {ke_beech}(?!\w))?",
    "rate": r"(?:(?:{at_least} )?(?:{once}|{twice}|{thrice}|(?:\d{1,2}|{number}) ?(?:{times}|x(?!\w)))"
    r"(?: {or_more})? {each} {single}"
    r"|{at_least} {every} {length}|(?:{every} )?{length} {or_less})",
    "date": r"(?:{month_word}\.?(?: (?:the )?\d{1,2}(?:st|nd|rd|th)?(?![\w+%]))?{of_year}"
    r"|(?:the |el )?\d{1,2}(?:st|nd|rd|th)? (?:of |de )?{month_word}{of_year}|20\d\d(?![\w+%]))",
    "of_year": r"(?:,? (?:de |del |of )?20\d\d(?!\w))?",
    "month_word": r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?!\w)",
    "date_behind": r"(?:{after_behind}|{before_behind}|{since_behind})(?!\w)",
    "length": r"(?:(?:\d{1,4}|{number})\s*-?{unit_after}|{half_year})",
    "unit_after": r"(?:" + "|".join(sorted(DAYS, key=len, reverse=True)) + r")(?!\w)",
    "calendar": r"(?:(?:{within} )?(?:{today}|{yesterday}|{this} {single})|{previous} {single}"
    r"|(?:{within} )?(?:la |el )?{single} {past})(?: (?:mein|me|में)(?!\w))?",
    "window": r"(?:{calendar}(?!\w)|(?:{within} )?{article}?"
    r"(?:(?:{last} )?{length}|{last} {single}|{single} {past})(?: ?{ago}(?!\w))?)",
    "article": r"(?:the |this |these |that |those |los |las |el |la |estos |estas |esos |esas |in )",
    "article_of_goods": r"(?:a|an|the|our|any|some)(?!\w)",
    "coming": r"(?:{within} )?(?:the )?(?:next|coming|following|proximos|agle) {length}",
    "coming_soon": r"(?:{within} |{in} |en )?(?:the |los |las |el |la )?(?:{coming_word}|less than|under) {length}"
    r"(?: {in})?|(?:{within}|in) {length}",
    "single": r"(?:{period})(?!\w)",
    "sign": r"[$€£₹]",
    "quantity": r"(?:(?:{at_least}|{more}|{less}|{at_most}|{exactly}) ?)?{sign}?{amount}(?: ?{currency})?"
    r"(?: ?\+| {or_more}| {or_less}| {than} {above}| {than} {beneath})?",
    "multiple": r"(?:(?:(?:{at_least}|{more}|{less}|{at_most}|{exactly}) ?)?(?:{once}|{twice}|{thrice})"
    r"(?: {or_more}| {or_less}| {than} {above})?"
    r"|{quantity} ?(?:{times}|x(?!\w))(?: ?\+| {or_more}| {or_less}| {than} {above}| {than} {beneath})?)",
}
"""Parts of speech, which patterns name as they do classes."""
