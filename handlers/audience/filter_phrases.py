"""Parsing of audience filters in chat and campaigns: into criteria, or the first mistake."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flows.audience.criteria import Criteria
from flows.name_folding import fold_name
from handlers.audience.filter_names import FilterNames
from handlers.audience.filters.filter_mistakes import FilterMistake, WrongFilter
from handlers.audience.filters.filter_parser import JOINTS, parse_filter
from handlers.audience.filters.filter_table import FILTERS


@dataclass(frozen=True, slots=True)
class ReadFilter:
    """A parsed filter: ``criteria``, or None with the first ``mistake``."""

    criteria: Criteria | None
    mistake: FilterMistake | None = None

    @property
    def unread(self) -> str:
        """Return the part of the text that was not understood; "" if all of it was."""
        return self.mistake.text if self.mistake is not None else ""


def read_phrase(text: str, names: FilterNames) -> ReadFilter:
    """Parse a filter with the names of a business. If it is not fully understood, it has no criteria."""
    try:
        return ReadFilter(parse_filter(text, names))
    except WrongFilter as wrong:
        return ReadFilter(None, wrong.mistake)


def begins_as_filter(name: str) -> bool:
    """Return True if the first word of a name is a keyword of the filter language: "not", "in", "bought"."""
    word = fold_name(name).partition(" ")[0]
    return word in JOINTS or word in FILTERS


def is_filter(name: str, names: FilterNames) -> bool:
    """Return True if a name would be read as a filter if no audience had it. A name alone is not a filter."""
    others = replace(names, audiences={one: meant for one, meant in names.audiences.items() if one != fold_name(name)})
    return others.read_bare_name(name) is None and read_phrase(name, others).criteria is not None
