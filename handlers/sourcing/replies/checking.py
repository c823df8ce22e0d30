"""A checker's answers to the checklist: numbers, buttons, "all good", or a problem in their words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.replies.choices import read_number
from handlers.replies.text import normalise, words
from handlers.replies.word_lists import read_sets

ITEMS = ("defects", "tag", "colours", "clean")
"""The names of what is ticked, in the order of the whole checklist. After its last number come all good and problem."""
_LISTED = read_sets("sourcing:checking")
_AROUND = _LISTED["beside"]
_GOOD = _LISTED["good"]
_TROUBLE = re.compile(
    r"\s*(?:(?P<number>[0-9])\b[.)]?\s*)?(?:there(?:'s| is)\s+)?(?:an?\s+)?"
    r"(?:problem|problema|issue|defective|samasya|dikkat|gadbad|समस्या|दिक्कत|गड़बड़)(?:\b|(?=\W)|$)(?P<sign>[\s:,.\-–]*)(?P<why>.*)",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip
_OF_IT = frozenset({"with", "in", "on", "at", "con", "en", "mein", "me", "में"})  # open what is wrong, without a sign
_NUMBERED = re.compile(r"\s*(?P<number>[0-9])(?:[.):,\-–]|\s)\s*(?P<why>\D.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CheckReading:
    """What was answered: ``items`` to tick, ``good`` for all of it, or a ``problem`` with its ``reason``."""

    items: tuple[str, ...] = ()
    good: bool = False
    problem: bool = False
    reason: str = ""

    @property
    def understood(self) -> bool:
        """Whether it says anything."""
        return bool(self.items or self.good or self.problem)


def read_check(text: str, button: str | None = None, asked: Sequence[str] = ITEMS) -> CheckReading:
    """Read an answer to the checklist; nothing is guessed from what holds other words as well.

    ``asked`` are the names that were numbered in a row; a button answers with its number in the whole checklist.
    """
    pressed = button is not None and button.strip().isdigit()
    said, numbered = (button or "", ITEMS) if pressed else (text, asked)
    reason = _reason(said, len(numbered) + 2)
    if reason is not None:
        return CheckReading(problem=True, reason=reason)
    if normalise(said).strip(" .!") in _GOOD:
        return CheckReading(good=True)
    return _numbers(said, numbered)


def _reason(said: str, problem: int) -> str | None:
    """What is wrong, behind the word for it or its number; None where neither is said.

    "Problem solved" has the word and tells no reason: it is asked for.
    """
    for form in (_TROUBLE, _NUMBERED):
        found = form.fullmatch(said)
        if found is not None and found["number"] in {None, str(problem)}:
            told = found["number"] or found["sign"].strip() or _OF_IT.intersection(words(found["why"])[:1])
            return " ".join(found["why"].split()) if told else ""
    return None


def _numbers(said: str, asked: Sequence[str]) -> CheckReading:
    """``1 3``, ``1, 2, 3 and 4``, ``5``."""
    all_good, problem = len(asked) + 1, len(asked) + 2
    found = [(word, read_number(word)) for word in words(said)]
    numbers = {number for _, number in found if number is not None}
    if not numbers or any(number is None and word not in _AROUND for word, number in found):
        return CheckReading()
    if numbers == {problem}:
        return CheckReading(problem=True)
    if min(numbers) < 1 or max(numbers) > all_good:
        return CheckReading()
    items = tuple(asked[one - 1] for one in sorted(numbers - {all_good}))
    return CheckReading(items, good=all_good in numbers)
