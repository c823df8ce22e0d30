"""Free text in a file's cells: whether it may be an opt-out, by the reader of customers' messages."""

from __future__ import annotations

import re
from functools import lru_cache

from flows.importing import table_cells
from flows.importing.opt_out_values import says_subscribed
from handlers.replies.opt_out_keywords import load_keywords
from handlers.replies.opt_out_recognition import OptOut, read_opt_out, split, weigh
from handlers.replies.wish_phrases import wishes

_LIKELY = 0.25  # the probability of an opt-out above which the reader would ask
_SURELY = 0.9  # the same without an ending or denying word: "declined sms"
_NUMBERS = re.compile(r"[\d_/.\-]*\d[\d_/.\-]*")
_LINKS = re.compile(r"\S*(?:@\S+\.|://)\S*")
_LONGEST = 2000  # characters of a cell to read
_HARDLY = 0.02  # the probability above which the slower rules decide
_KEPT = 1 << 15


def may_be_opt_out(text: str) -> bool:
    """Return True if a text may be an opt-out. Numbers, links and e-mail addresses in it are ignored."""
    said = _NUMBERS.sub(" ", _LINKS.sub(" ", text[:_LONGEST]) if "@" in text or "://" in text else text[:_LONGEST])
    said = " ".join(said.split())
    return any(map(str.isalpha, said)) and _may_be(said)


@lru_cache(_KEPT)
def _may_be(text: str) -> bool:
    classes = load_keywords().classes(split(text))
    ends = load_keywords().ends_or_denies(classes)
    if not ends and not load_keywords().may_end(classes):
        return False
    likely = 1 - weigh(text)["other"]
    if likely < (_HARDLY if ends else _SURELY) or (not ends and _agrees(text)):
        return False
    said = read_opt_out(text)
    return said is OptOut.STOP or (said is OptOut.AMBIGUOUS and likely >= _LIKELY)


def _agrees(text: str) -> bool:
    """Return True if a text asks for messages: "wants texts", "subscribed to the newsletter", "texts ok"."""
    words = text.split()
    stems = " ".join(word.removesuffix("s") for word in words)
    return wishes(f"{text} {stems}") or any(_is_yes(word) for word in words)


def _is_yes(word: str) -> bool:
    return says_subscribed(word) or _flag(word)


def _flag(word: str) -> bool:
    try:
        return table_cells.parse_flag(word) is True
    except ValueError:
        return False
