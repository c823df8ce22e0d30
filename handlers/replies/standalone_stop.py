"""Opt-out keywords separate from the rest of a text: "2 mugs. STOP", "opt me out & send a mug".

These need no weighing: the legal keywords are listed (47 CFR 64.1200(a)(10)), and a separate sentence is about nothing
else. Parley asks in two cases: the keyword may refer to the rest ("stop, the mug, not the shorts"), or no mark
separates the two ("2 mugs STOP").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.clauses import Parting, SaidClause, split_clauses
from handlers.replies.courtesies import strip_courtesies
from handlers.replies.keyword_repair import mend_words
from handlers.replies.opt_out_keywords import load_keywords
from handlers.replies.text_normalisation import words
from handlers.replies.wish_phrases import counts, wishes
from handlers.replies.word_lists import read_sets

_KINDS = ("plain", "quit", "cancel", "unsub", "opt", "bare", "band_hi", "list", "para", "alone")  # a quick look
_NEVER_OF_A_WISH = ("unsub", "opt", "list")
_LONGEST = 300  # characters that are read
_MOST_TYPED = 3  # words of a keyword that no sign separates from the rest: "OPT ME OUT"
_CAPITALS = re.compile(r"[^\W\d_]{3,}")
_COUNTED = re.compile(r"(?i:stopp?)\s+\d{1,3}\s+([^\W\d]{2})")  # "Stop 5 MG Road" is a place
_FEWEST_OF_A_WISH = 2  # words before the keyword: the thing, and the wish for it
# The keyword after words of something else, as after an address: in capitals, or after a postal code.
_LAST = re.compile(r"\sSTOP(?:ALL)?[\s.!]*$|\d{5}[\s,]+stop[\s.!]*$|\s(?i:unsubscribe(?: me)?)[\s.!]*$")


@dataclass(frozen=True, slots=True)
class StopApart:
    """The keyword's words (``said``) and the ``rest`` of its text; ``sure``: it does not refer to the rest.

    A bare "stop" next to a wish may refer to the wish: "stop, i want the mug, not the shorts".
    """

    said: str
    rest: str
    sure: bool


def find_keyword_apart(text: str, *, asked: bool = False) -> StopApart | None:
    """Return the separate keyword in a text about something else; None if there is none.

    ``asked``: another question is open, and a bare "stop" before the rest may answer it.
    """
    if len(text) > _LONGEST or not load_keywords().has_one(load_keywords().classes(mend_words(text)), *_KINDS):
        return None
    found = (_find_in_clause(clause, asked=asked) for clause in split_clauses(text))
    return next(filter(None, found), None) or _find_at_edge(text)


def _find_in_clause(clause: SaidClause, *, asked: bool) -> StopApart | None:
    said = mend_words(clause.text)
    classes, typed = load_keywords().classes(said), _is_typed(clause.text, clause.rest)
    if not load_keywords().are_all(said, classes) or not (clause.is_at_an_edge or clause.parted >= Parting.END):
        return None
    parted = Parting.END if typed else clause.parted
    if load_keywords().has_one(classes, *_NEVER_OF_A_WISH):
        return StopApart(clause.text, clause.rest, sure=True)
    if clause.parted is Parting.JOINS and clause.behind is Parting.EDGE and _is_of_a_kind(clause.rest.split()[-1]):
        return None  # "one with start and stop"
    if load_keywords().has_one(classes, "plain") or _shuts(classes):
        said_of_it = mends(clause.rest) or (asked and not typed and clause.before is Parting.EDGE)
        return StopApart(clause.text, clause.rest, sure=parted >= Parting.COMMA and not said_of_it)
    if parted is Parting.JOINS:
        return None  # "the start and end", "alta y baja"
    if load_keywords().has_one(classes, "quit") or _is_listed(clause.text, "revokes"):
        return StopApart(clause.text, clause.rest, sure=parted >= Parting.END and not mends(clause.rest))
    doubted = typed or (parted >= Parting.END and not asked and _is_enough(clause.text))
    return StopApart(clause.text, clause.rest, sure=False) if doubted else None


def _shuts(classes: str) -> bool:
    """Return True if a text asks to close something; "बंद है" (is closed) may be about a shop."""
    return load_keywords().has_one(classes, "band_hi") and load_keywords().has_one(classes, "kar")


def _is_enough(text: str) -> bool:
    return is_bare_cancel(text) or _is_listed(text, "enough")


def _is_listed(text: str, kind: str) -> bool:
    """Return True if a text is one of the words in the list ``kind``, with an optional courtesy."""
    return " ".join(strip_courtesies(words(text))) in read_sets("stop_apart")[kind]


def _find_at_edge(text: str) -> StopApart | None:
    """Return the keyword at the beginning or end that only its capitals separate from the rest: "2 mugs STOP". None if
    there is none."""
    typed = text.split()
    for most in range(1, min(_MOST_TYPED, len(typed) - 1) + 1):
        last, ahead = typed[-most:], typed[:-most]
        if _is_keyword_in_capitals(last, ahead) and not _is_of_a_kind(ahead[-1]):
            return StopApart(" ".join(last), " ".join(ahead), sure=False)
        first, left = typed[:most], typed[most:]
        if _is_keyword_in_capitals(first, left) and _begins_a_wish(first, left):
            return StopApart(" ".join(first), " ".join(left), sure=False)
    counted = _COUNTED.match(text)
    is_one = counted is not None and (text.isupper() or not counted[1].isupper())
    return StopApart(typed[0], " ".join(typed[1:]), sure=False) if is_one else None


def _is_keyword_in_capitals(typed: Sequence[str], rest: Sequence[str]) -> bool:
    if not _is_typed(" ".join(typed), " ".join(rest)):
        return False
    said = mend_words(" ".join(typed))
    return load_keywords().are_all(said, load_keywords().classes(said))


def _is_of_a_kind(before: str) -> bool:
    """Return True if the word before a "stop" makes it a place or a thing ("bus stop"), or part of the sentence."""
    listed = read_sets("opt_out_at_last")
    return not (listed["kinds"] | listed["joins"]).isdisjoint(words(before))


def _begins_a_wish(keyword: Sequence[str], rest: Sequence[str]) -> bool:
    """Return True if the words after a keyword are a wish or a count; "STOP sign" is one thing."""
    if load_keywords().has_one(load_keywords().classes(mend_words(" ".join((*keyword, rest[0])))), "place"):
        return False
    begins, said = read_sets("stop_apart")["begins"], words(" ".join(rest))
    return counts(rest[0]) or not begins.isdisjoint((*said[:1], *said[-1:]))


def _is_typed(keyword: str, rest: str) -> bool:
    """Return True if a keyword is in capitals, and the rest is not."""
    letters = "".join(filter(str.isalpha, keyword))
    return _CAPITALS.search(keyword) is not None and letters.isupper() and not rest.isupper()


def mends(rest: str) -> bool:
    """Return True if the rest withdraws or corrects something: "the mug, not the shorts", "2 mugs only"."""
    return not read_sets("stop_apart")["mends"].isdisjoint(words(rest))


def stops_at_last(text: str, said: Sequence[str]) -> bool:
    """Return True if the keyword ends a text about something else: "12 Park Street, Delhi 110001 STOP".

    ``said`` are the words of the text. A text all in capitals may end at a bus stop.
    """
    found = _LAST.search(text)
    if found is not None and (found[0][0].isdigit() or not text.isupper()):
        return True
    return _is_a_wish_and_a_stop(said)


def _is_a_wish_and_a_stop(said: Sequence[str]) -> bool:
    """Return True if a wish is followed only by the keyword: "i want mug stop".

    "The bus stop" is a place, and "it to stop" says more.
    """
    *wish, last = said or [""]
    if last != "stop" or len(wish) < _FEWEST_OF_A_WISH:
        return False
    return not _is_of_a_kind(wish[-1]) and wishes(" ".join(wish))
