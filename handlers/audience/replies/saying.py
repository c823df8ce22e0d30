"""What one clause says of its topic: how often, how much, when, and whether it denies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from flows.audience.criteria import Compared, Criteria, Not
from handlers.audience.replies.figures import read_quantity
from handlers.audience.replies.names import Names

Meant: TypeAlias = "Callable[[ClauseWords, Names], Criteria | None]"
"""What the words of a clause mean of its topic; None where they mean nothing."""
SEVERAL = "loyalty.progress"
"""A fact with several values."""
_OPPOSITE: Mapping[str, str] = {">=": "<", ">": "<=", "<": ">=", "<=": ">"}
_UNKNOWN = {SEVERAL, "last_order_at", "first_order_at", "acquired_at", "last_active_at"}
"""Facts of which a comparison and its opposite may both be false: nobody who never ordered did so since May."""
_ONCE = ("quantity", "range", "several")
_WHEN = ("window", "date", "either", "span", "rate")


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """The words of each kind; ``quantity`` with what compares it, ``verb`` where the cue says that it was done."""

    cue: str = ""
    verb: bool = False
    noun: bool = False
    lead: bool = False
    no: str = ""
    no_behind: bool = False
    ever: str = ""
    quantity: str = ""
    range: str = ""
    several: str = ""
    window: str = ""
    date: str = ""
    either: str = ""
    span: str = ""
    rate: str = ""

    def takes(self, kind: str) -> bool:
        """Whether a word of the kind may still be said."""
        if kind in {"behind", "at_least_last"}:
            return bool(self.quantity) and read_op(self.quantity) == "="
        if kind == "no_last":
            return not self.no
        among = next((kinds for kinds in (_ONCE, _WHEN) if kind in kinds), (kind,))
        return not any(getattr(self, one) for one in among)

    def with_(self, kind: str, text: str) -> ClauseWords:
        """The same with a word more."""
        if kind == "behind":
            return replace(self, quantity=f"{self.quantity} {text}")
        if kind == "at_least_last":
            return replace(self, quantity=f"{text} {self.quantity}")
        words: dict[str, Any] = {"no": text, "no_behind": True} if kind == "no_last" else {kind: text}
        return replace(self, **words)

    @property
    def timed(self) -> bool:
        """Whether a time is said."""
        return any(getattr(self, one) for one in _WHEN)

    @property
    def numbered(self) -> bool:
        """Whether a number is said."""
        return any(getattr(self, one) for one in _ONCE)


def read_op(text: str) -> str:
    """How a quantity is compared."""
    quantity = read_quantity(text)
    return quantity.op if quantity is not None else "="


def denied(said: ClauseWords, criteria: Criteria | None) -> Criteria | None:
    """The opposite where the clause denies: "havent spent 200" is less than 200."""
    if criteria is None or not said.no:
        return criteria
    if isinstance(criteria, Compared) and criteria.op in _OPPOSITE and criteria.fact not in _UNKNOWN:
        return Compared(criteria.fact, _OPPOSITE[criteria.op], criteria.value)
    bare = isinstance(criteria, Compared) and criteria.op in {"=", "in"}
    return None if bare and said.numbered else Not(criteria)
