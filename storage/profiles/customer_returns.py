"""Returns of customers: the goods, the order, and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from flows.events import ReturnCompleted
from flows.name_folding import fold_name
from storage.schema import returned_lines, returns
from storage.sql import bulk_statements
from storage.sql.repository import Repository
from storage.store.customer_totals import RETURNS, Totals

_COLUMNS = ("business", "returned", "line", "sku", "title", "size", "category", "brand", "quantity", "reason")


class Returns(Repository):
    """The returns of one business's customers."""

    async def add(self, source: str, told: ReturnCompleted, contact: UUID | None, order: UUID | None) -> bool:
        """Store a return; return False if it is already stored, so that a repeated event counts once."""
        identity = self._tx.ids.make()
        known = {"contact": contact, "order": order, "at": told.occurred_at, "city": told.city}
        if not await self._tx.add_new(returns, id=identity, source=source, ref=told.ref, **known):
            return False
        rows = [
            (
                self._tx.business, identity, number, one.sku, one.title, one.size, fold_name(one.category) or None,
                fold_name(one.brand) or None, one.quantity, one.reason,
            )
            for number, one in enumerate(told.items)
        ]  # fmt: skip
        await bulk_statements.insert(self._tx, returned_lines, _COLUMNS, rows)
        if contact is not None:
            await Totals(self._tx).recount([contact], RETURNS)
        return True

    async def forget(self, people: Sequence[UUID]) -> None:
        """Disown these people's returns: the lines are deleted, and the return is named by its own id."""
        theirs = (self._tx.owns(returns), returns.c.contact.in_(people))
        found = [row.id for row in await self._tx.rows(select(returns.c.id).where(*theirs))]
        await self._tx.remove(returned_lines, returned_lines.c.returned.in_(found))
        await self._tx.remove(returns, returns.c.id.in_(found))
