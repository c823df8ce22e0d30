"""Does a text want our messages to end, and names them: "cancel my subscription", "mujhe mat likho", "no ads please".

Such words are about what we send, whatever was asked: to "Shall we cancel the order?" they are no yes, and to "Shall we
order it?" no mere no. "Don't send it" and "cancel it" name nothing of ours, and answer the question. What is told apart
here is asked about; what revokes by itself is known otherwise (`optout`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, pairwise
from re import Pattern

from handlers.replies.answer_openings import opened
from handlers.replies.opt_out_keywords import keywords
from handlers.replies.question_kinds import Asking, asking
from handlers.replies.text_normalisation import BREAKS, says_any, tokens
from handlers.replies.word_lists import read_sets

_OTHERS = read_sets("our_messages")["others"]
_LONGEST = 16  # words of a clause that says no more; a longer one is a story, and weighed
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
"""What would end our messages: they are named, or somebody wants to be left alone, or "stop these"."""
_REFUSALS = (
    "^(soften|want|chahiye|junk)*(deny)(soften|want|chahiye|deny|junk)*(named)(soften|want|chahiye|named|junk|deny)*$",
    "^(soften|want)*(named)(soften|named)*(no|not_|nahi|mat|na)(soften|want|chahiye|named)*$",
    "^(soften)*(deny)(soften|deny)*(texting|to_write)(soften|texting|named)*$",
    "^(soften|texting)*(texting)(soften)*(nahi|mat|na)(soften)*$",
    "^(soften)*(me)(soften)*((call|reply|to_write)(soften)*mat|mat(soften)*(call|reply|to_write))(soften)*$",
)
"""What refuses them, and asks for none: "no updates?" wonders."""


def ends_our_messages(words: Sequence[str], question: str = "", *, asked: bool = True) -> bool:
    """Whether one clause of these words, as `optout.split` gives them, wants our messages to end and says no more.

    A ``question`` that is about our messages itself is answered by such words, and a yes to nothing that was ``asked``
    ("yes but no offers") refuses none of them. Who would rather be called asks for that.
    """
    if question and _is_about_them(question):
        return False
    clauses, behind = _clauses(words), opened(words)
    wonders = not asked and behind is not None and behind.agrees is True
    ending = [one for one in clauses if _ends(replace(one, asks=one.asks or wonders))]
    return bool(ending) and not any(_asks_for_a_call(one) for one in clauses if one not in ending)


def sends_nothing(words: Sequence[str], question: str) -> bool:
    """Whether all that is said denies the sending that a question speaks of: "mat bhejo" to "Shall we send it?"."""
    if _is_about_them(question) or not keywords().has_one(keywords().classes(tokens(question)), "send"):
        return False
    return _denied_sending().search(keywords().classes(list(words))) is not None


@dataclass(frozen=True, slots=True)
class _Clause:
    """The words between two marks of a text, and whether a question mark follows."""

    said: tuple[str, ...]
    asks: bool

    @property
    def classes(self) -> str:
        return keywords().classes(list(self.said))


def _clauses(words: Sequence[str]) -> list[_Clause]:
    """What stands between the marks of a text; also what stands behind a yes or a no."""
    runs, behind = [*_runs(words), (True, ())], opened(words)
    clauses = [_Clause(run, asks="?" in after) for (breaks, run), (_, after) in pairwise(runs) if not breaks]
    rest = behind.rest if behind is not None and behind.agrees is not None and behind.apart else ()
    return [*clauses, *(_Clause(run, asks=False) for breaks, run in _runs(rest) if not breaks)]


@cache
def _denied_sending() -> Pattern[str]:
    denied, beside = "no|dont|not_|nahi|mat", "(polite|soft|sign|this|do|kar)*"
    return keywords().rule(f"^{beside}(({denied}){beside}send|send{beside}({denied})){beside}$")


def _ends(clause: _Clause) -> bool:
    if len(clause.said) > _LONGEST or says_any(clause.said, _OTHERS):
        return False
    classes, (ends, refusals) = clause.classes, _rules()
    return any(rule.search(classes) for rule in (ends if clause.asks else (*ends, *refusals)))


def _asks_for_a_call(clause: _Clause) -> bool:
    return keywords().has_one(clause.classes, "call") and not keywords().has_one(clause.classes, *_DENIALS)


def _is_about_them(question: str) -> bool:
    """Whether a question asks about our messages, by what it asks or by their name in the sentence that asks."""
    if asking(question) is Asking.CONSENT:
        return True
    sentences = re.split("[.!?।\n]", question.rpartition("?")[0] or question)
    return keywords().has_one(keywords().classes(tokens(sentences[-1])), *_OURS)


def _runs(words: Sequence[str]) -> list[tuple[bool, tuple[str, ...]]]:
    """The words between marks, and the marks between words, each with whether it is of these."""
    return [(breaks, tuple(run)) for breaks, run in groupby(words, BREAKS.__contains__)]


@cache
def _rules() -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    made = [tuple(keywords().rule(one, **_PARTS) for one in patterns) for patterns in (_ENDS, _REFUSALS)]
    return made[0], made[1]
