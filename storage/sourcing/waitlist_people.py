"""The people who wait for a product; each is notified once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update

from storage.schema import waiting_people as table
from storage.sql.repository import Repository, read_record


@dataclass(frozen=True, slots=True)
class WaitingPerson:
    """A person on the waitlist for a product and size.

    ``wish`` is the id of the consent to one message at ``address``; None for a buyer without that consent.
    """

    product: UUID
    size: str
    contact: UUID
    since: datetime
    wish: UUID | None = None
    address: UUID | None = None


class WaitingPeople(Repository):
    """The waitlist of one business."""

    async def add(self, product: UUID, size: str, contact: UUID, order: UUID | None, now: datetime) -> None:
        """Add a person to the waitlist. A waiting person keeps their place; a notified one gets a new place."""
        values = {"product": product, "size": size, "contact": contact, "order": order, "since": now}
        if await self._tx.add_new(table, **values):
            return
        told = self._here(product, size, contact) & table.c.told_at.is_not(None)
        anew = {"since": now, "told_at": None, "order": order, "wish": None, "address": None}
        await self._tx.run(update(table).where(told).values(**anew))

    async def wish(self, product: UUID, size: str, contact: UUID, address: UUID, now: datetime) -> UUID | None:
        """Store this person's wish for one message at that address; return None for an existing wish."""
        await self.add(product, size, contact, None, now)
        here, wish = self._here(product, size, contact) & table.c.wish.is_(None), self._tx.ids.make()
        wished = await self._tx.run(update(table).where(here).values(wish=wish, address=address))
        return wish if wished else None

    async def unwish(self, contact: UUID, things: Sequence[tuple[UUID, str]] | None = None) -> int:
        """End the wishes of this person for these products and sizes, or all of them; return how many there were."""
        rows = await self._tx.rows(select(table).where(self._wishes(contact)))
        gone = [row for row in rows if things is None or (row.product, row.size) in things]
        for row in gone:
            await self._tx.run(delete(table).where(self._here(row.product, row.size, contact)))
        return len(gone)

    async def wishes(self, contact: UUID, address: UUID) -> list[WaitingPerson]:
        """Return this person's open wishes at that address."""
        here = (self._wishes(contact), table.c.address == address, table.c.told_at.is_(None))
        return [_read(row) for row in await self._tx.rows(select(table).where(*here))]

    async def list_people(self, product: UUID, size: str, most: int) -> list[WaitingPerson]:
        """Return the people who wait for the product, in order."""
        here = (self._tx.owns(table), table.c.product == product, table.c.size == size, table.c.told_at.is_(None))
        rows = await self._tx.rows(select(table).where(*here).order_by(table.c.since, table.c.contact).limit(most))
        return [_read(row) for row in rows]

    async def tell(self, waiting: WaitingPerson, now: datetime) -> bool:
        """Mark the person as notified; return False if they were before."""
        here = self._here(waiting.product, waiting.size, waiting.contact) & table.c.told_at.is_(None)
        return await self._tx.run(update(table).where(here).values(told_at=now)) == 1

    async def merge(self, contact: UUID, into: UUID) -> None:
        """Merge two people's waits: one for each product, from the earlier beginning.

        A notified person who still waits under the other name is notified again. A wish stays.
        """
        for row in await self._tx.rows(select(table).where(self._tx.owns(table), table.c.contact == contact)):
            theirs, mine = self._here(row.product, row.size, contact), self._here(row.product, row.size, into)
            known = await self._tx.row(select(table).where(mine))
            if known is None:
                await self._tx.run(update(table).where(theirs).values(contact=into))
                continue
            first = min((row, known), key=lambda one: (one.told_at is not None, one.since))
            wished = min((row, known), key=lambda one: (one.told_at is not None, one.wish is None, one.since))
            values = {"since": first.since, "told_at": first.told_at, "order": first.order}
            values |= {"wish": wished.wish, "address": wished.address}
            await self._tx.run(update(table).where(mine).values(**values))
            await self._tx.run(delete(table).where(theirs))

    def _here(self, product: UUID, size: str, contact: UUID) -> ColumnElement[bool]:
        same = (table.c.product == product) & (table.c.size == size) & (table.c.contact == contact)
        return self._tx.owns(table) & same

    def _wishes(self, contact: UUID) -> ColumnElement[bool]:
        return self._tx.owns(table) & (table.c.contact == contact) & table.c.wish.is_not(None)


def _read(row: Any) -> WaitingPerson:
    return read_record(WaitingPerson, row)
