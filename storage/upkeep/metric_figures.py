"""The figures for a metrics scrape, over all businesses, at a cost independent of a million waiting rows.

Unlimited figures are counted along an index up to a bound (``MOST``); ages are one index probe. A figure at the bound
means "that many or more".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, literal, select, text, union_all

from storage.businesses.service_operations import count_in_doubt, make_first_id
from storage.events.event_inbox import NEW, TROUBLED
from storage.events.parked_work import Stuck, count_parked
from storage.schema import businesses, events, messages, outbox, senders, waits
from storage.sending.outbox import Priority
from storage.sql.transaction import Transaction

MOST = 100_000  # entries of one sender and priority, read along an index
NEWEST = 20_000  # messages of one business, whose rows are read

# Spelled out, because SQLite uses a partial index only for a condition that it can read in the statement.
_DUE = text("waits.due_at IS NOT NULL AND waits.parked_at IS NULL")


@dataclass(frozen=True, slots=True)
class Depth:
    """The waiting and the due outbox entries of one priority; ``since`` is when the oldest fell due."""

    priority: int
    waiting: int
    due: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Count:
    """The number of the latest messages that are alike."""

    direction: str
    channel: str
    status: str
    code: str | None
    many: int


@dataclass(frozen=True, slots=True)
class Condition:
    """The number of a channel's senders in one state: working, held (by the provider's Retry-After), circuit (failing),
    paused."""

    channel: str
    state: str
    many: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The content of the database at one moment."""

    now: datetime
    depths: list[Depth]
    messages: list[Count]
    events: dict[str, int]
    parked: Stuck
    in_doubt: dict[str, int]
    senders: list[Condition]
    oldest_event: datetime | None
    oldest_wait: datetime | None


async def load_figures(tx: Transaction, now: datetime, elapsed: datetime, counted: timedelta, circuit: int) -> Figures:
    """Return all figures, with the messages of the last ``counted``; ``circuit`` failures in a row pause a sender."""
    return Figures(
        now,
        await load_depths(tx, now),
        await counts(tx, now - counted),
        await count_events_by_status(tx),
        await count_parked(tx, most=MOST),
        await count_in_doubt(tx, most=MOST),
        await load_conditions(tx, elapsed, circuit),
        await find_oldest_event(tx),
        await find_oldest_wait(tx, now),
    )


async def load_depths(tx: Transaction, now: datetime, most: int = MOST) -> list[Depth]:
    """Return the depths by priority. Each sender is counted separately, up to ``most``; a parked entry counts as
    waiting."""
    found = {int(priority): Depth(int(priority), 0, 0, None) for priority in Priority}
    for sender in await tx.rows(select(senders.c.business, senders.c.id)):
        parts = [_select_waiting(sender, priority, now, most) for priority in Priority]
        for row in await tx.rows(union_all(*parts)):
            known = found[row.priority]
            since = min((one for one in (known.since, row.since) if one is not None), default=None)
            found[row.priority] = Depth(row.priority, known.waiting + row.waiting, known.due + row.due, since)
    return list(found.values())


async def counts(tx: Transaction, since: datetime, most: int = NEWEST) -> list[Count]:
    """Return the counts of messages made from ``since`` on, of each business the newest ``most``."""
    kinds = (messages.c.direction, messages.c.channel, messages.c.status, messages.c.code)
    found: dict[tuple[str, str, str, str | None], int] = {}
    for business in await tx.rows(select(businesses.c.id)):
        here = (messages.c.business == business.id, messages.c.id >= make_first_id(since))
        newest = select(*kinds).where(*here).order_by(messages.c.id.desc()).limit(most).subquery()
        for row in await tx.rows(select(*newest.c, func.count().label("many")).group_by(*newest.c)):
            key = (row.direction, row.channel, row.status, row.code)
            found[key] = found.get(key, 0) + row.many
    return [Count(*key, many) for key, many in found.items()]


async def count_events_by_status(tx: Transaction, most: int = MOST) -> dict[str, int]:
    """Return how many events are new, parked and unreadable; handled ones are not counted."""
    chosen = {"new": events.c.status == NEW}
    chosen |= {status: and_(TROUBLED, events.c.status == status) for status in ("parked", "unreadable")}
    return {
        status: await tx.count_rows(select(literal(1)).select_from(events).where(condition), most)
        for status, condition in chosen.items()
    }


async def find_oldest_event(tx: Transaction) -> datetime | None:
    """Return when the oldest unhandled event came."""
    query = select(events.c.received_at).where(events.c.status == NEW).order_by(events.c.arrival).limit(1)
    return await tx.value_of(datetime, query)


async def find_oldest_wait(tx: Transaction, now: datetime) -> datetime | None:
    """Return when the oldest wait of an unwoken run fell due."""
    of_one = select(func.min(waits.c.due_at)).where(waits.c.business == businesses.c.id, _DUE, waits.c.due_at <= now)
    rows = await tx.rows(select(of_one.scalar_subquery().label("since")).select_from(businesses))
    return min((row.since for row in rows if row.since is not None), default=None)


async def load_conditions(tx: Transaction, elapsed: datetime, circuit: int) -> list[Condition]:
    """Return the state of the senders in use."""
    found: dict[tuple[str, str], int] = {}
    for row in await tx.rows(select(senders).where(senders.c.removed_at.is_(None))):
        key = (row.channel, _state(row, elapsed, circuit))
        found[key] = found.get(key, 0) + 1
    return [Condition(channel, state, many) for (channel, state), many in sorted(found.items())]


def _state(row: Any, elapsed: datetime, circuit: int) -> str:
    if row.paused_at is not None:
        return "paused"
    if row.held_until is None or row.held_until <= elapsed:
        return "working"
    return "circuit" if row.failures >= circuit else "held"


def _select_waiting(sender: Any, priority: Priority, now: datetime, most: int) -> Select[Any]:
    """Select along (business, sender, priority, due): only the oldest row of the table is read."""
    here = and_(outbox.c.business == sender.business, outbox.c.sender == sender.id, outbox.c.priority == int(priority))
    due = outbox.c.due_at <= now
    some = select(literal(1)).where(here).limit(most).subquery()
    ripe = select(literal(1)).where(here, due).limit(most).subquery()
    oldest = select(outbox.c.due_at).where(here, due, outbox.c.parked_at.is_(None)).order_by(outbox.c.due_at).limit(1)
    return select(
        literal(int(priority)).label("priority"),
        select(func.count()).select_from(some).scalar_subquery().label("waiting"),
        select(func.count()).select_from(ripe).scalar_subquery().label("due"),
        oldest.scalar_subquery().label("since"),
    )
