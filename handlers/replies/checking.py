"""What somebody who looks goods over answers to the checklist: numbers, buttons, or the words for what is ticked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

from handlers.replies.choices import read_number
from handlers.replies.text import normalise, words

ITEMS = ("defects", "tag", "colours", "clean")
"""The names of what is ticked, in the order of the checklist's numbers."""
_ALL_GOOD, _PROBLEM = 5, 6
_WORDS = MappingProxyType(
    {
        "defects": "defect defects flawless undamaged defectos defecto दोष dosh",
        "tag": "tag size label etiqueta talla टैग साइज़ साइज",
        "colours": "colour colours color colors colores rang rangon रंग",
        "clean": "clean cleaned limpio limpia saaf साफ़ साफ",
    }
)
_ITEM_OF = {word: item for item, said in _WORDS.items() for word in said.split()}
_FILLERS = (
    "no none without and ok okay yes done checked check visible is are as listed like the of it all right good correct "
    "sin y si sí visible hai hain koi nahi nahin sahi theek thik aur है हैं कोई नहीं सही ठीक और"
)
_AROUND = frozenset(_FILLERS.split())
_GOOD = frozenset(
    normalise(said)
    for said in (
        "all good", "all is good", "all ok", "all okay", "everything good", "everything is good", "everything ok",
        "all fine", "looks good", "todo bien", "todo está bien", "sab theek", "sab thik", "sab theek hai",
        "sab thik hai", "sab sahi", "sab sahi hai", "सब ठीक", "सब ठीक है", "सब सही है", "👍", "ok to ship", "ship it",
    )
)  # fmt: skip
_TROUBLE = re.compile(
    r"\s*(?:6\b[.)]?\s*)?(?:there(?:'s| is)\s+)?(?:an?\s+)?"
    r"(?:problem|problema|issue|defective|samasya|dikkat|gadbad|समस्या|दिक्कत|गड़बड़)(?:\b|(?=\W)|$)[\s:,.\-–]*(?P<why>.*)",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip
_SIXTH = re.compile(r"\s*6(?:[.):,\-–]|\s)\s*(?P<why>\D.*)", re.DOTALL)


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


def read_check(text: str, button: str | None = None) -> CheckReading:
    """Read an answer to the checklist; nothing is guessed from what holds other words as well."""
    said = button if button and button.strip().isdigit() else text
    trouble = _TROUBLE.fullmatch(said) or _SIXTH.fullmatch(said)
    if trouble is not None:
        return CheckReading(problem=True, reason=" ".join(trouble["why"].split()))
    if normalise(said).strip(" .!") in _GOOD:
        return CheckReading(good=True)
    return _numbers(said) or _named(said)


def _numbers(said: str) -> CheckReading | None:
    """``1 3``, ``1, 2, 3 and 4``, ``5``."""
    found = [(word, read_number(word)) for word in words(said)]
    numbers = [number for _, number in found if number is not None]
    if not numbers or any(number is None and word not in _AROUND for word, number in found):
        return None
    if numbers == [_PROBLEM]:
        return CheckReading(problem=True)
    if _ALL_GOOD in numbers and all(number <= _ALL_GOOD for number in numbers):
        return CheckReading(tuple(ITEMS[one - 1] for one in sorted(set(numbers) - {_ALL_GOOD})), good=True)
    if all(1 <= number <= len(ITEMS) for number in numbers):
        return CheckReading(tuple(ITEMS[one - 1] for one in sorted(set(numbers))))
    return CheckReading()


def _named(said: str) -> CheckReading:
    """``clean, no defects``."""
    heard = words(said)
    items = {_ITEM_OF[word] for word in heard if word in _ITEM_OF}
    if not items or any(word not in _ITEM_OF and word not in _AROUND for word in heard):
        return CheckReading()
    return CheckReading(tuple(item for item in ITEMS if item in items))
