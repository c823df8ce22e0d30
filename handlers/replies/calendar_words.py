"""Words of days, hours and durations, normalised like text (no accents or apostrophes)."""

from collections.abc import Mapping

from handlers.replies.word_lists import read_values


def _read(kind: str) -> dict[str, int]:
    return {word: int(value) for word, value in read_values("calendar", kind).items()}


DAYS = _read("day")
"""Days from today."""
WEEKDAYS = _read("weekday")
"""Weekdays; Monday is 0."""
PARTS = {word: int(at[:2]) * 60 + int(at[3:]) for word, at in read_values("calendar", "at").items()}
"""Parts of the day, as minutes after midnight."""
UNITS = _read("minutes")
"""Units of time, in minutes."""
COUNTS = _read("count")
MONTHS = _read("month")


def choose(table: Mapping[str, int]) -> str:
    """Make a regular expression that matches any key, the longest first."""
    return "|".join(sorted((key.replace(" ", r"\s") for key in table), key=len, reverse=True))
