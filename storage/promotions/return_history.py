"""The earlier returns of a person."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from storage.schema import returns
from storage.sql.repository import Repository


class ReturnHistory(Repository):
    """The returns of one business's customers."""

    async def has_other(self, contact: UUID, ref: str) -> bool:
        """Return True if the person has a return besides the one with that id."""
        here = (self._tx.owns(returns), returns.c.contact == contact, returns.c.ref != ref)
        return await self._tx.row(select(returns.c.id).where(*here).limit(1)) is not None
