"""Events of our own: what one run or message does that others should hear, through the same inbox as all news."""

from __future__ import annotations

from hashlib import blake2b
from uuid import UUID

from handlers.turn import Turn
from storage.inbox import Arrival

SOURCE = "parley"


def event_id(business: str, source: str, external_id: str) -> UUID:
    """The id of an event: known while the database is away, and the same on every repeat (a UUID of version 8)."""
    digest = blake2b("\x1f".join((business, source, external_id)).encode(), digest_size=16).digest()
    return UUID(bytes=bytes([*digest[:6], digest[6] & 0x0F | 0x80, digest[7], digest[8] & 0x3F | 0x80, *digest[9:]]))


async def note(turn: Turn, contact: UUID, event: object, external_id: str) -> bool:
    """Tell all open runs of a person; ``external_id`` makes it once."""
    return await turn.unit.inbox.take(
        Arrival(
            id=event_id(turn.business.id, SOURCE, external_id),
            source=SOURCE,
            external_id=external_id,
            received_at=turn.now,
            raw=None,
            event=event,
            lane=contact,
            contact=contact,
        )
    )
