"""What people chose for all marketing: a pause, and how often."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import reduce
from uuid import UUID

from sqlalchemy import select

from flows.policy.departure_facts import Preferences
from storage.schema import preferences
from storage.sql import bulk_statements
from storage.sql.repository import Repository

_COLUMNS = ("contact", "paused_until", "days_apart")


class PreferenceBook(Repository):
    """The preferences of one business's people."""

    async def put(self, contact: UUID, chosen: Preferences, now: datetime) -> None:
        """Store what a person chose, in place of what held before."""
        values = {"paused_until": chosen.paused_until, "days_apart": chosen.days_apart, "at": now}
        await self._tx.put(preferences, ("contact",), contact=contact, **values)

    async def get(self, contact: UUID) -> Preferences:
        """Return what a person chose."""
        return (await self.find([contact])).get(contact, Preferences())

    async def find(self, people: Collection[UUID]) -> dict[UUID, Preferences]:
        """Return what these people chose; people without a choice are missing."""
        wanted = [(self._tx.business, one) for one in people]
        rows = await bulk_statements.find(self._tx, preferences, ("business", "contact"), wanted, _COLUMNS)
        return {contact: Preferences(until, apart) for contact, until, apart in rows}

    async def merge(self, contact: UUID, into: UUID) -> None:
        """Merge two people: their preferences are joined."""
        both = (preferences.c.contact.in_([contact, into]), self._tx.owns(preferences))
        rows = {row.contact: row for row in await self._tx.rows(select(preferences).where(*both))}
        if contact in rows:
            chosen = reduce(Preferences.join, (Preferences(row.paused_until, row.days_apart) for row in rows.values()))
            await self.put(into, chosen, max(row.at for row in rows.values()))
            await self._tx.remove(preferences, preferences.c.contact == contact)
