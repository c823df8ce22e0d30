"""Questions to the staff about people new to a business, their dealings, and the welcomes sent to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select

from flows.policy.departure_facts import Kind
from storage.businesses.service_operations import make_first_id
from storage.identity.personal_tables import is_found
from storage.schema import messages
from storage.sql.transaction import Transaction

WELCOME = "start"  # the end of keys of answers to a start


async def find_asked(tx: Transaction, desk: UUID, since: datetime, most: int) -> set[UUID]:
    """Return at most ``most`` addresses whose questions came to this desk from ``since`` on."""
    lately = (messages.c.address == desk, messages.c.id >= make_first_id(since), messages.c.created_at > since)
    asked = (messages.c.direction == "out", messages.c.about.is_not(None), messages.c.key.like("handover:%"))
    query = select(messages.c.about).where(tx.owns(messages), *lately, *asked).distinct().limit(most)
    return {row.about for row in await tx.rows(query)}


async def find_told(tx: Transaction, desk: UUID, since: datetime, most: int) -> set[UUID]:
    """Return at most ``most`` addresses of strangers whose commands were reported to this desk from ``since`` on."""
    lately = (messages.c.address == desk, messages.c.id >= make_first_id(since), messages.c.created_at > since)
    told = (messages.c.direction == "out", messages.c.about.is_not(None), messages.c.key.like("trespass:%"))
    query = select(messages.c.about).where(tx.owns(messages), *lately, *told).distinct().limit(most)
    return {row.about for row in await tx.rows(query)}


async def has_dealings(tx: Transaction, contact: UUID) -> bool:
    """Return True if this person left a cart, ordered, or reserved. Any stranger can agree."""
    return await is_found(tx, (one for one in tx.holdings.personal if one.dealings), contact)


async def count_greetings(tx: Transaction, address: UUID, since: datetime, most: int) -> int:
    """Return how often this address was welcomed from ``since`` on, up to ``most``; confirmations of a consent do not
    count."""
    kinds = messages.c.kind.in_([Kind.OPT_IN_DONE.value, Kind.OPT_IN_REPLY.value])
    welcomes = or_(and_(kinds, messages.c.template != "opt_in_done"), messages.c.key.like(f"answer:%:{WELCOME}"))
    lately = (messages.c.address == address, messages.c.id >= make_first_id(since), messages.c.created_at > since)
    query = select(messages.c.id).where(tx.owns(messages), *lately, messages.c.direction == "out", welcomes)
    return await tx.count_rows(query, most)
