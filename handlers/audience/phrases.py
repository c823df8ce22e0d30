"""The reader of phrases, whose patterns take more than a second to compile: what commands nothing loads none.

A service loads it beside its loop, soon after the start (bot/loading.py), for else the first phrase would hold up all.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.replies.text import normalise

if TYPE_CHECKING:
    from handlers.audience.replies.names import Names
    from handlers.audience.replies.reading import Phrased


_IN_FULL = (
    (re.compile(r"^\s*all\s*$", re.IGNORECASE), "everyone"),
    (re.compile(r"\b(inactive|dormant) (\d+)$", re.IGNORECASE), r"\1 \2 days"),
    (re.compile(r"\bbirthdays? (?:of )?this week\b", re.IGNORECASE), "birthday in 7 days"),
    (re.compile(r"\s+(?:details?|info|detalles)$", re.IGNORECASE), ""),
)
"""What people leave out of a phrase, or put beside it."""


def in_full(text: str) -> str:
    """A phrase with what is left out of it: "all" is everyone, "inactive 60" is counted in days, and a birthday of this
    week is one of the next seven days."""
    for pattern, full in _IN_FULL:
        text = pattern.sub(full, text)
    return text


def load() -> None:
    """Compile the patterns now."""
    from handlers.audience.replies import leaving_out, reading  # noqa: F401


def read_phrase(text: str, names: Names) -> Phrased:
    """The people whom a phrase means, of the business with these names."""
    from handlers.audience.replies import reading

    return reading.read_phrase(text, names)


def begins_turned(name: str) -> bool:
    """Whether a name begins with a word that turns the rest: "tag", "not"."""
    from handlers.audience.replies import turning

    return turning.begins_turned(name)


def is_turned(name: str, names: Names) -> bool:
    """Whether a name is read as a phrase that begins with a word which turns the rest, also where no audience is called
    so: "tag vip", "not vip"."""
    from handlers.audience.replies import reading

    if not begins_turned(name):
        return False
    others = {one: criteria for one, criteria in names.audiences.items() if one != normalise(name)}
    return reading.read_phrase(name, replace(names, audiences=others)).criteria is not None


def without_unread(text: str, said: Phrased, names: Names) -> tuple[str, Phrased] | None:
    """The phrase without its unread words, with how it is read then; None where it is not to be offered."""
    from handlers.audience.replies import leaving_out

    return leaving_out.without_unread(text, said, names)
