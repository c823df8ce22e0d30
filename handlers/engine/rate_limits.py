"""Rate limits: token buckets in this process, by real time, limited in number."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

MOST = 10_000  # buckets kept; the longest unused are full again anyway


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate: ``burst`` at once, and then ``a_second`` per second."""

    a_second: float
    burst: int


class Buckets:
    """One bucket per requester; a new bucket is full."""

    def __init__(self, rate: Rate, most: int = MOST) -> None:
        self.rate = rate
        self._most = most
        self._left: OrderedDict[Hashable, tuple[float, datetime]] = OrderedDict()

    def wait(self, who: Hashable, elapsed: datetime) -> int:
        """Return the whole seconds until a token is left; 0 if one is left now."""
        lacking = 1 - self._count_now(who, elapsed)
        return 0 if lacking <= 0 else math.ceil(lacking / self.rate.a_second)

    def count_left(self, who: Hashable, elapsed: datetime) -> int:
        """Return the number of tokens left now."""
        return math.floor(self._count_now(who, elapsed))

    def get_full_in(self, who: Hashable, elapsed: datetime) -> int:
        """Return the whole seconds until the bucket is full again if no token is taken; 0 if it is full."""
        return math.ceil((self.rate.burst - self._count_now(who, elapsed)) / self.rate.a_second)

    def take(self, who: Hashable, elapsed: datetime) -> int:
        """Take a token and return 0; if there is none, return the seconds to wait."""
        if seconds := self.wait(who, elapsed):
            return seconds
        self._left[who] = (self._count_now(who, elapsed) - 1, elapsed)
        self._left.move_to_end(who)
        if len(self._left) > self._most:
            self._left.popitem(last=False)
        return 0

    def _count_now(self, who: Hashable, elapsed: datetime) -> float:
        left, at = self._left.get(who, (float(self.rate.burst), elapsed))
        return min(left + (elapsed - at).total_seconds() * self.rate.a_second, self.rate.burst)
