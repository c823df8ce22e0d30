"""Our own events: results of a run or message for other conversations, through the same inbox as all events."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flows.events.event import Event
from handlers.engine.turn import Turn
from storage.events.event_inbox import Arrival, event_id

SOURCE = "parley"


async def emit(turn: Turn, contact: UUID, event: Event, external_id: str) -> bool:
    """Store an event of ours about a person. Return False if ``external_id`` is stored already."""
    return await turn.unit.inbox.add(make_arrival(turn, contact, event, external_id))


async def emit_about(turn: Turn, thing: UUID, event: Event, external_id: str) -> bool:
    """Store an event of ours about a thing that is no person's, such as an invoice; those of one thing are handled in
    order. Return False if ``external_id`` is stored already."""
    return await turn.unit.inbox.add(replace(make_arrival(turn, thing, event, external_id), contact=None))


def make_arrival(turn: Turn, contact: UUID, event: Event, external_id: str) -> Arrival:
    """Return an event of ours about a person in its stored form."""
    return Arrival(
        id=event_id(turn.business.id, SOURCE, external_id),
        source=SOURCE,
        external_id=external_id,
        received_at=turn.now,
        raw=None,
        event=event,
        lane=contact,
        contact=contact,
    )
