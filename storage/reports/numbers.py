"""Whom an owner means by the end of a number."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, select

from flows.channels import CHANNELS
from storage.schema import addresses, contacts
from storage.unit import Unit


async def ending_in(unit: Unit, digits: str, most: int) -> Sequence[UUID]:
    """People with a number or a chat that ends in these digits, the newest first, at most so many.

    ``digits`` holds nothing but digits: it becomes part of a pattern.
    """
    theirs = and_(unit.mine(addresses), addresses.c.channel.in_(CHANNELS), addresses.c.value.like(f"%{digits}"))
    ends = select(addresses.c.contact).where(theirs)
    here = and_(unit.mine(contacts), contacts.c.merged_into.is_(None), contacts.c.id.in_(ends))
    query = select(contacts.c.id).where(here).order_by(contacts.c.id.desc()).limit(most)
    return [row.id for row in await unit.rows(query)]
