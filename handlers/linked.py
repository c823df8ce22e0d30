"""People whom a shop's system recorded as one customer: an opt-out of one ends the marketing to all of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from handlers.turn import Turn


async def people(turn: Turn, contact: UUID) -> Mapping[UUID, datetime | None]:
    """Lock and return the contacts recorded as the same customer.

    The value is the moment of the recording: only older consent ends. None ends all consent. Locking may wait for a
    transaction that records another contact, so the contacts are looked up again after the lock.
    """
    found = await turn.unit.people.recorded_with(contact)
    while found:
        for one in found:
            await turn.unit.people.hold(one)
        again = await turn.unit.people.recorded_with(contact)
        if again.keys() <= found.keys():
            return again
        found = again
    return found


async def void(turn: Turn, contact: UUID) -> None:
    """Void the queued marketing of a contact without any remaining consent.

    If some consent remains, policy refuses the ended programmes at departure.
    """
    theirs = [one.id for one in await turn.unit.people.addresses_of(contact)]
    if not await turn.unit.consents.any_agreed(theirs):
        await turn.unit.outbox.void(turn.now, contact=contact)
