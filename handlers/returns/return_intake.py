"""Completed returns on their way to a decision: by ``POST /prompt/send``, or as the event ``return.completed``."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flows.events import ReturnCompleted
from handlers.api.event_endpoints import SOURCE
from handlers.engine.turn import Turn
from handlers.intake import intake
from handlers.people import persons
from handlers.people.inbound_event import InboundEvent
from handlers.returns.prompt_decision import DecidedPrompt, decide_prompt
from storage.events.event_inbox import Stored
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors

LATELY = timedelta(days=2)
"""Older events of returns are of the past, as in an import, and become no prompts."""


async def serves(turn: Turn) -> bool:
    """Return True if the business has ``[returns]`` in its file, or a partner."""
    return turn.business.returns is not None or bool(await turn.unit.of(Sponsors).all())


async def hear_return(turn: Turn, stored: Stored, event: ReturnCompleted) -> None:
    """Decide on a return that came as an event. The router holds its person."""
    if event.occurred_at >= turn.now - LATELY and await serves(turn):
        await _save_details(turn, stored.contact, event, stored.source)
        await decide_prompt(turn, event, stored.contact)


async def take_return(turn: Turn, told: ReturnCompleted, brand: str, raw: bytes) -> DecidedPrompt:
    """Store a return as an event, with its person, and decide on it, in one transaction.

    The event is handled later for its other listeners, and finds the return decided. An erased person's return is
    stored without its id, like the event.
    """
    taken = await intake.take(turn, InboundEvent(SOURCE, f"return:{told.ref}", told, raw))
    stored = await turn.unit.inbox.get(taken.id)
    assert stored is not None, "it was stored just now, or before"
    contact = None if stored.contact is None else await turn.unit.people.hold(stored.contact)
    named = told.people()
    if contact is not None and named is not None and await persons.is_guessed(turn.unit, contact, named):
        contact = None
    if stored.event is None and await turn.unit.of(Prompts).find_by_ref(told.ref) is None:  # of an erased person
        contact, told = None, replace(told, ref=str(taken.id))
    if not taken.duplicate:
        await _save_details(turn, contact, told, SOURCE)
    return await decide_prompt(turn, told, contact, brand)


async def _save_details(turn: Turn, contact: UUID | None, told: ReturnCompleted, source: str) -> None:
    """Store what the return tells of its person, such as the language of the message."""
    if contact is not None and told.people() is not None:
        await persons.save_details(turn.unit, contact, told.customer, source, told.occurred_at)
