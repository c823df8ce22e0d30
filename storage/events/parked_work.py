"""Parked work: it failed five times, waits for a repair, and is then released."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, literal, select, update

from storage.events.event_inbox import TROUBLED
from storage.schema import calls, events, messages, outbox, runs, waits
from storage.sql.transaction import Transaction

# TROUBLED leads to the index of such events, not_before to that of such entries: every parked row has one.
_PARKED_EVENT = and_(TROUBLED, events.c.status == "parked")
_PARKED_WAIT = waits.c.parked_at.is_not(None)
_PARKED_ENTRY = and_(outbox.c.not_before.is_not(None), outbox.c.parked_at.is_not(None))


class Queue(StrEnum):
    """The queue of a parked row."""

    EVENT = "event"  # an event that could not be handled
    WAIT = "wait"  # a due run that could not go on
    OUTBOX = "outbox"  # a message or a call that could not be handed over


# The worker to wake when an item of a queue is put back.
_WORKERS = {Queue.EVENT: "inbox", Queue.WAIT: "timers", Queue.OUTBOX: "sender"}


@dataclass(frozen=True, slots=True)
class Stuck:
    """The number of parked rows in each queue."""

    events: int
    waits: int
    outbox: int


@dataclass(frozen=True, slots=True)
class Parked:
    """A parked row. ``what`` describes it without personal data; ``reason`` is "" if only the log has it."""

    queue: Queue
    id: UUID
    what: str
    since: datetime
    reason: str = ""


async def list_parked(tx: Transaction, most: int) -> list[Parked]:
    """Return up to ``most`` rows of each queue of this business, longest waiting first."""
    return [*await _list_events(tx, most), *await _list_waits(tx, most), *await _list_entries(tx, most)]


async def count_parked(tx: Transaction, business: str | None = None, most: int | None = None) -> Stuck:
    """Return the number of parked rows, of one business or of all; of each queue up to ``most``."""
    return Stuck(
        events=await _count_rows(tx, events, _PARKED_EVENT, business, most),
        waits=await _count_rows(tx, waits, _PARKED_WAIT, business, most),
        outbox=await _count_rows(tx, outbox, _PARKED_ENTRY, business, most),
    )


async def release(tx: Transaction, which: UUID | None = None) -> list[tuple[Queue, UUID]]:
    """Release one row, or all of this business, with five new tries at once; return the released ones.

    A message is judged again before it leaves.
    """
    again: dict[str, Any] = {"attempts": 0, "lease_until": None}
    queues = (
        (Queue.EVENT, events, _PARKED_EVENT, {"status": "new", "reason": None, "due_at": None}),
        (Queue.WAIT, waits, _PARKED_WAIT, {"parked_at": None}),
        (Queue.OUTBOX, outbox, _PARKED_ENTRY, {"parked_at": None, "mistakes": 0, "not_before": None}),
    )
    released: list[tuple[Queue, UUID]] = []
    for queue, table, condition, values in queues:
        chosen = [tx.owns(table), condition, *([] if which is None else [table.c.id == which])]
        put_back = update(table).where(*chosen).values(**again, **values).returning(table.c.id)
        released += [(queue, row.id) for row in await tx.rows(put_back)]
    for queue, _ in released:
        tx.wake(_WORKERS[queue])
    return released


async def _count_rows(
    tx: Transaction, table: Table, condition: ColumnElement[bool], business: str | None, most: int | None
) -> int:
    here = condition if business is None else and_(condition, table.c.business == business)
    return await tx.count_rows(select(literal(1)).select_from(table).where(here), most)


async def _list_events(tx: Transaction, most: int) -> Sequence[Parked]:
    query = select(events).where(tx.owns(events), _PARKED_EVENT).order_by(events.c.received_at, events.c.id).limit(most)
    return [
        Parked(Queue.EVENT, row.id, f"{row.source} {row.type}", row.received_at, row.reason or "")
        for row in await tx.rows(query)
    ]


async def _list_waits(tx: Transaction, most: int) -> Sequence[Parked]:
    here = and_(runs.c.business == waits.c.business, runs.c.id == waits.c.run)
    query = (
        select(waits.c.id, waits.c.name, waits.c.parked_at, runs.c.flow)
        .join_from(waits, runs, here)
        .where(tx.owns(waits), _PARKED_WAIT)
        .order_by(waits.c.parked_at, waits.c.id)
        .limit(most)
    )
    return [Parked(Queue.WAIT, row.id, f"{row.flow} {row.name}", row.parked_at) for row in await tx.rows(query)]


async def _list_entries(tx: Transaction, most: int) -> Sequence[Parked]:
    """Return the parked entries; an entry has the id of its message or call."""
    message = and_(messages.c.business == outbox.c.business, messages.c.id == outbox.c.id)
    call = and_(calls.c.business == outbox.c.business, calls.c.id == outbox.c.id)
    query = (
        select(outbox.c.id, outbox.c.parked_at, messages.c.channel, messages.c.template, calls.c.kind)
        .join_from(outbox, messages, message, isouter=True)
        .join(calls, call, isouter=True)
        .where(tx.owns(outbox), _PARKED_ENTRY)
        .order_by(outbox.c.parked_at, outbox.c.id)
        .limit(most)
    )
    return [Parked(Queue.OUTBOX, row.id, _describe_row(row), row.parked_at) for row in await tx.rows(query)]


def _describe_row(row: Any) -> str:
    if row.channel is None:
        return f"call for a {row.kind}"
    return f"{row.channel} {row.template or 'text'}"
