"""Events: what happened, stored once per (source, external id), and the queue of those not yet acted upon."""

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
from storage.sql.statements import mine
from storage.sql.transaction import Transaction

E = TypeVar("E", bound=Event)

MOST_ATTEMPTS = 5
# As they stand in the partial indexes: SQLite uses those for nothing else (https://www.sqlite.org/partialindex.html).
NEW: ColumnElement[str] = literal_column("'new'")
TEXT: ColumnElement[str] = literal_column(f"'{MessageReceived.TYPE}'")
# Where a UUID says its version and its variant, and what stands there in those of version 8.
_MARKS, _VERSION_8 = 0xF << 76 | 0b11 << 62, 8 << 76 | 0b10 << 62
TROUBLED = text("events.status IN ('parked', 'unreadable')")
# Asked at every look, so they are made once.
_ELAPSED = bindparam("elapsed", type_=Moment)
_FREE = or_(events.c.lease_until.is_(None), events.c.lease_until <= _ELAPSED)
_DUE = or_(events.c.due_at.is_(None), events.c.due_at <= _ELAPSED)
_SOME_NEW = select(events.c.id).where(events.c.status == NEW, _FREE, _DUE).limit(1)
_ONE = select(events).where(mine(events), events.c.id == bindparam("event"))
_STORED = select(events.c.id).where(mine(events), events.c.id == bindparam("event"))
_FOR_OTHERS = 5  # one claimed event in so many is left to lanes in which nobody's text waits
_LOOKED_AT = 200  # texts that wait, by which the lanes of people are found


def _heads() -> Select[Any]:
    """The first events of lanes that may be acted upon."""
    earlier = events.alias()
    held_back = exists().where(
        earlier.c.business == events.c.business,
        earlier.c.lane == events.c.lane,
        earlier.c.status == NEW,
        earlier.c.arrival < events.c.arrival,
    )
    return select(events).where(events.c.status == NEW, _FREE, _DUE, ~held_back)


def _heads_of_people() -> Select[Any]:
    """The same of lanes in which a text of somebody's waits."""
    said = events.alias("said")
    waiting = (said.c.status == NEW, said.c.type == TEXT)
    oldest = select(said.c.business, said.c.lane).where(*waiting).order_by(said.c.arrival).limit(_LOOKED_AT).subquery()
    lanes = select(oldest.c.business, oldest.c.lane).distinct().subquery()
    return _heads().join(lanes, and_(events.c.business == lanes.c.business, events.c.lane == lanes.c.lane))


_HEADS, _HEADS_OF_PEOPLE = _heads(), _heads_of_people()
_NEXT_TRY = select(func.min(events.c.due_at)).where(events.c.status == NEW, events.c.due_at > _ELAPSED)


def event_id(business: str, source: str, external_id: str) -> UUID:
    """The id of an event, derived from what it is called outside: known without the database, stable on repeat.

    A UUID of version 8 (RFC 9562, section 5.8).
    """
    named = ", ".join(map(encode_basestring_ascii, (business, source, external_id)))
    bits = int.from_bytes(blake2b(f"[{named}]".encode(), digest_size=16).digest())
    return UUID(int=bits & ~_MARKS | _VERSION_8)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something from outside, proven and read, on its way into the store.

    ``event`` is None for what could not be read (``reason`` says why); ``lane`` keeps the order of arrival per
    person, or per thing when nobody is named.
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


