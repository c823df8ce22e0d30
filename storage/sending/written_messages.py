"""People's messages to us: inbound ones without those that no person wrote (``unwritten``)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, and_

from storage.schema import messages
from storage.sql.repository import Repository
from storage.store.customer_totals import ALL, Totals


def match_person(rows: FromClause = messages) -> ColumnElement[bool]:
    """Return the condition that a row of messages came in and a person wrote it."""
    return and_(rows.c.direction == "in", rows.c.unwritten.is_(False))


class Unwritten(Repository):
    """The messages of one business that no person wrote."""

    async def mark(self, message: UUID, contact: UUID) -> None:
        """Mark a counted message as not written by a person; the totals of its person, held by the caller, drop it."""
        fresh = messages.c.unwritten.is_(False)
        if await self._tx.change(messages, message, fresh, unwritten=True) == 1:
            await Totals(self._tx).forget([contact])
            await Totals(self._tx).recount([contact], *ALL)
