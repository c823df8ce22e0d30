"""Who waits for a product to be there again; each is told once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from storage.schema import waiting_people as table
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits for a product in a size, since when."""

    product: UUID
    size: str
    contact: UUID
    since: datetime


class WaitingPeople:
    """The waitlist of one business."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    async def add(self, product: UUID, size: str, contact: UUID, order: UUID | None, now: datetime) -> None:
        """This person waits from now on; who waits already keeps their place, who was told takes a new one."""
        values = {"product": product, "size": size, "contact": contact, "order": order, "since": now}
        if await self._tx.add_new(table, **values):
            return
        told = self._here(product, size, contact) & table.c.told_at.is_not(None)
        await self._tx.run(update(table).where(told).values(since=now, told_at=None, order=order))

    async def of(self, product: UUID, size: str, most: int) -> list[Waiting]:
        """Those who wait for it, in their order."""
        here = (self._tx.mine(table), table.c.product == product, table.c.size == size, table.c.told_at.is_(None))
        rows = await self._tx.rows(select(table).where(*here).order_by(table.c.since, table.c.contact).limit(most))
        return [Waiting(row.product, row.size, row.contact, row.since) for row in rows]

    async def tell(self, waiting: Waiting, now: datetime) -> bool:
        """They are told now; False when they were."""
        here = self._here(waiting.product, waiting.size, waiting.contact) & table.c.told_at.is_(None)
        return await self._tx.run(update(table).where(here).values(told_at=now)) == 1

    def _here(self, product: UUID, size: str, contact: UUID) -> ColumnElement[bool]:
        same = (table.c.product == product) & (table.c.size == size) & (table.c.contact == contact)
        return self._tx.mine(table) & same
