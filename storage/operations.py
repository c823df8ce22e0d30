"""What is asked across businesses, for those who run the service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, inspect, or_, select, text, update

from flows.delivery import TAKEN, Status
from storage.inbox import NEW, TROUBLED
from storage.schema import businesses, events, messages, outbox, waits
from storage.transaction import Transaction

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

# Spelled out, because SQLite uses a partial index only for a condition that it can read in the statement.
_FLYING = text("messages.status IN ('sending', 'unknown')")


@dataclass(frozen=True, slots=True)
class Standing:
    """How many messages left and were refused, and how much still waits."""

    sent: int
    waiting: int
    refused: int

    def since(self, before: Standing) -> Standing:
        """What left and was refused after ``before``, and what waits now."""
        return Standing(self.sent - before.sent, self.waiting, self.refused - before.refused)


@dataclass(frozen=True, slots=True)
class Parked:
    """What failed so often that nobody tries it any more."""

    events: int
    waits: int
    outbox: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why events could not be used: how many of them for this reason, and when the newest came."""

    source: str
    reason: str
    many: int
    newest: datetime


async def standing(tx: Transaction) -> Standing:
    """Where the messages of all businesses stand, all told."""
    out = messages.c.direction == "out"
    counted = select(func.count()).select_from(messages).where(out)
    return Standing(
        sent=int(await tx.value(counted.where(messages.c.status.in_(TAKEN)))),
        waiting=int(await tx.value(select(func.count()).select_from(outbox))),
        refused=int(await tx.value(counted.where(messages.c.status == Status.REFUSED.value))),
    )


async def parked(tx: Transaction, business: str | None = None) -> Parked:
    """What is parked, of one business or of all."""
    return Parked(
        events=await _many(tx, events, business, TROUBLED, events.c.status == "parked"),
        waits=await _many(tx, waits, business, waits.c.parked_at.is_not(None)),
        outbox=await _many(tx, outbox, business, outbox.c.parked_at.is_not(None)),
    )


async def in_doubt(tx: Transaction, business: str | None = None, since: datetime | None = None) -> dict[str, int]:
    """Messages of unknown outcome by channel, made from ``since`` on when it is given."""
    query = select(messages.c.channel, func.count().label("many")).where(_FLYING, messages.c.status == "unknown")
    if business is not None:
        query = query.where(messages.c.business == business)
    if since is not None:
        query = query.where(messages.c.id >= first_id(since))
    return {row.channel: row.many for row in await tx.rows(query.group_by(messages.c.channel))}


async def troubles(tx: Transaction, business: str, status: str, most: int) -> Sequence[Trouble]:
    """Why events of a business are ``unreadable`` or ``parked``, the newest reasons first; they may quote people."""
    newest = func.max(events.c.received_at).label("newest")
    query = (
        select(events.c.source, events.c.reason, func.count().label("many"), newest)
        .where(TROUBLED, events.c.status == status, events.c.business == business)
        .group_by(events.c.source, events.c.reason)
        .order_by(newest.desc())
        .limit(most)
    )
    return [Trouble(row.source, row.reason or "", row.many, row.newest) for row in await tx.rows(query)]


async def unanswered(tx: Transaction, business: str, since: datetime, until: datetime) -> int:
    """How many customers' questions were passed on to the staff in that time, and nobody has answered since."""
    asked, answer = messages.alias("asked"), messages.alias("answer")
    in_time = and_(asked.c.id >= first_id(since), asked.c.id < first_id(until))
    passed_on = and_(asked.c.business == business, asked.c.template == "staff_alert", asked.c.about.is_not(None))
    answered = (
        select(answer.c.id)
        .where(
            answer.c.business == business,
            answer.c.address == asked.c.about,
            answer.c.id > asked.c.id,
            answer.c.key.startswith("staff:"),
        )
        .exists()
    )
    query = select(func.count(asked.c.about.distinct())).where(passed_on, in_time, ~answered)
    return int(await tx.value(query))


async def newest_at(tx: Transaction) -> datetime | None:
    """The time of the newest message of any business, by its id."""
    last = select(messages.c.id).where(messages.c.business == businesses.c.id).order_by(messages.c.id.desc()).limit(1)
    query = select(last.scalar_subquery().label("newest")).select_from(businesses)
    found = [row.newest for row in await tx.rows(query) if row.newest is not None]
    return max((_made_at(one) for one in found), default=None)


async def revision_of(tx: Transaction) -> str | None:
    """The step of the migrations that the database is at; None when it has no tables of ours."""
    known = await tx.connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version"))
    found: str | None = await tx.value(text("SELECT version_num FROM alembic_version")) if known else None
    return found


async def server_time(tx: Transaction) -> datetime | None:
    """What time the database's server has; None on SQLite, which has no other than ours."""
    found: datetime | None = await tx.value(select(func.clock_timestamp())) if tx.postgres else None
    return found


async def flaws(tx: Transaction) -> Sequence[str]:
    """What is broken in a SQLite file (https://www.sqlite.org/pragma.html#pragma_quick_check); nothing elsewhere."""
    if tx.postgres:
        return ()
    told = [str(row[0]) for row in await tx.rows(text("PRAGMA quick_check(5)"))]
    return [line for line in told if line != "ok"]


def first_id(moment: datetime) -> UUID:
    """An id before all that are made at that moment and later: they begin with their time in milliseconds."""
    return UUID(int=max(0, (moment - _EPOCH) // _MILLISECOND) << 80)


def _made_at(identity: UUID) -> datetime:
    return _EPOCH + (identity.int >> 80) * _MILLISECOND


async def _many(tx: Transaction, table: Any, business: str | None, *conditions: Any) -> int:
    query = select(func.count()).select_from(table).where(*conditions)
    return int(await tx.value(query if business is None else query.where(table.c.business == business)))


async def is_lived_in(tx: Transaction) -> bool:
    """Whether anything was ever sent or received here: such a database must not be played with."""
    return await tx.value(select(messages.c.id).limit(1)) is not None


async def release_leases(tx: Transaction) -> None:
    """What a dead process held is anybody's at once: for a database that one process serves at a time."""
    for table in (events, waits, outbox):
        await tx.run(update(table).where(table.c.lease_until.is_not(None)).values(lease_until=None))


async def give_back_events(tx: Transaction, claimed: Sequence[tuple[str, UUID]], lease_until: datetime) -> None:
    """Claimed until then and not acted upon: whoever comes next may have them, unless they are another's by now."""
    mine = or_(*(and_(events.c.business == business, events.c.id == event) for business, event in claimed))
    still = and_(events.c.status == NEW, events.c.lease_until == lease_until)
    await tx.run(update(events).where(mine, still).values(lease_until=None))
