"""Which size to suggest after a return, from what others kept; and which reasons of a return are about size or colour.

Reasons are codes of the returns system, never people's own words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flows.name_folding import fold_name

FEWEST_PEOPLE = 20
"""Minimum people who returned the size, and whose kept size is known."""
FEWEST_SHARE = 0.6
"""Minimum share of them who kept one size."""
SIZE_REASONS = frozenset(
    {"fit", "size", "size_too_large", "size_too_small", "too_big", "too_large", "too_small", "wrong_fit", "wrong_size"}
)
COLOUR_REASONS = frozenset({"color", "colour", "wrong_color", "wrong_colour"})


@dataclass(frozen=True, slots=True)
class SizeHint:
    """A suggestion: ``people`` of the ``of`` people who returned one size kept another one."""

    returned_size: str
    kept_size: str
    people: int
    of: int


def suggest_size(
    kept: Mapping[str, int], returned: str, fewest: int = FEWEST_PEOPLE, share: float = FEWEST_SHARE
) -> SizeHint | None:
    """Return the size that most people kept who returned the size ``returned``; None without the evidence for one.

    ``kept`` has the number of these people by the size that they kept, by an exchange or their next order. Sizes are
    compared by ``fold_name``, and written as most people's. Most people who keep the same size again are no evidence
    for another. ``fewest`` and ``share`` are the minimum evidence.
    """
    people: Counter[str] = Counter()
    for spelling, persons in kept.items():
        people[fold_name(spelling)] += persons
    of = people.total()
    if not of or of < fewest:
        return None
    best = max(people, key=lambda one: (people[one], one))
    if best in ("", fold_name(returned)) or people[best] < share * of:
        return None
    spelling = max((one for one in kept if fold_name(one) == best), key=lambda one: (kept[one], one))
    return SizeHint(returned, spelling, people[best], of)


def is_size_reason(reason: str) -> bool:
    """Return True if a return's reason is the code of a wrong size, in any case, with spaces, "-" or "_"."""
    return _fold_code(reason) in SIZE_REASONS


def is_colour_reason(reason: str) -> bool:
    """Return True if a return's reason is the code of a wrong colour, in any case, with spaces, "-" or "_"."""
    return _fold_code(reason) in COLOUR_REASONS


def _fold_code(reason: str) -> str:
    return "_".join(reason.casefold().replace("-", " ").replace("_", " ").split())
