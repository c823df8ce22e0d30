"""Birthdays as shops write them: a day of the year, and the year if known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

LEAP = 2000
"""A leap year, used to parse days without a year, so that 29 February is valid."""
OLDEST = 120
"""Years; the longest life that is proven is two longer. A year before that is a default that somebody's form has."""
_WRITTEN = re.compile(r"(?:(?P<year>\d{4})-|--)?(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:T.*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Birthday:
    """A ``day`` of the year, "05-04" for 4 May, and the ``year``, None if unknown or implausible."""

    day: str
    year: int | None = None

    def __str__(self) -> str:
        """Return the birthday in RFC 6350: 1990-05-04, or --05-04 without a year."""
        return f"{self.year:04}-{self.day}" if self.year else f"--{self.day}"


def read_birthday(written: str, today: date) -> Birthday | None:
    """Return a birthday in ISO 8601 (1990-05-04, also with a time behind it) or without its year (05-04, --05-04).

    Years in the future and more than 120 before ``today`` are left out and the day stays. 29 February of a year that
    has none, days that no month has and everything else is None.
    """
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        return None
    year = int(found["year"]) if found["year"] else None
    likely = year if year is not None and today.year - OLDEST <= year <= today.year else None
    try:
        day = date(likely or LEAP, int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    return Birthday(f"{day:%m-%d}", None if day > today else likely)
