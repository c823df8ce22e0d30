"""Ids that sort by time and cannot be guessed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from bot.clock import Clock
from bot.correlation import BITS, get_followed_trail

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_TAIL = 74  # bits after the 48 of the time, RFC 9562 section 5.7
_LARGEST_STEP = 32  # bits
_STEP_ON_TRAIL = 6  # bits, of 26 in a millisecond


class Ids:
    """A maker of UUIDv7s (RFC 9562) from the business's time; each is larger than the one before it.

    Within a millisecond, and while a pushed clock does not move, the random tail grows by random steps (RFC 9562
    section 6.2, method 2), so that the next id cannot be guessed. ``randbits`` returns that many random bits. Ids of
    consequences end like the cause's id (bot/correlation.py), and differ in the 26 bits before that.
    """

    def __init__(self, clock: Clock, randbits: Callable[[int], int] = secrets.randbits) -> None:
        self._clock = clock
        self._randbits = randbits
        self._last = 0

    def make(self) -> UUID:
        """Return a UUIDv7 later than every one this object made before it."""
        milliseconds = (self._clock.now() - _EPOCH) // _MILLISECOND
        self._last = self._on_trail(self._free(milliseconds), get_followed_trail())
        return _uuid(self._last, version=7)

    def _free(self, milliseconds: int) -> int:
        """Return the next 128-bit value without a trail. The first one of a millisecond leaves its top random bit
        clear, for later steps."""
        if milliseconds > self._last >> _TAIL:
            return milliseconds << _TAIL | self._randbits(_TAIL - 1)
        return self._last + 1 + self._randbits(_LARGEST_STEP)

    def _on_trail(self, free: int, trail: int | None) -> int:
        """Replace the value's last bits by the trail, if any; the result is larger than the last id."""
        if trail is None:
            return free
        bound = free >> BITS << BITS | trail
        return bound if bound > self._last else bound + (1 + self._randbits(_STEP_ON_TRAIL) << BITS)


def _uuid(bits: int, version: int) -> UUID:
    """Insert the version and the variant between the 122 bits."""
    high, middle, low = bits >> _TAIL, bits >> 62 & 0xFFF, bits & (1 << 62) - 1
    return UUID(int=high << 80 | version << 76 | middle << 64 | 0b10 << 62 | low)
