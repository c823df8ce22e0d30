"""A person's own limits for marketing: stored in one place, with a line in the audit."""

from __future__ import annotations

from uuid import UUID

from flows.actor import Actor, ActorKind
from flows.engine import Subject
from flows.policy.departure_facts import Preferences
from handlers.engine.turn import Turn
from storage.consent.preferences import PreferenceBook

CHANGED = "preferences changed"
"""The deed in the audit."""


async def change_preferences(turn: Turn, contact: UUID, chosen: Preferences) -> bool:
    """Store what a person chose; return False if that was their choice already."""
    book = turn.unit.of(PreferenceBook)
    if chosen == await book.get(contact):
        return False
    await book.put(contact, chosen, turn.now)
    await log_change(turn, contact)
    return True


async def log_change(turn: Turn, contact: UUID) -> None:
    """Write into the audit that a person changed what marketing they get."""
    await turn.unit.access.log(Actor(ActorKind.CUSTOMER), CHANGED, turn.now, Subject("contact", contact))
