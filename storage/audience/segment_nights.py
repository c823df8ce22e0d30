"""How many people an audience had night by night, and what these were worth."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from storage.schema import segment_nights
from storage.sql.repository import Repository, as_read, as_written


@dataclass(frozen=True, slots=True)
class SegmentNight:
    """An audience in a ``night``, a day of the business's. ``value`` is what its people spent so far, in micro-units.

    ``entered`` and ``gone`` are since the night before; None in the first night of a ``definition``.
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
        """Keep a night."""
        row = as_written(told) | {"night": told.night.isoformat()}
        await self._tx.put(segment_nights, ("segment", "night"), segment=segment, **row)

    async def page(self, segment: UUID, limit: int) -> Sequence[SegmentNight]:
        """The newest nights of an audience, the newest first."""
        here = (self._tx.mine(segment_nights), segment_nights.c.segment == segment)
        newest = select(segment_nights).where(*here).order_by(segment_nights.c.night.desc())
        return [_night(row) for row in await self._tx.rows(newest.limit(limit))]

    async def on(self, segment: UUID, night: date) -> SegmentNight | None:
        """An audience in that night."""
        here = (self._tx.mine(segment_nights), segment_nights.c.segment == segment)
        query = select(segment_nights).where(*here, segment_nights.c.night == night.isoformat())
        return await self._tx.first(query, _night)

    async def forget(self, segment: UUID) -> None:
        """The nights of an audience by other criteria are gone: figures of both are not compared."""
        await self._tx.remove(segment_nights, segment_nights.c.segment == segment)

    async def drop_others(self, segments: Collection[UUID]) -> None:
        """Take out the nights of audiences that are not among these."""
        await self._tx.remove(segment_nights, segment_nights.c.segment.not_in(list(segments)))


def _night(row: Any) -> SegmentNight:
    return as_read(SegmentNight, row, night=date.fromisoformat(row.night))
