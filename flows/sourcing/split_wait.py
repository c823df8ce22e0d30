"""A large split that an order waits for, and how the order goes on with it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Then(StrEnum):
    """How an order goes on after its lines are divided among shops."""

    GO_ON = "go_on"  # a shop has answered
    NEXT_WAVE = "next_wave"  # the wave is over
    SETTLE = "settle"  # the time to answer is over


@dataclass(frozen=True, slots=True)
class Dividing:
    """A large split that is waited for: the call it was asked by, and a fingerprint of what is divided.

    ``lines`` are those that it is about; None once more was said, so that all is divided anew.
    """

    key: str
    of: str
    lines: tuple[str, ...] | None
    then: Then
    until: datetime
