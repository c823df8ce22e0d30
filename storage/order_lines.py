"""What was bought, line by line: "bought Nike in the last 60 days" is a join and reads no JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flows.events import Item
from flows.folding import folded
from storage import bulk
from storage.repository import Repository
from storage.schema import order_lines

_COLUMNS = (
    "business", "order", "line", "contact", "at", "sku", "title", "variant", "size", "category", "brand", "quantity",
    "price",
)  # fmt: skip


class OrderLines(Repository):
    """The lines of a business's orders that count: a line goes when its order is called off, or its person erased."""

    async def put(self, order: UUID, contact: UUID | None, at: datetime, items: Sequence[Item]) -> None:
        """The lines of an order that was placed ``at``."""
        rows = [
            (
                self._tx.business, order, number, contact, at, one.sku, one.title, one.variant, one.size,
                folded(one.category) or None, folded(one.brand) or None, one.quantity,
                one.price.micros if one.price else None,
            )
            for number, one in enumerate(items)
        ]  # fmt: skip
        await bulk.insert(self._tx, order_lines, _COLUMNS, rows)

    async def came_of(self, order: UUID, contact: UUID) -> None:
        """Whose an order is became known."""
        await self._tx.change_all(order_lines, order_lines.c.order == order, contact=contact)

    async def call_off(self, order: UUID) -> None:
        """The order does not count any more."""
        await self._tx.remove(order_lines, order_lines.c.order == order)

    async def forget(self, people: Sequence[UUID]) -> None:
        """What these people bought is nobody's, and no line says it."""
        await self._tx.remove(order_lines, order_lines.c.contact.in_(people))
