"""Parts of a phrase: a clause, how it stands behind the one before, and how it is denied."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from flows.audience.criteria import All, Any, Compared, Criteria, Not
from handlers.audience.replies.words import pattern

_FAMILIES = {"city": "place", "region": "place", "country": "place", "audience": "group", "tag": "group"}
_FAMILIES |= {"lifecycle": "group", "language": "language", "reachable": "reachable", "acquired_from": "acquired_from"}
ONE_ONLY = frozenset({"lifecycle", "language", "acquired_from", "region", "country", "city"})
"""Facts of which people list several and mean whoever has one of them."""
_AND, _BUT = pattern(r"(?:{and}|\+|&|n)(?!\w)"), pattern("{but}")


class Joint(Enum):
    """What stands between two parts."""

    BESIDE = auto()
    COMMA = auto()
    AND = auto()
    BUT = auto()
    OR = auto()
    UNION = auto()  # plus all the vips
    MAYBE_UNION = auto()  # and all the vips


class Denied(Enum):
    """How a part is turned around."""

    NOT = auto()  # not vip
    EXCEPT = auto()  # all but vip
    BEHIND = auto()  # vip nahi
    OUT = auto()  # vip ko chhodkar


@dataclass(frozen=True, slots=True)
class PhrasePart:
    """A clause of a phrase, as it was written, with how it stands behind the one before."""

    text: str
    criteria: Criteria
    joint: Joint = Joint.BESIDE
    denied: Denied | None = None
    between: str = ""  # the words that join it

    @property
    def core(self) -> Criteria:
        """The criteria without the no before or behind."""
        return self.criteria.of if self.denied and isinstance(self.criteria, Not) else self.criteria


class Ambiguous(ValueError):
    """Parts that may be meant in two ways; the message is their words."""


def joint_of(between: str) -> Joint:
    """How words between two parts join them; "aur" and "y" go before a "par" that may be "on"."""
    if _AND.search(between):
        return Joint.AND
    if _BUT.search(between):
        return Joint.BUT
    return Joint.COMMA if "," in between or ";" in between or "." in between else Joint.BESIDE


def family(criteria: Criteria) -> str | None:
    """What names of a part are names of, where it is names alone."""
    kinds = {_FAMILIES.get(one.fact) if isinstance(one, Compared) and one.op == "=" else None for one in each(criteria)}
    return next(iter(kinds)) if len(kinds) == 1 else None


def facts_of(criteria: Criteria) -> frozenset[str]:
    """The facts that a part names."""
    return frozenset(one.fact for one in each(criteria) if isinstance(one, Compared))


def each(criteria: Criteria, *, all_of: bool = False) -> tuple[Criteria, ...]:
    """The criteria of which one is enough, or those that are ``all_of`` it."""
    return criteria.of if isinstance(criteria, All if all_of else Any) else (criteria,)
