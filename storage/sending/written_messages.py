"""What people wrote to us: the messages that came in without what no person wrote (``unwritten``)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, and_

from storage.schema import messages
from storage.sql.repository import Repository
from storage.store.customer_totals import ALL, Totals


def by_person(rows: FromClause = messages) -> ColumnElement[bool]:
    """Return the condition that a row of messages came in and a person wrote it."""
    return and_(rows.c.direction == "in", rows.c.unwritten.is_(False))


class Unwritten(Repository):
    """The messages of one business that no person wrote."""

    async def mark(self, message: UUID, contact: UUID) -> None:
        """Mark a message that was counted as written; the totals of its person, whom the caller holds, forget it."""
        fresh = messages.c.unwritten.is_(False)
        if await self._tx.change(messages, message, fresh, unwritten=True) == 1:
            await Totals(self._tx).forget([contact])
            await Totals(self._tx).recount([contact], *ALL)
