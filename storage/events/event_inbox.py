"""Events: stored once per (source, external id), and the queue of unhandled ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b
from json.encoder import encode_basestring_ascii
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    update,
)  # fmt: skip

from flows.events import MessageReceived
from flows.events.event import Event
from storage.schema import events
from storage.sql import bulk_statements, json_codec
from storage.sql.column_types import Moment
from storage.sql.json_codec import EventTypes
from storage.sql.repository import Repository
from storage.sql.statements import owns
from storage.sql.transaction import Transaction

E = TypeVar("E", bound=Event)

MOST_ATTEMPTS = 5
# In the words of the partial indexes, which SQLite uses for no other condition
# (https://www.sqlite.org/partialindex.html).
NEW: ColumnElement[str] = literal_column("'new'")
TEXT: ColumnElement[str] = literal_column(f"'{MessageReceived.TYPE}'")
# The bits of a UUID's version and variant, and their values in version 8.
_MARKS, _VERSION_8 = 0xF << 76 | 0b11 << 62, 8 << 76 | 0b10 << 62
TROUBLED = text("events.status IN ('parked', 'unreadable')")
# Used by every poll, so built once.
_ELAPSED = bindparam("elapsed", type_=Moment)
_FREE = or_(events.c.lease_until.is_(None), events.c.lease_until <= _ELAPSED)
_DUE = or_(events.c.due_at.is_(None), events.c.due_at <= _ELAPSED)
_SOME_NEW = select(events.c.id).where(events.c.status == NEW, _FREE, _DUE).limit(1)
_ONE = select(events).where(owns(events), events.c.id == bindparam("event"))
_STORED = select(events.c.id).where(owns(events), events.c.id == bindparam("event"))
_FOR_OTHERS = 5  # one claimed event in so many goes to lanes without a waiting text
_LOOKED_AT = 200  # waiting texts read to find the lanes of people


def _heads() -> Select[Any]:
    """Select the first events of lanes that may be handled."""
    earlier = events.alias()
    held_back = exists().where(
        earlier.c.business == events.c.business,
        earlier.c.lane == events.c.lane,
        earlier.c.status == NEW,
        earlier.c.arrival < events.c.arrival,
    )
    return select(events).where(events.c.status == NEW, _FREE, _DUE, ~held_back)


def _heads_of_people() -> Select[Any]:
    """Select the heads of lanes with a waiting text of a person."""
    said = events.alias("said")
    waiting = (said.c.status == NEW, said.c.type == TEXT)
    oldest = select(said.c.business, said.c.lane).where(*waiting).order_by(said.c.arrival).limit(_LOOKED_AT).subquery()
    lanes = select(oldest.c.business, oldest.c.lane).distinct().subquery()
    return _heads().join(lanes, and_(events.c.business == lanes.c.business, events.c.lane == lanes.c.lane))


_HEADS, _HEADS_OF_PEOPLE = _heads(), _heads_of_people()
_NEXT_TRY = select(func.min(events.c.due_at)).where(events.c.status == NEW, events.c.due_at > _ELAPSED)


def event_id(business: str, source: str, external_id: str) -> UUID:
    """Return the id of an event, derived from its external id: known without the database, and stable on repeat.

    A UUID of version 8 (RFC 9562, section 5.8).
    """
    named = ", ".join(map(encode_basestring_ascii, (business, source, external_id)))
    bits = int.from_bytes(blake2b(f"[{named}]".encode(), digest_size=16).digest())
    return UUID(int=bits & ~_MARKS | _VERSION_8)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An inbound event, proven and parsed, on its way into the store.

    ``event`` is None for unreadable input (``reason`` says why). Events of one ``lane`` are handled one after the
    other, in order of arrival: a lane is a person, or a thing if no person is named.
    """

    id: UUID
    source: str
    external_id: str
    received_at: datetime
    raw: bytes | None
    event: Event | None
    lane: UUID
    contact: UUID | None = None
    reason: str | None = None


