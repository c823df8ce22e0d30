"""The day at which an offer ends, as the staff writes it among other words: "till sunday", "ravivar tak"."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from handlers.replies.moments import is_little_but_a_moment, is_of_the_past, read_moment

_UNTIL = re.compile(
    r"\b(?:valid\s)?(?:till|until|hasta)\s(?:el\s)?(?P<until>[^\s,]+(?:\s[^\s,]+){0,3})"
    r"|(?<![^\s,])(?P<by>[^\s,]+(?:\s[^\s,]+){0,2})\s(?:tak|तक)(?!\w)",
    re.IGNORECASE,
)
_LAST_MINUTE = time(23, 59)
_JOINS = frozenset({"to", "for", "a", "para", "ko", "with", "max", "and", "y"})
"""Words that end no day."""
_MONEY = re.compile(r"[%$₹€£]")


def find_end(text: str) -> re.Match[str] | None:
    """The words for the end of an offer: as many as name one moment and nothing else."""
    for found in _UNTIL.finditer(text):
        behind, words = found["until"] is not None, (found["until"] or found["by"]).split()
        for many in range(len(words), 0, -1):
            some = words[:many] if behind else words[-many:]
            edge = some[-1] if behind else some[0]
            if edge.casefold() in _JOINS or not _is_a_moment(" ".join(some)):
                continue
            start = found.start() if behind else found.start("by") + text[found.start("by") : found.end()].find(some[0])
            end = found.end() - len(" ".join(words[many:])) - bool(words[many:]) if behind else found.end()
            return _UNTIL.fullmatch(text, start, end)
    return None


def _is_a_moment(said: str) -> bool:
    return _MONEY.search(said) is None and (is_little_but_a_moment(said) or is_of_the_past(said))


def end_of(until: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment at which an offer is over that ends "sunday" or "friday 6pm": a day without an hour ends with its last
    minute, which is told as that day. None for a moment that there is not, or has been."""
    moment = read_moment(until, now, zone)
    if moment is None or moment.precise:
        return None if moment is None else moment.at
    return datetime.combine(moment.at.astimezone(zone).date(), _LAST_MINUTE, tzinfo=zone).astimezone(UTC)
