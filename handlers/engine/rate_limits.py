"""How often somebody may ask: token buckets in this process, real time, bounded in number."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

MOST = 10_000  # whose buckets are kept; the longest unused are full again anyway


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` at once, and from then on so many ``a_second``."""

    a_second: float
    burst: int


class Buckets:
    """One bucket for each who asks; a new one is full."""

    def __init__(self, rate: Rate, most: int = MOST) -> None:
        self.rate = rate
        self._most = most
        self._left: OrderedDict[Hashable, tuple[float, datetime]] = OrderedDict()

    def wait(self, who: Hashable, elapsed: datetime) -> int:
        """After how many whole seconds there is something left; 0 while there is."""
        lacking = 1 - self._now(who, elapsed)
        return 0 if lacking <= 0 else math.ceil(lacking / self.rate.a_second)

    def left(self, who: Hashable, elapsed: datetime) -> int:
        """How many there are to take now."""
        return math.floor(self._now(who, elapsed))

    def full_in(self, who: Hashable, elapsed: datetime) -> int:
        """After how many whole seconds the bucket is full again, if nobody takes of it; 0 while it is."""
        return math.ceil((self.rate.burst - self._now(who, elapsed)) / self.rate.a_second)

    def take(self, who: Hashable, elapsed: datetime) -> int:
        """Take one, and 0; else after how many seconds to come back."""
        if seconds := self.wait(who, elapsed):
            return seconds
        self._left[who] = (self._now(who, elapsed) - 1, elapsed)
        self._left.move_to_end(who)
        if len(self._left) > self._most:
            self._left.popitem(last=False)
        return 0

    def _now(self, who: Hashable, elapsed: datetime) -> float:
        left, at = self._left.get(who, (float(self.rate.burst), elapsed))
        return min(left + (elapsed - at).total_seconds() * self.rate.a_second, self.rate.burst)
