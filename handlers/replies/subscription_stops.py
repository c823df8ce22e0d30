"""Opt-outs that name our messages: "cancel my subscription", "mujhe mat likho", "no ads please".

Such words are about our messages after any question: they are no yes to "Shall we cancel the order?", and no mere no to
"Shall we order it?". "Don't send it" and "cancel it" name nothing of ours, and answer the question. If this reader
finds an opt-out, Parley asks; `opt_out_recognition` has the wordings that revoke on their own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, pairwise
from re import Pattern

from handlers.replies.answer_openings import split_opening
from handlers.replies.opt_out_keywords import load_keywords
from handlers.replies.question_kinds import Asking, classify_question
from handlers.replies.text_normalisation import BREAKS, says_any, split_tokens
from handlers.replies.word_lists import read_sets

_OTHERS = read_sets("our_messages")["others"]
_LONGEST = 16  # words of a clause without other content; a longer one is a story, and weighed
_OURS = ("channel", "reminder", "text", "subscription", "texting", "number", "list", "offered", "to_write")
_DENIALS = ("no", "dont", "not_", "nahi", "mat", "na", "ne", "nomore", "lacking")
_PARTS = {
    "soften": "polite|soft|sign|i|you|again|to|can|how|wish|off|send|kar|do|tell|my|me|coming|receive|hear",
    "named": "channel|reminder|text|subscription|offered",
    "end": "plain|cease|halt|quit|cancel|band|band_hi|rok|unsub|removal|erasing",
    "deny": "|".join(_DENIALS),
}
_ENDS = (
    "^(soften|this|junk)*(end)(soften|this|junk|end)*(named)(soften|named|end|this)*$",
    "^(soften|this)*(named)(soften|named|this)*(end)(soften|end)*$",
    "^(soften)*(end)(soften|end)*(texting|to_write)(soften|texting|named)*$",
    "^(soften)*(unsub|remove_me|idiom|shoo|wrong_number)(soften|unsub|remove_me|idiom|shoo|named)*$",
    "^(polite|soft|sign)*(plain|cease)(this)+(polite|soft|sign)*$",
)
"""Ends of our messages: the clause names them, wants to be left alone, or says "stop these"."""
_REFUSALS = (
    "^(soften|want|chahiye|junk)*(deny)(soften|want|chahiye|deny|junk)*(named)(soften|want|chahiye|named|junk|deny)*$",
    "^(soften|want)*(named)(soften|named)*(no|not_|nahi|mat|na)(soften|want|chahiye|named)*$",
    "^(soften)*(deny)(soften|deny)*(texting|to_write)(soften|texting|named)*$",
    "^(soften|texting)*(texting)(soften)*(nahi|mat|na)(soften)*$",
    "^(soften)*(me)(soften)*((call|reply|to_write)(soften)*mat|mat(soften)*(call|reply|to_write))(soften)*$",
)
"""Refusals of our messages without a question: "no updates?" wonders."""


def ends_our_messages(words: Sequence[str], question: str = "", *, asked: bool = True) -> bool:
    """Return True if one clause of these words, from `opt_out_recognition.split`, only asks to end our messages.

    If the ``question`` is itself about our messages, such words answer it. After a yes, when nothing was ``asked``,
    they refuse nothing ("yes but no offers"). A wish to be called instead asks for a call.
    """
    if question and _is_about_them(question):
        return False
    clauses, behind = _clauses(words), split_opening(words)
    wonders = not asked and behind is not None and behind.agrees is True
    ending = [one for one in clauses if _ends(replace(one, asks=one.asks or wonders))]
    return bool(ending) and not any(_asks_for_a_call(one) for one in clauses if one not in ending)


def sends_nothing(words: Sequence[str], question: str) -> bool:
    """Return True if the text only says no to the sending in a question: "mat bhejo" to "Shall we send it?"."""
    if _is_about_them(question) or not load_keywords().has_one(load_keywords().classes(split_tokens(question)), "send"):
        return False
    return _load_denied_sending().search(load_keywords().classes(list(words))) is not None


@dataclass(frozen=True, slots=True)
class _Clause:
    """The words between two marks of a text; ``asks`` if a question mark follows."""

    said: tuple[str, ...]
    asks: bool

    @property
    def classes(self) -> str:
        return load_keywords().classes(list(self.said))


def _clauses(words: Sequence[str]) -> list[_Clause]:
    """Split a text into clauses at marks, and after a yes or a no."""
    runs, behind = [*_runs(words), (True, ())], split_opening(words)
    clauses = [_Clause(run, asks="?" in after) for (breaks, run), (_, after) in pairwise(runs) if not breaks]
    rest = behind.rest if behind is not None and behind.agrees is not None and behind.apart else ()
    return [*clauses, *(_Clause(run, asks=False) for breaks, run in _runs(rest) if not breaks)]


@cache
def _load_denied_sending() -> Pattern[str]:
    denied, beside = "no|dont|not_|nahi|mat", "(polite|soft|sign|this|do|kar)*"
    return load_keywords().rule(f"^{beside}(({denied}){beside}send|send{beside}({denied})){beside}$")


def _ends(clause: _Clause) -> bool:
    if len(clause.said) > _LONGEST or says_any(clause.said, _OTHERS):
        return False
    ends, ends_or_refuses = _rules()
    return (ends if clause.asks else ends_or_refuses).search(clause.classes) is not None


def _asks_for_a_call(clause: _Clause) -> bool:
    return load_keywords().has_one(clause.classes, "call") and not load_keywords().has_one(clause.classes, *_DENIALS)


def _is_about_them(question: str) -> bool:
    """Return True if a question is about our messages, by its kind or because its sentence names them."""
    if classify_question(question) is Asking.CONSENT:
        return True
    sentences = re.split("[.!?।\n]", question.rpartition("?")[0] or question)
    return load_keywords().has_one(load_keywords().classes(split_tokens(sentences[-1])), *_OURS)


def _runs(words: Sequence[str]) -> list[tuple[bool, tuple[str, ...]]]:
    """Group the text into words between marks, and marks; True for a group of marks."""
    return [(breaks, tuple(run)) for breaks, run in groupby(words, BREAKS.__contains__)]


@cache
def _rules() -> tuple[re.Pattern[str], re.Pattern[str]]:
    ends, both = (load_keywords().rule("|".join(rules), **_PARTS) for rules in (_ENDS, (*_ENDS, *_REFUSALS)))
    return ends, both
