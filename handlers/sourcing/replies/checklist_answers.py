"""A checker's answers to the checklist: buttons, numbers, or a problem's number with its description."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.replies.numbered_choices import read_number
from handlers.replies.text_normalisation import words

ITEMS = ("defects", "tag", "colours", "clean")
"""The names of the checklist's items, in the order of the whole list, before all good and problem."""
_NUMBERED = re.compile(r"\s*(?P<number>[0-9])(?:[.):,\-–]|\s)\s*(?P<why>\D.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CheckReading:
    """A parsed answer: ``items`` to tick, ``good`` for all of them, or a ``problem`` with its ``reason``."""

    items: tuple[str, ...] = ()
    good: bool = False
    problem: bool = False
    reason: str = ""

    @property
    def understood(self) -> bool:
        """Return True if the answer was understood."""
        return bool(self.items or self.good or self.problem)


def read_check(text: str, button: str | None = None, asked: Sequence[str] = ITEMS) -> CheckReading:
    """Parse an answer to the checklist; a text with other words is not guessed at.

    ``asked`` are the names, numbered from 1; a button answers with its number in the whole checklist.
    """
    pressed = button is not None and button.strip().isdigit()
    said, numbered = (button or "", ITEMS) if pressed else (text, asked)
    all_good, problem = len(numbered) + 1, len(numbered) + 2
    reason = _NUMBERED.fullmatch(said)
    if reason is not None and reason["number"] == str(problem):
        return CheckReading(problem=True, reason=" ".join(reason["why"].split()))
    numbers = {read_number(word) for word in words(said)}
    if numbers == {problem}:
        return CheckReading(problem=True)
    known = sorted(one for one in numbers if one is not None and 1 <= one <= all_good)
    if not known or len(known) < len(numbers):
        return CheckReading()
    return CheckReading(tuple(numbered[one - 1] for one in known if one < all_good), good=all_good in known)
