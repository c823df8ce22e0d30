"""Visits of customers: in a shop, or on its site."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from storage.schema import visits
from storage.sql.repository import Repository
from storage.store.customer_totals import add_counts


class Visits(Repository):
    """The visits of one business's customers."""

    async def add(self, contact: UUID, at: datetime, place: str, page: str) -> None:
        """Store a visit."""
        await self._tx.add(visits, id=self._tx.ids.make(), contact=contact, at=at, place=place, page=page)
        await add_counts(self._tx, "visits", {(self._tx.business, contact): (1, at)})
