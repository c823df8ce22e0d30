"""The purchases, line by line: "bought Nike in the last 60 days" is a join and reads no JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from flows.events import Item
from flows.name_folding import fold_name
from storage.schema import order_lines
from storage.sql import bulk_statements
from storage.sql.repository import Repository

_COLUMNS = (
    "business", "order", "line", "contact", "at", "sku", "title", "variant", "size", "category", "brand", "quantity",
    "price",
)  # fmt: skip


class OrderLines(Repository):
    """The lines of a business's orders that count: a line is deleted when its order is cancelled, or its person
    erased.
    """

    async def put(self, order: UUID, contact: UUID | None, at: datetime, items: Sequence[Item]) -> None:
        """Set the lines of an order that was placed ``at``."""
        rows = [
            (
                self._tx.business, order, number, contact, at, one.sku, one.title, one.variant, one.size,
                fold_name(one.category) or None, fold_name(one.brand) or None, one.quantity,
                one.price.micros if one.price else None,
            )
            for number, one in enumerate(items)
        ]  # fmt: skip
        await bulk_statements.insert(self._tx, order_lines, _COLUMNS, rows)

    async def list_best(self, since: datetime, until: datetime, most: int) -> list[tuple[str, int]]:
        """Return the titles with most pieces in orders of that time, with the number; cancelled orders do not count."""
        pieces = func.sum(order_lines.c.quantity).label("pieces")
        when = (self._tx.owns(order_lines), order_lines.c.at >= since, order_lines.c.at < until)
        query = select(order_lines.c.title, pieces).where(*when, order_lines.c.title != "")
        ordered = query.group_by(order_lines.c.title).order_by(pieces.desc(), order_lines.c.title).limit(most)
        return [(row.title, int(row.pieces)) for row in await self._tx.rows(ordered)]

    async def set_contact(self, order: UUID, contact: UUID) -> None:
        """Set the person of an order."""
        await self._tx.change_all(order_lines, order_lines.c.order == order, contact=contact)

    async def call_off(self, order: UUID) -> None:
        """Delete the lines of a cancelled order."""
        await self._tx.remove(order_lines, order_lines.c.order == order)
