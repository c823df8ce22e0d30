"""Customers who never ordered, said to be counted beside a time without an order: "jisne kabhi liya hi nahi wo bhi
ginna".

A customer without an order had none in that time either, so that these words add nobody. Beside anything else customers
would be added, and the phrase is asked about.
"""

from __future__ import annotations

from flows.audience.criteria import All, Counted, Criteria, Not
from handlers.audience.replies.events import ORDERED
from handlers.audience.replies.words import pattern

_WHO = "(?:(?:{who}|{those}|{filler}) ){0,4}"
_NEVER = (
    f"{_WHO}(?:{{ever}} {{bought}} (?:hi |ही )?{{neg_last}}(?: {{did}})?|{{ever}} {{neg_last}} {{bought}}"
    "|{never} (?:{having_done} )?{bought}|{ever} order (?:hi )?{neg_last} {did})(?: {nothing})?"
)
_TOO = "(?:(?:{those}|{filler}) ){0,2}"
_BEHIND = pattern(rf" ?[,;.]? ?(?:{{and}} )?{_NEVER} ?,? ?{_TOO}{{they_too}}(?: {_TOO}{{count_in}})?[ .!]*$")
_FIRST = pattern(rf" ?[,;.(]? ?(?:{{and}} )?{{count_in}} (?:{{they_too}} )?{_NEVER}(?: {{they_too}})?[ .!)]*$")


def without_who_never_did(said: str) -> str | None:
    """The phrase without these words at its end; None where there are none."""
    found = _FIRST.search(said) or _BEHIND.search(said)
    return said[: found.start()] if found is not None and found.start() else None


def holds_who_never_did(criteria: Criteria | None) -> bool:
    """Whether criteria are of who did not order in a time, and of nothing but people of one kind beside it."""
    told = criteria.of if isinstance(criteria, All) else (criteria,)
    denied = [one.of for one in told if isinstance(one, Not)]
    return any(isinstance(of, Counted) and of.event == ORDERED and of.within and not of.where for of in denied)