Row = tuple[Any, ...]
_ROW = (
    "business", "arrival", "lane", "contact", "id", "source", "external_id", "type", "occurred_at", "received_at",
    "raw", "data", "status", "reason",
)  # fmt: skip


def make_row(business: str, id_: UUID, arrival: Arrival, contact: UUID | None, *, over: bool = False) -> Row:
    """Return an inbound event as a database row; ``id_`` sets its position in the queue.

    Events of one person share a lane, so they are handled one after the other. ``over``: store the event as done, as no
    worker has to handle it.
    """
    event, at = arrival.event, arrival.received_at
    read = (
        ("unreadable", at, None, "unreadable")
        if event is None
        else (event.TYPE, getattr(event, "occurred_at", at), json_codec.dump(event), "done" if over else "new")
    )
    kind, occurred_at, data, status = read
    return (
        business, id_, contact or arrival.lane, contact, arrival.id,
        arrival.source, arrival.external_id, kind, occurred_at, at, arrival.raw, data, status,
        arrival.reason,
    )  # fmt: skip


async def store(tx: Transaction, rows: Sequence[Row], *, again: bool = False) -> int:
    """Store events; return how many. ``again``: leave out those already stored."""
    return await bulk_statements.insert(tx, events, _ROW, rows, again=again)


@dataclass(frozen=True, slots=True)
class Stored:
    """An event from the queue; ``event`` is None when its data is deleted, or unknown to this version.

    ``mailed`` is the person with the e-mail address of an event that names nothing else, if they can be written to.
    ``contact`` is None then: an order counts as theirs, and no message mentions it.
    """

    business: str
    id: UUID
    source: str
    type: str
    contact: UUID | None
    received_at: datetime
    attempts: int
    event: Any
    mailed: UUID | None = None


class EventInbox(Repository):
    """The events of one business."""

    async def add(self, arrival: Arrival, id_: UUID | None = None) -> bool:
        """Store an event at its place in the queue, or last; return False for a redelivery."""
        row = make_row(self._tx.business, id_ or self._tx.ids.make(), arrival, arrival.contact)
        added = await store(self._tx, [row], again=True) == 1
        if added and arrival.event is not None:
            self._tx.wake("inbox")
        return added

    async def add_all(self, arrivals: Sequence[Arrival], *, over: bool = False) -> int:
        """Store readable events at the end of the queue; return how many were new.

        ``over``: they are stored as done.
        """
        rows = [make_row(self._tx.business, self._tx.ids.make(), one, one.contact, over=over) for one in arrivals]
        added = await store(self._tx, rows, again=True)
        if added and not over:
            self._tx.wake("inbox")
        return added

    async def is_known(self, event: UUID) -> bool:
        """Return True if this event was stored before."""
        return await self._tx.value(_STORED, event=event) is not None

    async def get(self, event: UUID) -> Stored | None:
        """Return the event of that id."""
        return await self._tx.fetch(_ONE, lambda row: read_stored(row, self._tx.events), event=event)

    async def load_raw(self, wanted: Sequence[UUID]) -> dict[UUID, bytes]:
        """Return the raw bytes of those of these events that still have them, by the event's id."""
        kept = (self._tx.owns(events), events.c.id.in_(wanted), events.c.raw.is_not(None))
        return {row.id: row.raw for row in await self._tx.rows(select(events.c.id, events.c.raw).where(*kept))}

    async def find_source(self, message: UUID) -> Stored | None:
        """Return the event that brought that message."""
        query = select(events).where(self._tx.owns(events), events.c.arrival == message)
        return await self._tx.fetch(query, lambda row: read_stored(row, self._tx.events))

    async def finish(self, event: UUID, reason: str | None = None) -> None:
        """Mark the event as handled."""
        await self._tx.change(events, event, status="done", reason=reason, lease_until=None)

    async def set_aside(self, event: UUID, reason: str) -> None:
        """Set aside a parsed but useless event; ``reason`` quotes no person."""
        await self._tx.change(events, event, status="unreadable", reason=reason, lease_until=None)

    async def fail(self, event: UUID, attempts: int, reason: str, again_at: datetime) -> None:
        """Note a failure: retry later, and park the event after five times, where ``doctor`` shows it."""
        status = "parked" if attempts + 1 >= MOST_ATTEMPTS else "new"
        told = {"status": status, "attempts": attempts + 1, "reason": reason}
        await self._tx.change(events, event, **told, due_at=again_at, lease_until=None)

    async def find_unread(self, people: list[UUID]) -> set[UUID]:
        """Return those of the people who have a stored, unhandled event."""
        wanted = [(self._tx.business, contact) for contact in people]
        names, new = ("contact",), "events.status = 'new'"
        return {
            row[0]
            for row in await bulk_statements.find(self._tx, events, ("business", "contact"), wanted, names, where=new)
        }

    async def list_new(self, kind: type[E]) -> list[E]:
        """Return the unhandled events of a kind, newest first."""
        wanted = (self._tx.owns(events), events.c.status == NEW, events.c.type == kind.TYPE)
        rows = await self._tx.rows(select(events).where(*wanted).order_by(events.c.arrival.desc()))
        return [event for row in rows if isinstance(event := read_event(row, self._tx.events), kind)]


