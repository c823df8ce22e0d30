"""What is done by the API, in the audit: a shop's own system did it, with the key that it came with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.actor import Actor
from handlers.api.event_endpoints import SOURCE

if TYPE_CHECKING:
    from flows.engine import Subject
    from handlers.api.endpoint import ApiCall
    from handlers.engine.turn import Turn

BY = Actor.provider(SOURCE)
"""Who does whatever is done here."""


async def log(call: ApiCall, turn: Turn, action: str, about: Subject) -> None:
    """Note what a call did; the key is named beside it."""
    await turn.unit.access.log(BY, action, turn.now, about, key=str(call.key.id))
