"""Effects other than messages: a discount to create, a price to ask for. The lasting record of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from storage.schema import calls
from storage.sql import json_codec
from storage.sql.repository import Repository, read_record


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One request to another system; ``status`` is queued, sending, done or failed. ``run`` is the requester."""

    id: UUID
    kind: str
    key: str
    run: UUID | None
    contact: UUID | None
    request: Mapping[str, Any]
    status: str
    created_at: datetime
    provider_id: str | None
    attempted_at: datetime | None


class Calls(Repository):
    """The calls of one business."""

    async def add(
        self,
        call: UUID,
        kind: str,
        key: str,
        run: UUID | None,
        contact: UUID | None,
        request: Mapping[str, Any],
        now: datetime,
    ) -> bool:
        """Add a call to make; return False if its key exists already."""
        return await self._tx.add_new(
            calls,
            id=call,
            kind=kind,
            key=key,
            run=run,
            contact=contact,
            request=json_codec.dump_values(request),
            status="queued",
            status_at=now,
            created_at=now,
        )

    async def get(self, call: UUID) -> CallRecord | None:
        """Return the call with that id."""
        return await self._find(calls.c.id == call)

    async def find_by_key(self, key: str) -> CallRecord | None:
        """Return the call with that key."""
        return await self._find(calls.c.key == key)

    async def count_made(
        self, kind: str, since: datetime, until: datetime | None = None, *, status: str | None = None
    ) -> int:
        """Return how many calls of a kind were requested since a moment, and before another, with that ``status`` if
        given.
        """
        query = select(func.count()).select_from(calls).where(self._tx.owns(calls), calls.c.kind == kind)
        stands = [calls.c.status == status] if status is not None else []
        stands += [calls.c.created_at < until] if until is not None else []
        return await self._tx.value_of(int, query.where(calls.c.created_at >= since, *stands)) or 0

    async def _find(self, which: ColumnElement[bool]) -> CallRecord | None:
        return await self._tx.fetch(select(calls).where(self._tx.owns(calls), which), _call)

    async def set_status(self, call: UUID, status: str, now: datetime, **values: Any) -> None:
        """Set the status of a call."""
        await self._tx.change(calls, call, status=status, status_at=now, **values)


def _call(row: Any) -> CallRecord:
    return read_record(CallRecord, row, request=json_codec.load_values(row.request))
