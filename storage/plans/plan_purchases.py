"""The purchases of a plan's people since the entry, read at each departure of a message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from flows.events.cart_items import fold_item_names
from storage.schema import order_lines
from storage.sql.repository import Repository


class PlanPurchases(Repository):
    """The goods of orders of one business's people."""

    async def find_since(self, people: Mapping[UUID, datetime]) -> Mapping[UUID, frozenset[str]]:
        """Return the items that each person bought after a moment of their own, in the compared form of names."""
        if not people:
            return {}
        line = order_lines.c
        query = select(line.contact, line.at, line.sku, line.title, line.variant).where(
            self._tx.owns(order_lines), line.contact.in_(list(people)), line.at > min(people.values())
        )
        bought: dict[UUID, frozenset[str]] = defaultdict(frozenset)
        for row in await self._tx.rows(query):
            if row.at > people[row.contact]:
                bought[row.contact] |= fold_item_names(row.sku, row.title, row.variant)
        return bought