async def has_new(tx: Transaction, elapsed: datetime) -> bool:
    """Return True if a claim could find anything: a reader runs it, so that polling costs no writing."""
    return await tx.value(_SOME_NEW, elapsed=elapsed) is not None


async def find_next_try(tx: Transaction, elapsed: datetime) -> datetime | None:
    """Return when, after ``elapsed``, the next failed event is retried; None if there is none."""
    return await tx.value_of(datetime, _NEXT_TRY, elapsed=elapsed)


async def claim_events(tx: Transaction, elapsed: datetime, lease: timedelta, most: int) -> list[Stored]:
    """Lease the oldest unread event of up to ``most`` lanes, over all businesses; a failing one holds back its lane.

    Lanes with a waiting text come first, including the events before it: a person looks at the screen, while a cart can
    wait for minutes. A fifth goes to other lanes, so that a crowd of writers stops nothing.
    """
    people = await _lease(tx, _HEADS_OF_PEOPLE, elapsed, lease, most - most // _FOR_OTHERS)
    others = await _lease(tx, _HEADS, elapsed, lease, most - len(people))
    return [read_stored(row, tx.events) for row in (*people, *others)]


async def _lease(tx: Transaction, heads: Select[Any], elapsed: datetime, lease: timedelta, most: int) -> Sequence[Any]:
    rows = await tx.rows(_select_first(heads, tx.postgres), elapsed=elapsed, most=most)
    until = elapsed + lease
    leased = [(until, row.business, row.id) for row in rows]
    await bulk_statements.change(tx, events, ("business", "id"), ("lease_until",), leased)
    return rows


@cache
def _select_first(heads: Select[Any], postgres: bool) -> Select[Any]:
    query = heads.order_by(events.c.arrival).limit(bindparam("most"))
    return query.with_for_update(skip_locked=True, of=events) if postgres else query


async def give_back_events(tx: Transaction, claimed: Sequence[tuple[str, UUID]], lease_until: datetime) -> None:
    """Release events whose lease ends at ``lease_until`` and that were not worked on. An event that another process
    claimed since stays claimed."""
    those = or_(*(and_(events.c.business == business, events.c.id == event) for business, event in claimed))
    still = and_(events.c.status == NEW, events.c.lease_until == lease_until)
    await tx.run(update(events).where(those, still).values(lease_until=None))


def read_stored(row: Any, events: EventTypes) -> Stored:
    """Read a row of ``events``."""
    event = read_event(row, events)
    return Stored(row.business, row.id, row.source, row.type, row.contact, row.received_at, row.attempts, event)


def read_event(row: Any, events: EventTypes) -> Event | None:
    """Read a stored event: an unreadable one must fail alone, not with the claim of all others."""
    try:
        event: Event = events.load(row.type, row.data or "")
    except (KeyError, ValueError):
        return None
    return event
