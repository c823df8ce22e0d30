"""The staff answered a customer: what was held until they had read what only they could is held no longer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flows.events.event import Event


@dataclass(frozen=True, slots=True)
class StaffAnswered(Event):
    """An answer of the staff is on its way to the person whom the event is stored for."""

    TYPE: ClassVar[str] = "staff.answered"


EVENTS: tuple[type[Event], ...] = (StaffAnswered,)
