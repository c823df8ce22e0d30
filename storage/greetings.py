"""The welcomes that a person who comes in or back was sent lately."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select

from flows.policy.facts import Kind
from storage.operations import first_id
from storage.schema import messages
from storage.transaction import Transaction

KEY = "start"  # how the keys of answers to a start end


async def greeted(tx: Transaction, address: UUID, since: datetime, most: int) -> int:
    """How often this address was welcomed from ``since`` on, up to ``most``; that a yes is confirmed is none."""
    kinds = messages.c.kind.in_([Kind.OPT_IN_DONE.value, Kind.OPT_IN_REPLY.value])
    welcomes = or_(and_(kinds, messages.c.template != "opt_in_done"), messages.c.key.like(f"answer:%:{KEY}"))
    lately = (messages.c.address == address, messages.c.id >= first_id(since), messages.c.created_at > since)
    query = select(messages.c.id).where(tx.mine(messages), *lately, messages.c.direction == "out", welcomes)
    return await tx.many(query, most)
