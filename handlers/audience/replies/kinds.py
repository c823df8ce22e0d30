"""Kinds of clauses of a phrase: one pattern, a name behind an opening, a name with what says of what kind it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from flows.audience.criteria import Any, Criteria
from handlers.audience.replies.names import Called, Names, called
from handlers.audience.replies.words import pattern


@dataclass(frozen=True, slots=True)
class Clause:
    """What the words from one place to ``end`` say."""

    criteria: Criteria
    end: int


Reads = Callable[[str, int, Names], "Clause | None"]
Meant = Callable[[re.Match[str], Names], "Criteria | None"]
Known = Callable[[Names], Called]
_GAP = re.compile(r"\s*")
_ALTERNATIVE = pattern(r" ?,? ?(?:{or}|/) (?:{in} )?")


def plain(text: str, meant: Meant) -> Reads:
    """A clause that is one pattern."""
    wanted = pattern(text)

    def read(said: str, place: int, names: Names) -> Clause | None:
        found = wanted.match(said, place)
        criteria = meant(found, names) if found is not None else None
        return Clause(criteria, found.end()) if found is not None and criteria is not None else None

    return read


def named(opening: str, known: Known) -> Reads:
    """A clause that opens so and goes on with a name, or several: "in Texas or Ohio"."""
    wanted = pattern(opening)

    def read(said: str, place: int, names: Names) -> Clause | None:
        found = wanted.match(said, place)
        return None if found is None else listed(said, found.end(), known(names))

    return read


def followed(known: Known, closing: str) -> Reads:
    """A clause that begins with a name and goes on with its kind: "Spanish speakers"."""
    wanted = pattern(f" ?-?{closing}")

    def read(said: str, place: int, names: Names) -> Clause | None:
        clause = listed(said, place, known(names))
        after = wanted.match(said, clause.end) if clause is not None else None
        return Clause(clause.criteria, after.end()) if clause is not None and after is not None else None

    return read


def listed(said: str, place: int, known: Called) -> Clause | None:
    """One name, or several with an "or" between them."""
    first = called(known, said, place)
    if first is None:
        return None
    several, end = [first[0]], first[1]
    while (more := _ALTERNATIVE.match(said, end)) and (after := called(known, said, more.end())):
        several.append(after[0])
        end = after[1]
    return Clause(several[0] if len(several) == 1 else Any(tuple(several)), end)


def then(wanted: re.Pattern[str], said: str, place: int) -> tuple[re.Match[str] | None, int]:
    """A pattern that may stand behind a place, and the end of it."""
    gap = _GAP.match(said, place)
    found = wanted.match(said, gap.end() if gap else place)
    return found, found.end() if found else place
