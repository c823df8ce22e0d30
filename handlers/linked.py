"""People whom a shop's system recorded as one customer: an opt-out of one ends the marketing to all of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from handlers.turn import Turn


async def people(turn: Turn, contact: UUID) -> Mapping[UUID, datetime | None]:
    """The others, locked; each with the moment before which they agreed to what ends, None for everything.

    A lock may wait for somebody who records one more of them, so they are looked up again behind it.
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
    """Take out the marketing that is queued for somebody who agrees to none any more.

    Where they still agree to something, what ended is refused when its time comes.
    """
    theirs = [one.id for one in await turn.unit.people.addresses_of(contact)]
    if not await turn.unit.consents.any_agreed(theirs):
        await turn.unit.outbox.void(turn.now, contact=contact)
