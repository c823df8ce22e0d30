"""Bare answers: texts that say only yes or no, even if politely: "yes please", "haan kar do", "no thanks".

A bare answer may move money, so nothing is weighed: each word must be in a list. A text that only expresses joy, asks,
or has any other word is no bare answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.customer_concerns import Concern, read_concern
from handlers.replies.text_normalisation import split_tokens, words
from handlers.replies.word_lists import read_sets
from handlers.replies.yes_no import classify_polarity, denies, read_yes_no


class BareAnswer(StrEnum):
    """What a bare answer wants for the thing shown."""

    DO = "do"
    LEAVE = "no"


_LISTED, _COURTESIES = read_sets("commands"), read_sets("courtesies")
_SAYING = ((_LISTED["leave"], BareAnswer.LEAVE), (_LISTED["do"], BareAnswer.DO))
_POLITE = frozenset().union(*(_COURTESIES[name] for name in ("please", "thanks", "whom", "sign")))
_DRAWN_OUT = re.compile(r"([^\W\d_])\1+$")  # "yess", "okkk"
_LAUGH = re.compile(r"(?:ha|he|ja|ji){2,}h?|ha{5,}")
"""Also in words: "ha ha" may be two yeses of Hindi, and no action follows a possible laugh."""
_AGAINST = frozenset({"no", "nahi", "negate", "forbid", "bad", "unsure", "contrast", "gone", "only"})
_NO_ANSWER = re.compile(r"^\s*[>\"'“”‘«]|(?<!\w)[-+−–]\s*\d")
"""A quotation, and a number with a sign: neither is somebody's own answer."""
_STOPS = frozenset({"stop", "stopall", "unsubscribe", "optout"})
_LONGEST = 6  # words
_PHRASE = 4  # words of the longest entry
_REFUSAL = 2  # words of a refusal that no list has whole: "nahi chahiye"
_SHORT = 4  # words of a bare cancel


def read_bare_answer(text: str) -> BareAnswer | None:
    """Parse a text that is only a bare answer; None for other texts and for a command with a slash."""
    said, left = _read(text)
    return said if said is not None and _LISTED["beside an answer"].issuperset(left) else None


def read_exact_answer(text: str) -> bool | None:
    """Parse a short text that is only a yes or a no; None for a longer text or one with any other word.

    A number next to a yes is a count, and a legal keyword next to a no may be an opt-out, so both give None.

    Only an exact answer orders, drops, cancels or approves. If a text is longer, Parley asks again and a person reads
    it.
    """
    if any(map(str.isdigit, text)) or _NO_ANSWER.search(text) or _names_a_stop(text):
        return None
    if read_concern(text)[0] is Concern.LATER:
        return None
    answer = read_bare_answer(text)
    if answer is not None:
        return answer is BareAnswer.DO
    many = len(words(text))
    if (many <= _SHORT and is_bare_cancel(text)) or (
        many <= _REFUSAL and denies(text) and read_yes_no(text).answer is False
    ):
        return False
    return None


def _names_a_stop(text: str) -> bool:
    said = words(text)
    return len(said) > 1 and not _STOPS.isdisjoint(said)


def is_objection(text: str) -> bool:
    """Return True if a text that is no answer may object to the thing shown: "wait, that is not right"."""
    return not _AGAINST.isdisjoint(name for name, _ in classify_polarity(split_tokens(text)))


def _read(text: str) -> tuple[BareAnswer | None, Sequence[str]]:
    """Parse a text into its answer, None if it has none, and the words outside it.

    If it has two answers, as in "ok don't launch it", all words are outside.
    """
    said = words(text)
    laughs = _LAUGH.fullmatch("".join(said)) is not None
    if text.lstrip().startswith("/") or "?" in text or laughs or len(said) > _LONGEST or _NO_ANSWER.search(text):
        return None, said
    answers, left, at = set(), [], 0
    while at < len(said):
        answer, length = _match_at(said[at : at + _PHRASE])
        answers |= {answer} - {None}
        if not length:
            left.append(said[at])
        at += length or 1
    return (answers.pop(), left) if len(answers) == 1 else (None, said if answers else left)


def _match_at(said: Sequence[str]) -> tuple[BareAnswer | None, int]:
    """Return the meaning of the first words, the longest entry first, and their number; 0 if no entry matches."""
    for length in range(len(said), 0, -1):
        spoken = " ".join(said[:length])
        for spelled in (spoken, _DRAWN_OUT.sub(r"\1", spoken)):
            for entries, answer in _SAYING:
                if spelled in entries:
                    return answer, length
            if spelled in _POLITE:
                return None, length
    return None, 0
