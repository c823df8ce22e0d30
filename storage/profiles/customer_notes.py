"""Notes on customers, stored as text and erased with the customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from flows.actor import Actor
from storage.schema import customer_notes
from storage.sql.repository import Repository, dump_actor, read_actor, read_record


@dataclass(frozen=True, slots=True)
class CustomerNote:
    """A note on a customer, with its writer."""

    id: UUID
    contact: UUID
    text: str
    by: Actor
    at: datetime


class CustomerNotes(Repository):
    """The notes on one business's customers."""

    async def add(self, contact: UUID, text: str, by: Actor, now: datetime) -> CustomerNote:
        """Add a note on a customer."""
        note = CustomerNote(self._tx.ids.make(), contact, text, by, now)
        await self._tx.add(customer_notes, id=note.id, contact=contact, text=text, at=now, **dump_actor(by))
        return note

    async def get(self, note: UUID) -> CustomerNote | None:
        """Return the note of that id."""
        here = (self._tx.owns(customer_notes), customer_notes.c.id == note)
        return await self._tx.fetch(select(customer_notes).where(*here), _note)

    async def page(self, contact: UUID, limit: int, before: UUID | None = None) -> Sequence[CustomerNote]:
        """Return the newest notes on a customer, those older than ``before``."""
        here = [self._tx.owns(customer_notes), customer_notes.c.contact == contact]
        here += [] if before is None else [customer_notes.c.id < before]
        newest = select(customer_notes).where(*here).order_by(customer_notes.c.id.desc())
        return [_note(row) for row in await self._tx.rows(newest.limit(limit))]

    async def remove(self, contact: UUID, note: UUID) -> bool:
        """Remove a note from a customer; return False if there is none."""
        here = (customer_notes.c.contact == contact, customer_notes.c.id == note)
        return await self._tx.remove(customer_notes, *here) == 1


def _note(row: Any) -> CustomerNote:
    return read_record(CustomerNote, row, by=read_actor(row))
