"""Birthdays as shops write them: a day of the year, and the year if known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

LEAP = 2000
"""A leap year, used to parse days without a year, so that 29 February is valid."""
OLDEST = 120
"""Maximum age in years, two below the longest proven life. An earlier year is usually a form's default value."""
_WRITTEN = re.compile(r"(?:(?P<year>\d{4})-|--)?(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:T.*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Birthday:
    """A ``day`` of the year, "05-04" for 4 May, and the ``year``, None if unknown or implausible."""

    day: str
    year: int | None = None

    def __str__(self) -> str:
        """Format the birthday as in RFC 6350: 1990-05-04, or --05-04 if the year is unknown."""
        return f"{self.year:04}-{self.day}" if self.year else f"--{self.day}"


def read_birthday(written: str, today: date) -> Birthday | None:
    """Parse a birthday in ISO 8601 (1990-05-04, also followed by a time) or without a year (05-04, --05-04).

    A year in the future, or more than 120 years before ``today``, is dropped and the day stays. None for anything else,
    such as days that a month or year does not have.
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
