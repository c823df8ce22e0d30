"""Quotations of our messages in a customer's text; Parley reads only the writer's own words.

Only letters and digits are compared, because phones change marks, blanks and line breaks.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from handlers.replies.machine_formats import (
    MARKS,
    QUOTED,
    count_reaction_words,
    ends_a_quote_head,
    get_shape,
    is_listed_reaction,
    is_of_any_language,
    strip_phone,
)
from handlers.replies.reading_effort import cache_reading
from handlers.replies.text_normalisation import words

_FEWEST = 16  # letters of our message that identify a copy of it
_FEWEST_CUT = 8  # letters of a marked quotation that is cut off
_FEWEST_MARKED = 4  # letters of a short message in marks
_FEWEST_OF_PART = 30  # letters of a marked quotation of a part of a message
_MOST_OPENINGS = 12  # possible starts of a cut-off quotation
_MOST_QUOTES = 3
_MOST_LETTERS = 4  # of one sign; "ﷺ" has 18
_CUT = "…"
_AROUND = frozenset(f"{MARKS}'‘’>|*~{_CUT} \t\r\n\u200a\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xa0")
_OPENS = frozenset(f"{MARKS}'‘‚>:\n")
# A quotation in marks, whole or cut off; its first and last line may have other words.
_ON_ITS_LINE = re.compile(rf"([^{MARKS}\n]*)[{MARKS}].*[{MARKS}{_CUT}]([^{MARKS}\n]*)", re.DOTALL)


def may_quote(text: str) -> bool:
    """Return True if a text may quote or copy a message of ours."""
    return len(text) >= 2 * _FEWEST or any(mark in text for mark in f"{MARKS}>{_CUT}")


def drop_quotations(text: str, ours: Sequence[str]) -> str:
    """Remove quotations of ``ours``, our messages to the writer, and reactions to them.

    A partly quoted message is removed only if other words remain: "Reply STOP", copied from a longer text, may be
    intended.
    """
    if is_listed_reaction(text):
        return ""
    left, quotable = text.replace("...", _CUT), [one for one in map(_fold, ours) if len(one) >= _FEWEST_MARKED]
    for _ in range(_MOST_QUOTES):
        found = _find_whole(left, quotable) or _cut_off(left, quotable)
        if found is None:
            break
        left = _cut_around(left, *found)
    if left == text.replace("...", _CUT):
        return _cut_part(text, quotable)
    return left if any(word[0].isalnum() for word in words(left)) else ""


def reacts(text: str, own: str) -> bool:
    """Return True if a text's ``own`` words are only a phone's reaction, in any language, to the quotation."""
    around = _ON_ITS_LINE.fullmatch(text.replace("...", _CUT).strip())
    beside = " ".join(around.groups()) if around is not None else ""
    return around is not None and words(beside) == words(own) and is_of_any_language(beside)


def _find_whole(text: str, ours: Sequence[str]) -> tuple[int, int] | None:
    """Return the first and last index of the longest message of ours that the text contains whole; else None."""
    if not ours:
        return None
    letters, places = _letters(text)
    for one in sorted(ours, key=len, reverse=True):
        at = letters.find(one) if len(one) >= _FEWEST else -1
        if at >= 0:
            return places[at], places[at + len(one) - 1]
    return None


def _cut_off(text: str, ours: Sequence[str]) -> tuple[int, int] | None:
    """Return the first and last index of a quotation of ours that a phone cut off; None if there is none."""
    cut = text.find(_CUT)
    if cut < 0:
        return None
    letters, places = _letters(text[:cut])
    for begin in _openings(text[:cut]):
        first = next((at for at, place in enumerate(places) if place >= begin), len(places))
        quoted = letters[first:]
        fewest = _FEWEST_CUT if begin else _FEWEST
        if len(quoted) >= fewest and any(one.startswith(quoted) for one in ours):
            return places[first], cut
    return None


def _openings(text: str) -> Iterator[int]:
    """Yield the indexes where a quotation may start."""
    yield 0
    marks = [place for place, mark in enumerate(text, start=1) if mark in _OPENS]
    yield from marks[:_MOST_OPENINGS]


def _cut_around(text: str, first: int, last: int) -> str:
    """Return the writer's words around a quotation from index ``first`` to ``last``."""
    while first > 0 and text[first - 1] in _AROUND:
        first -= 1
    while last + 1 < len(text) and (text[last + 1] in _AROUND or not text[last + 1].isalnum()):
        last += 1
    before, behind = _strip_head(text[:first]), text[last + 1 :]
    head = get_shape(strip_phone(before))
    size = count_reaction_words([*head, QUOTED, *get_shape(behind)])
    if size > len(head):
        behind = "" if size > len(head) + 1 else behind
        return behind.strip()
    return f"{before}\n{behind}".strip()


def _strip_head(before: str) -> str:
    """Remove the line that e-mail puts above a quotation."""
    above, _, line = before.rstrip(" \n>:").rpartition("\n")
    return above if ends_a_quote_head(line) else before


def _cut_part(text: str, ours: Sequence[str]) -> str:
    """Remove a quoted part of a message in quotation marks, if other words are left."""
    marks = [place for place, letter in enumerate(text) if letter in MARKS]
    if len(marks) < 2:
        return text
    first, last = marks[0], marks[-1]
    quoted = _fold(text[first:last])
    left = f"{text[:first]}\n{text[last + 1 :]}".strip()
    known = quoted in ours or (len(quoted) >= _FEWEST_OF_PART and any(quoted in one for one in ours))
    return left if known and words(left) else text


def _fold(text: str) -> str:
    """Return only the letters and digits of a text, with no accents and in lower case."""
    return "".join(map(_fold_letter, text))


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    folded = "".join(filter(str.isalnum, unicodedata.normalize("NFKD", letter).casefold()))
    return folded if len(folded) <= _MOST_LETTERS else letter


@cache_reading
def _letters(text: str) -> tuple[str, list[int]]:
    """Return the folded letters, and the index of each in the text."""
    found = list(map(_fold_letter, text))
    return "".join(found), [place for place, letters in enumerate(found) for _ in letters]
