"""A customer's timeline: messages, events, orders, consents and notes, newest first.

Of each kind only the rows that a page may need are read, and they are combined here; a page begins after the last entry
of the one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Table, func, literal, or_, select, tuple_

from flows.events import MessageReceived, SegmentEntered, SegmentLeft
from storage.schema import consents, customer_notes, events, messages, order_notes, orders
from storage.sql.json_codec import load
from storage.sql.repository import Repository


class EntryKind(StrEnum):
    """The kind of an entry."""

    MESSAGE = "message"
    EVENT = "event"
    ORDER = "order"
    CONSENT = "consent"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class TimePlace:
    """The place of an entry on the line."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """An entry, with its ``row``: for a message the id alone, because messages have a display of their own."""

    place: TimePlace
    kind: EntryKind
    row: Any


@dataclass(frozen=True, slots=True)
class _Line:
    """The source of a kind's entries."""

    kind: EntryKind
    table: Table
    at: ColumnElement[datetime]
    columns: tuple[str, ...] = ()
    where: tuple[ColumnElement[bool], ...] = ()

    @property
    def id(self) -> Column[UUID]:
        column: Column[UUID] = self.table.c.id
        return column


_ORDER = (
    "source", "ref", "number", "total", "currency", "refunded", "placed_at", "paid_at", "cancelled_at", "shipped_at",
    "delivered_at",
)  # fmt: skip
_WRITTEN = events.c.type != MessageReceived.TYPE  # messages have it
# Our own events that say something about the customer.
_OF_OURS: Mapping[str, type[SegmentEntered | SegmentLeft]] = MappingProxyType(
    {one.TYPE: one for one in (SegmentEntered, SegmentLeft)}
)
_LINES = (
    _Line(EntryKind.MESSAGE, messages, messages.c.created_at),
    _Line(EntryKind.EVENT, events, events.c.occurred_at, ("type", "source", "status", "reason", "data"), (_WRITTEN,)),
    _Line(EntryKind.ORDER, orders, func.coalesce(orders.c.placed_at, orders.c.created_at), _ORDER),
    _Line(EntryKind.CONSENT, consents, consents.c.at, ("purpose", "programme", "action", "source")),
    _Line(EntryKind.NOTE, order_notes, order_notes.c.at, ("order", "staff", "text")),
    _Line(EntryKind.NOTE, customer_notes, customer_notes.c.at, ("actor_kind", "actor", "text")),
)


def read_move(row: Any) -> SegmentEntered | SegmentLeft | None:
    """Return an event's move into or out of an audience; None for other and emptied events."""
    kind = _OF_OURS.get(row.type)
    return None if kind is None or row.data is None else load(kind, row.data)


class Timeline(Repository):
    """The timelines of one business's customers."""

    async def page(
        self, people: Sequence[UUID], limit: int, before: TimePlace | None = None, ours: str = ""
    ) -> list[TimelineEntry]:
        """Return the newest ``limit`` entries of a person, over all their ids, older than ``before``.

        Events of the source ``ours`` are internal, and left out except those about audiences.
        """
        found = [entry for line in _LINES for entry in await self._load_line(line, people, limit, before, ours)]
        return sorted(found, key=lambda one: (one.place.at, one.place.id), reverse=True)[:limit]

    async def _load_line(
        self, line: _Line, people: Sequence[UUID], limit: int, before: TimePlace | None, ours: str
    ) -> list[TimelineEntry]:
        columns = [line.table.c[name] for name in line.columns]
        query = select(line.id, line.at.label("moment"), *columns).where(
            self._tx.owns(line.table), line.table.c.contact.in_(people), *line.where
        )
        if line.table is events:
            query = query.where(or_(events.c.source != ours, events.c.type.in_(_OF_OURS)))
        if before is not None:
            here = tuple_(literal(before.at, messages.c.created_at.type), literal(before.id, line.id.type))
            query = query.where(tuple_(line.at, line.id) < here)
        rows = await self._tx.rows(query.order_by(line.at.desc(), line.id.desc()).limit(limit))
        return [TimelineEntry(TimePlace(row.moment, row.id), line.kind, row) for row in rows]
