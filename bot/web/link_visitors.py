"""Visits to short links, counted once, and a limit on guesses, as anyone may open a link."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from bot.proxies import Address, mask_household

MINUTE = timedelta(minutes=1)
MOST_MISSES = 60
"""Unknown links that a household may open per minute. Codes have 42 bits: finding one of a million takes 100 years."""
_MOST_KEPT = 50_000  # of each: more than a minute brings, and a few MB


class Visitors:
    """The visits of the current minute in this process; ``at`` is real time."""

    def __init__(self) -> None:
        self._ends: datetime | None = None
        self._counted: set[str] = set()
        self._misses: Counter[str] = Counter()

    def is_new(self, identity: str, at: datetime) -> bool:
        """Return True if a visit has not been counted yet, and record it."""
        self._turn(at)
        if identity in self._counted:
            return False
        if len(self._counted) < _MOST_KEPT:
            self._counted.add(identity)
        return True

    def count_miss(self, who: Address | None, at: datetime) -> None:
        """Count a visit to an unknown link."""
        self._turn(at)
        if who is not None and len(self._misses) < _MOST_KEPT:
            self._misses[mask_household(who)] += 1

    def guesses(self, who: Address | None, at: datetime) -> bool:
        """Return True if the visitor guessed too often."""
        self._turn(at)
        return who is not None and self._misses[mask_household(who)] >= MOST_MISSES

    def _turn(self, at: datetime) -> None:
        """Start new counts each minute."""
        if self._ends is None or at >= self._ends:
            self._ends = at + MINUTE
            self._counted.clear()
            self._misses.clear()
