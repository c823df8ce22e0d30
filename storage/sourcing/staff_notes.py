"""The staff's notes on orders, as long as the order's customer is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from storage.schema import order_notes
from storage.sql.repository import Repository, read_record


@dataclass(frozen=True, slots=True)
class OrderNote:
    """A note of an order: the words, the member of the ``staff`` who wrote it, and when."""

    id: UUID
    staff: UUID
    text: str
    at: datetime


class OrderNotes(Repository):
    """The notes with the orders of one business."""

    async def add(self, order: UUID, contact: UUID | None, staff: UUID, text: str, now: datetime) -> UUID:
        """Add a note to an order; ``contact`` is the order's customer, whose erasure deletes the note."""
        identity = self._tx.ids.make()
        values = {"order": order, "contact": contact, "staff": staff, "text": text, "at": now}
        await self._tx.add(order_notes, id=identity, **values)
        return identity

    async def list_notes(self, order: UUID, most: int) -> list[OrderNote]:
        """Return the latest notes of an order, the oldest of these first."""
        theirs = select(order_notes).where(self._tx.owns(order_notes), order_notes.c.order == order)
        rows = await self._tx.rows(theirs.order_by(order_notes.c.id.desc()).limit(most))
        return [read_record(OrderNote, row) for row in reversed(rows)]

    async def remove(self, note: UUID) -> bool:
        """Delete a note; return False if it is gone already."""
        return await self._tx.remove(order_notes, order_notes.c.id == note) > 0
