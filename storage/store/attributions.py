"""The orders that count as recovered: each once, for one reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import select

from storage.schema import attributions
from storage.sql.repository import Repository, dump_record, read_record


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
        return await self._tx.add_new(attributions, **dump_record(attribution))

    async def find_attribution(self, message: UUID) -> Attribution | None:
        """Return the order that counts for that message."""
        query = select(attributions).where(self._tx.owns(attributions), attributions.c.message == message)
        return await self._tx.fetch(query.limit(1), partial(read_record, Attribution))
