"""Requests of people for their data: open until the record was handed over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from storage.schema import data_requests
from storage.sql.repository import Repository, read_record


@dataclass(frozen=True, slots=True)
class DataRequest:
    """A request: who asked where, the event that brought it, and the law's last moment for the answer."""

    id: UUID
    contact: UUID
    source: str
    event: UUID | None
    asked_at: datetime
    due_at: datetime
    closed_at: datetime | None


class DataRequests(Repository):
    """The requests of one business's people."""

    async def open(
        self, contact: UUID, source: str, event: UUID | None, asked_at: datetime, due_at: datetime
    ) -> DataRequest:
        """Return the person's open request, or open this one. The first request keeps its deadline."""
        found = await self.find_open(contact)
        if found is not None:
            return found
        made = DataRequest(self._tx.ids.make(), contact, source, event, asked_at, due_at, None)
        values = {name: getattr(made, name) for name in DataRequest.__slots__}
        await self._tx.add(data_requests, **values)
        return made

    async def find_open(self, contact: UUID) -> DataRequest | None:
        """Return a person's open request that is due first; None if there is none."""
        found = await self._list(data_requests.c.contact == contact)
        return found[0] if found else None

    async def list_open(self, until: datetime | None = None) -> Sequence[DataRequest]:
        """Return the open requests, all or those due at ``until``; the first due first."""
        return await self._list(*([] if until is None else [data_requests.c.due_at <= until]))

    async def close(self, people: Collection[UUID], how: str, now: datetime) -> int:
        """Close the open requests of a person (``people`` are the merged contacts); return their number."""
        theirs = (data_requests.c.contact.in_(people), data_requests.c.closed_at.is_(None))
        return await self._tx.change_all(data_requests, *theirs, closed_at=now, how=how)

    async def forget(self, people: Collection[UUID], now: datetime) -> None:
        """Close the open requests of an erased person."""
        await self.close(people, "erased", now)

    async def _list(self, *where: ColumnElement[bool]) -> Sequence[DataRequest]:
        query = select(data_requests).where(self._tx.owns(data_requests), data_requests.c.closed_at.is_(None), *where)
        return [_read(row) for row in await self._tx.rows(query.order_by(data_requests.c.due_at, data_requests.c.id))]


def _read(row: Any) -> DataRequest:
    return read_record(DataRequest, row)
