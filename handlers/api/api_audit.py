"""The audit of API calls: the actor is the shop's own system, with its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.actor import Actor
from handlers.api.event_endpoints import SOURCE

if TYPE_CHECKING:
    from flows.engine import Subject
    from handlers.api.endpoint import ApiCall
    from handlers.engine.turn import Turn

BY = Actor.provider(SOURCE)
"""The actor of all API calls."""


async def log(call: ApiCall, turn: Turn, action: str, about: Subject) -> None:
    """Record a call's action, with its key."""
    await turn.unit.access.log(BY, action, turn.now, about, key=str(call.key.id))
