"""The size and the value of audiences, night by night."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from storage.schema import segment_nights
from storage.sql.repository import Repository, dump_record, read_record


@dataclass(frozen=True, slots=True)
class SegmentNight:
    """An audience in a ``night``, a day of the business's. ``value`` is the total spend of its people, in micro-units.

    ``entered`` and ``gone`` count since the night before; None in the first night of a ``definition``.
    """

    night: date
    definition: str
    people: int
    value: int
    currency: str
    entered: int | None
    gone: int | None
    at: datetime


class SegmentNights(Repository):
    """The nights of one business's audiences."""

    async def put(self, segment: UUID, told: SegmentNight) -> None:
        """Store a night."""
        row = dump_record(told) | {"night": told.night.isoformat()}
        await self._tx.put(segment_nights, ("segment", "night"), segment=segment, **row)

    async def page(self, segment: UUID, limit: int) -> Sequence[SegmentNight]:
        """Return the newest nights of an audience, newest first."""
        here = (self._tx.owns(segment_nights), segment_nights.c.segment == segment)
        newest = select(segment_nights).where(*here).order_by(segment_nights.c.night.desc())
        return [_night(row) for row in await self._tx.rows(newest.limit(limit))]

    async def on(self, segment: UUID, night: date) -> SegmentNight | None:
        """Return an audience's figures of that night."""
        here = (self._tx.owns(segment_nights), segment_nights.c.segment == segment)
        query = select(segment_nights).where(*here, segment_nights.c.night == night.isoformat())
        return await self._tx.fetch(query, _night)

    async def forget(self, segment: UUID) -> None:
        """Delete an audience's nights by other criteria: their figures are not comparable."""
        await self._tx.remove(segment_nights, segment_nights.c.segment == segment)

    async def drop_others(self, segments: Collection[UUID]) -> None:
        """Delete the nights of audiences that are not among these."""
        await self._tx.remove(segment_nights, segment_nights.c.segment.not_in(list(segments)))


def _night(row: Any) -> SegmentNight:
    return read_record(SegmentNight, row, night=date.fromisoformat(row.night))
