"""Whom a shop has nothing to do with yet, and of whom its staff was asked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from storage.operations import first_id
from storage.schema import carts, messages, orders, reservations
from storage.transaction import Transaction


async def asked_about(tx: Transaction, desk: UUID, since: datetime, most: int) -> set[UUID]:
    """The addresses whose questions came to this desk from ``since`` on, so many at most."""
    lately = (messages.c.address == desk, messages.c.id >= first_id(since), messages.c.created_at > since)
    asked = (messages.c.direction == "out", messages.c.about.is_not(None), messages.c.key.like("handover:%"))
    query = select(messages.c.about).where(tx.mine(messages), *lately, *asked).distinct().limit(most)
    return {row.about for row in await tx.rows(query)}


async def has_dealings(tx: Transaction, contact: UUID) -> bool:
    """Whether this person left a cart, ordered, or reserved. To agree is what any stranger can do."""
    for table in (carts, orders, reservations):
        query = select(table.c.contact).where(tx.mine(table), table.c.contact == contact).limit(1)
        if await tx.value(query) is not None:
            return True
    return False
