"""The orders that count as recovered: each once, for one reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import select

from storage.schema import attributions
from storage.sql.repository import Repository, as_read, as_written


@dataclass(frozen=True, slots=True)
class Attribution:
    """The reason that an order counts: its code, that checkout after a delivered message, or a click."""

    order: UUID
    reason: str
    message: UUID
    contact: UUID | None
    step: int | None
    at: datetime


class Attributions(Repository):
    """The orders of one business that count as recovered, each once and for one reason."""

    async def add(self, attribution: Attribution) -> bool:
        """Count an order; return False if it counts already."""
        return await self._tx.add_new(attributions, **as_written(attribution))

    async def of_message(self, message: UUID) -> Attribution | None:
        """Return the order that counts for that message."""
        query = select(attributions).where(self._tx.mine(attributions), attributions.c.message == message)
        return await self._tx.first(query.limit(1), partial(as_read, Attribution))
