"""People whom a business does not know yet, and the questions to its staff about them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from storage.operations import first_id
from storage.personal import is_found
from storage.schema import messages
from storage.transaction import Transaction


async def asked_about(tx: Transaction, desk: UUID, since: datetime, most: int) -> set[UUID]:
    """The addresses whose questions came to this desk from ``since`` on, so many at most."""
    lately = (messages.c.address == desk, messages.c.id >= first_id(since), messages.c.created_at > since)
    asked = (messages.c.direction == "out", messages.c.about.is_not(None), messages.c.key.like("handover:%"))
    query = select(messages.c.about).where(tx.mine(messages), *lately, *asked).distinct().limit(most)
    return {row.about for row in await tx.rows(query)}


async def has_dealings(tx: Transaction, contact: UUID) -> bool:
    """Whether this person left a cart, ordered, or reserved. To agree is what any stranger can do."""
    return await is_found(tx, (one for one in tx.holdings.personal if one.dealings), contact)
