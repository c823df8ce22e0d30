"""A large split that an order waits for, and what the order does with it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Then(StrEnum):
    """What an order does after its lines are divided among shops."""

    GO_ON = "go_on"  # a shop has answered
    NEXT_WAVE = "next_wave"  # the wave is over
    SETTLE = "settle"  # the time to answer is over


@dataclass(frozen=True, slots=True)
class Dividing:
    """An awaited large split: the key of its call, and a fingerprint of what is divided.

    ``lines`` are those to divide; None if further answers came, so that everything missing is divided again.
    """

    key: str
    of: str
    lines: tuple[str, ...] | None
    then: Then
    until: datetime
