"""A staff answer to a customer: the question about our messages thereby knows that a person has read the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flows.events.event import Event


@dataclass(frozen=True, slots=True)
class StaffAnswered(Event):
    """The staff have answered the person of the event."""

    TYPE: ClassVar[str] = "staff.answered"


EVENTS: tuple[type[Event], ...] = (StaffAnswered,)
