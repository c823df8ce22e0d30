"""Queries across businesses, and over a whole database, for operators of the service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, inspect, select, text, update

from flows.delivery import TAKEN, MessageStatus
from storage.events.event_inbox import TROUBLED
from storage.schema import FLYING, businesses, consent_proofs, events, jobs, messages, outbox, waits
from storage.sending.message import BY_STAFF
from storage.sql.transaction import Transaction

_NAMED = 3  # events of one trouble listed by name
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

# Spelled out, because SQLite uses a partial index only for a condition that it can read in the statement.
_UNKNOWN = and_(text(FLYING), messages.c.status == "unknown")
_LEFT = select(func.count()).select_from(messages).where(messages.c.direction == "out")
_TALLY = select(
    _LEFT.where(messages.c.status.in_(TAKEN)).scalar_subquery().label("sent"),
    select(func.count()).select_from(outbox).scalar_subquery().label("waiting"),
    _LEFT.where(messages.c.status == MessageStatus.REFUSED.value).scalar_subquery().label("refused"),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of messages that left, were refused, and still wait."""

    sent: int
    waiting: int
    refused: int

    def subtract(self, before: Tally) -> Tally:
        """Return the departures and refusals after ``before``, and what waits now."""
        return Tally(self.sent - before.sent, self.waiting, self.refused - before.refused)


@dataclass(frozen=True, slots=True)
class EventTrouble:
    """A reason for unusable events: their number, and the outside names of the newest."""

    source: str
    reason: str
    many: int
    newest: datetime
    named: tuple[str, ...]


async def tally(tx: Transaction) -> Tally:
    """Return the totals of messages over all businesses."""
    found = await tx.fetch_one(_TALLY)
    return Tally(found.sent, found.waiting, found.refused)


async def count_in_doubt(
    tx: Transaction, business: str | None = None, since: datetime | None = None, most: int | None = None
) -> dict[str, int]:
    """Return the number of messages with an unknown outcome by channel: of one business, from ``since`` on, and up to
    ``most``, if given.
    """
    chosen = [_UNKNOWN]
    if business is not None:
        chosen.append(messages.c.business == business)
    if since is not None:
        chosen.append(messages.c.id >= make_first_id(since))
    some = select(messages.c.channel).where(*chosen).limit(most).subquery()
    query = select(some.c.channel, func.count().label("many")).group_by(some.c.channel)
    return {row.channel: row.many for row in await tx.rows(query)}


async def list_troubles(tx: Transaction, business: str, status: str, most: int) -> Sequence[EventTrouble]:
    """Return why events of a business are ``unreadable`` or ``parked``, newest reasons first; they may quote people."""
    newest = func.max(events.c.received_at).label("newest")
    query = (
        select(events.c.source, events.c.reason, func.count().label("many"), newest)
        .where(TROUBLED, events.c.status == status, events.c.business == business)
        .group_by(events.c.source, events.c.reason)
        .order_by(newest.desc())
        .limit(most)
    )
    return [
        EventTrouble(row.source, row.reason or "", row.many, row.newest, await _list_named(tx, business, status, row))
        for row in await tx.rows(query)
    ]


async def _list_named(tx: Transaction, business: str, status: str, group: Any) -> tuple[str, ...]:
    """Return the outside names of the newest events of a source and a reason."""
    query = (
        select(events.c.external_id)
        .where(TROUBLED, events.c.status == status, events.c.business == business)
        .where(events.c.source == group.source, events.c.reason.is_not_distinct_from(group.reason))
        .order_by(events.c.arrival.desc())
        .limit(_NAMED)
    )
    return tuple(row.external_id for row in await tx.rows(query))


async def count_unanswered(tx: Transaction, business: str, since: datetime, until: datetime) -> int:
    """Return how many customers' questions went to the staff in that time and have no answer since."""
    asked, answer = messages.alias("asked"), messages.alias("answer")
    in_time = and_(asked.c.id >= make_first_id(since), asked.c.id < make_first_id(until))
    passed_on = and_(asked.c.business == business, asked.c.template == "staff_alert", asked.c.about.is_not(None))
    answered = (
        select(answer.c.id)
        .where(
            answer.c.business == business,
            answer.c.address == asked.c.about,
            answer.c.id > asked.c.id,
            answer.c.key.startswith(BY_STAFF),
        )
        .exists()
    )
    query = select(func.count(asked.c.about.distinct())).where(passed_on, in_time, ~answered)
    return int(await tx.value(query))


async def find_newest_time(tx: Transaction) -> datetime | None:
    """Return the time of the newest message of any business, by its id."""
    last = select(messages.c.id).where(messages.c.business == businesses.c.id).order_by(messages.c.id.desc()).limit(1)
    query = select(last.scalar_subquery().label("newest")).select_from(businesses)
    found = [row.newest for row in await tx.rows(query) if row.newest is not None]
    return max((_EPOCH + (one.int >> 80) * _MILLISECOND for one in found), default=None)


async def read_schema_revision(tx: Transaction) -> str | None:
    """Return the migration step of the database; None if it has no tables of ours."""
    known = await tx.connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version"))
    found: str | None = await tx.value(text("SELECT version_num FROM alembic_version")) if known else None
    return found


async def read_server_time(tx: Transaction) -> datetime | None:
    """Return the time of the database's server; None on SQLite, which uses ours."""
    found: datetime | None = await tx.value(select(func.clock_timestamp())) if tx.postgres else None
    return found


async def find_flaws(tx: Transaction) -> Sequence[str]:
    """Return the damage in a SQLite file (https://www.sqlite.org/pragma.html#pragma_quick_check); empty on
    PostgreSQL."""
    if tx.postgres:
        return ()
    told = [str(row[0]) for row in await tx.rows(text("PRAGMA quick_check(5)"))]
    return [line for line in told if line != "ok"]


def make_first_id(moment: datetime) -> UUID:
    """Return an id that sorts before all made from that moment on, as ids begin with their time in milliseconds."""
    return UUID(int=max(0, (moment - _EPOCH) // _MILLISECOND) << 80)


async def is_lived_in(tx: Transaction) -> bool:
    """Return True if anything was ever sent, received, consented to or imported: a test must not use such a
    database."""
    for table in (messages, events, jobs, consent_proofs):
        if await tx.value(select(table.c.id).limit(1)) is not None:
            return True
    return False


async def release_leases(tx: Transaction) -> None:
    """Release the leases of a dead process at once: for a database that one process serves at a time."""
    for table in (events, waits, outbox, jobs):
        await tx.run(update(table).where(table.c.lease_until.is_not(None)).values(lease_until=None))
