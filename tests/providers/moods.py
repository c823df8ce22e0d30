"""How a provider fares for a while: what befalls the sends that come to it, one after another, by chance."""

from __future__ import annotations

import random
from collections.abc import Callable
from enum import StrEnum

from tests.providers import Fault

SLOW = 5.0  # seconds
PAUSE = 2  # seconds of Retry-After


class Mood(StrEnum):
    """What a bad hour of a provider looks like."""

    WELL = "well"
    SLOW = "slow"  # every answer takes five seconds
    HALF_FAILING = "half failing"  # one in two is answered with 503, and nothing is done
    BUSY = "busy"  # two in three are too many: 429 with Retry-After
    CUTTING = "cutting"  # one in three is carried out, and the connection ends before the answer
    DROPPING = "dropping"  # one in three ends before anything was done


_FAULTS = {
    Mood.SLOW: (1.0, Fault(wait=SLOW)),
    Mood.HALF_FAILING: (1 / 2, Fault(status=503)),
    Mood.BUSY: (2 / 3, Fault(code=20429, after=PAUSE)),
    Mood.CUTTING: (1 / 3, Fault(stored=True, cut=True)),
    Mood.DROPPING: (1 / 3, Fault(cut=True)),
}


def fault(mood: Mood, chance: random.Random) -> Callable[[], Fault]:
    """What a stand-in's ``mood`` may be set to."""
    share, told = _FAULTS.get(mood, (0.0, Fault()))
    return lambda: told if chance.random() < share else Fault()
