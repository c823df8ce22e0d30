"""What people ended for their data: all use, profiling, or sharing with others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from flows.actor import Actor
from flows.privacy_limits import PrivacyLimit
from storage.schema import privacy_limits
from storage.sql import bulk_statements
from storage.sql.repository import Repository, dump_actor, read_actor


class PrivacyLimits(Repository):
    """The limits of one business's people."""

    async def add(self, contact: UUID, kind: PrivacyLimit, by: Actor, now: datetime) -> bool:
        """Store a limit; return False if it holds already."""
        return await self._tx.add_new(privacy_limits, contact=contact, kind=kind.value, at=now, **dump_actor(by))

    async def lift(self, contact: UUID, kind: PrivacyLimit) -> bool:
        """Delete a limit; return False if none holds."""
        return bool(await self._tx.remove(privacy_limits, privacy_limits.c.contact == contact, _is_one_of([kind])))

    async def of(self, contact: UUID) -> Mapping[PrivacyLimit, datetime]:
        """Return the limits of a person, each with its beginning."""
        theirs = (self._tx.owns(privacy_limits), privacy_limits.c.contact == contact)
        rows = await self._tx.rows(select(privacy_limits).where(*theirs).order_by(privacy_limits.c.at))
        return {PrivacyLimit(row.kind): row.at for row in rows}

    async def find_limited(self, people: Collection[UUID], kinds: Collection[PrivacyLimit]) -> set[UUID]:
        """Return the people with one of these limits."""
        wanted = [(self._tx.business, one) for one in people]
        keys, names, here = ("business", "contact"), ("contact",), bulk_statements.among("privacy_limits.kind", kinds)
        found = await bulk_statements.find(self._tx, privacy_limits, keys, wanted, names, where=here)
        return {contact for (contact,) in found}

    async def merge(self, contact: UUID, into: UUID) -> None:
        """Merge two people: the limits of both hold."""
        theirs = (self._tx.owns(privacy_limits), privacy_limits.c.contact == contact)
        for row in await self._tx.rows(select(privacy_limits).where(*theirs)):
            await self.add(into, PrivacyLimit(row.kind), read_actor(row), row.at)
        await self._tx.remove(privacy_limits, privacy_limits.c.contact == contact)


def is_limited(business: str, person: ColumnElement[UUID], kinds: Iterable[PrivacyLimit]) -> ColumnElement[bool]:
    """Return the condition that one of these limits holds for a person of the surrounding statement.

    The limits are few, and the database reads them once for the statement.
    """
    limited: Select[tuple[UUID]] = select(privacy_limits.c.contact).where(
        privacy_limits.c.business == business, _is_one_of(kinds)
    )
    return person.in_(limited)


def _is_one_of(kinds: Iterable[PrivacyLimit]) -> ColumnElement[bool]:
    return privacy_limits.c.kind.in_([one.value for one in kinds])
