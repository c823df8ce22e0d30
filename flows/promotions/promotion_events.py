"""Events of promotions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from flows.events.event import Event


@dataclass(frozen=True, slots=True)
class OfferVisited(Event):
    """Somebody opened the link of a prompt's banner; ``robot``: a preview or another machine."""

    TYPE: ClassVar[str] = "offer.visited"
    prompt: UUID
    robot: bool
    occurred_at: datetime


EVENTS = (OfferVisited,)
"""The event types of the conversation ``returns``."""