def row_of(business: str, id_: UUID, arrival: Arrival, contact: UUID | None, *, over: bool = False) -> Row:
    """An arrival as a row; ``id_`` is its place in the queue. Where it is somebody's, it waits in their lane.

    ``over``: an event that no worker has to act upon.
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
    """Store arrivals; how many. ``again``: those that are here already are left out."""
    return await bulk_statements.insert(tx, events, _ROW, rows, again=again)


@dataclass(frozen=True, slots=True)
class Stored:
    """An event taken from the queue; ``event`` is None when its data is gone, or unknown to this version.

    ``mailed`` is the person who has the mail address of an event that names nothing else, where a line reaches that
    person. ``contact`` is None then: an order counts as theirs, and nothing is said to anybody.
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
        """Store what arrived, in its place in the queue or behind all; False when it is here already (a redelivery)."""
        row = row_of(self._tx.business, id_ or self._tx.ids.new(), arrival, arrival.contact)
        added = await store(self._tx, [row], again=True) == 1
        if added and arrival.event is not None:
            self._tx.wake("inbox")
        return added

    async def add_all(self, arrivals: Sequence[Arrival], *, over: bool = False) -> int:
        """Store events that can be read, behind all others; how many were not here already.

        ``over``: nobody is to act upon them.
        """
        rows = [row_of(self._tx.business, self._tx.ids.new(), one, one.contact, over=over) for one in arrivals]
        added = await store(self._tx, rows, again=True)
        if added and not over:
            self._tx.wake("inbox")
        return added

    async def known(self, event: UUID) -> bool:
        """Whether this event was stored before."""
        return await self._tx.value(_STORED, event=event) is not None

    async def get(self, event: UUID) -> Stored | None:
        """What was stored under that id."""
        row = await self._tx.row(_ONE, event=event)
        return None if row is None else stored(row, self._tx.events)

    async def that_brought(self, message: UUID) -> Stored | None:
        """The event with which that message came in."""
        row = await self._tx.row(select(events).where(self._tx.mine(events), events.c.arrival == message))
        return None if row is None else stored(row, self._tx.events)

    async def finish(self, event: UUID, reason: str | None = None) -> None:
        """The event was acted upon."""
        await self._tx.change(events, event, status="done", reason=reason, lease_until=None)
        self._tx.wake("sender")

    async def set_aside(self, event: UUID, reason: str) -> None:
        """The event was read, and turns out to be of no use; ``reason`` quotes no person."""
        await self._tx.change(events, event, status="unreadable", reason=reason, lease_until=None)
        self._tx.wake("sender")

    async def fail(self, event: UUID, attempts: int, reason: str, again_at: datetime) -> None:
        """Acting upon it failed: again later, and after five times parked where ``doctor`` shows it."""
        status = "parked" if attempts + 1 >= MOST_ATTEMPTS else "new"
        told = {"status": status, "attempts": attempts + 1, "reason": reason}
        await self._tx.change(events, event, **told, due_at=again_at, lease_until=None)

    async def unread(self, people: list[UUID]) -> set[UUID]:
        """Those of the people of whom an event is stored and not yet acted upon."""
        wanted = [(self._tx.business, contact) for contact in people]
        names, new = ("contact",), "events.status = 'new'"
        return {
            row[0]
            for row in await bulk_statements.find(self._tx, events, ("business", "contact"), wanted, names, where=new)
        }

    async def new_of(self, kind: type[E]) -> list[E]:
        """The events of a kind that are stored and not yet acted upon, the newest first."""
        wanted = (self._tx.mine(events), events.c.status == NEW, events.c.type == kind.TYPE)
        rows = await self._tx.rows(select(events).where(*wanted).order_by(events.c.arrival.desc()))
        return [event for row in rows if isinstance(event := event_of(row, self._tx.events), kind)]


async def has_new(tx: Transaction, elapsed: datetime) -> bool:
    """Whether a claim could find anything: asked of a reader, so that looking costs no writing."""
    return await tx.value(_SOME_NEW, elapsed=elapsed) is not None


async def next_try(tx: Transaction, elapsed: datetime) -> datetime | None:
    """When, after ``elapsed``, the next event that failed is to be acted upon again; None when none is."""
    return await tx.value_of(datetime, _NEXT_TRY, elapsed=elapsed)


async def claim_events(tx: Transaction, elapsed: datetime, lease: timedelta, most: int) -> list[Stored]:
    """Lease the oldest unread event of up to ``most`` lanes, over all businesses; a failing one holds back its lane.

    Lanes in which somebody's text waits come first, with what came before it there: a person looks at their screen, a
    cart waits for minutes by itself. A fifth is left to the others, so that a crowd that writes stops nothing.
    """
    people = await _lease(tx, _HEADS_OF_PEOPLE, elapsed, lease, most - most // _FOR_OTHERS)
    others = await _lease(tx, _HEADS, elapsed, lease, most - len(people))
    return [stored(row, tx.events) for row in (*people, *others)]


async def _lease(tx: Transaction, heads: Select[Any], elapsed: datetime, lease: timedelta, most: int) -> Sequence[Any]:
    rows = await tx.rows(_first(heads, tx.postgres), elapsed=elapsed, most=most)
    until = elapsed + lease
    leased = [(until, row.business, row.id) for row in rows]
    await bulk_statements.change(tx, events, ("business", "id"), ("lease_until",), leased)
    return rows


@cache
def _first(heads: Select[Any], postgres: bool) -> Select[Any]:
    query = heads.order_by(events.c.arrival).limit(bindparam("most"))
    return query.with_for_update(skip_locked=True, of=events) if postgres else query


async def give_back_events(tx: Transaction, claimed: Sequence[tuple[str, UUID]], lease_until: datetime) -> None:
    """Claimed until then and not acted upon: whoever comes next may have them, unless they are another's by now."""
    those = or_(*(and_(events.c.business == business, events.c.id == event) for business, event in claimed))
    still = and_(events.c.status == NEW, events.c.lease_until == lease_until)
    await tx.run(update(events).where(those, still).values(lease_until=None))


def stored(row: Any, events: EventTypes) -> Stored:
    """A row of ``events``, read again."""
    event = event_of(row, events)
    return Stored(row.business, row.id, row.source, row.type, row.contact, row.received_at, row.attempts, event)


def event_of(row: Any, events: EventTypes) -> Event | None:
    """What was stored, read again: one that cannot be must fail by itself and not with the claim of all others."""
    try:
        event: Event = events.load(row.type, row.data or "")
    except (KeyError, ValueError):
        return None
    return event
