"""A restored database: its open work may have been done since the copy was made.

The database itself cannot tell. So work due by now is held: a message gets an unknown outcome, as if the connection had
broken, and is not sent again. A due run, an unhandled event and a call to a shop are parked, for a person to release.
Work due later cannot have left, and stays. Opt-outs since the copy are missing too, so every business is paused until
somebody resumes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, func, or_, select, update

from flows.actor import Actor, ActorKind
from flows.delivery import MessageStatus
from flows.policy.verdict import Outcome
from storage.events.spools import FRESH
from storage.schema import calls, events, messages, outbox, page_sessions, record_codes, spools, verdicts, waits
from storage.sql.column_types import Moment
from storage.sql.transaction import Transaction
from storage.unit import Unit

RULE = "restored"
BATCH = 500
_BY = Actor(ActorKind.SYSTEM, "parley restore")
_OPEN = (MessageStatus.QUEUED.value, MessageStatus.SENDING.value, MessageStatus.UNKNOWN.value)
_AGAIN = ("price", "edit_message")  # asking for a message's price, and changing its text, are safe to repeat


@dataclass(frozen=True, slots=True)
class HeldWork:
    """The held work of one business: messages by channel, and parked runs, events and calls.

    ``kept`` messages are due later, and leave on time.
    """

    messages: Mapping[str, int] = field(default_factory=dict)
    conversations: int = 0
    events: int = 0
    calls: int = 0
    kept: int = 0


async def hold(unit: Unit, taken_at: datetime, now: datetime) -> HeldWork:
    """Hold the work that one business may have done between ``taken_at`` and ``now``, both the shop's time, and pause
    it. Sign-ins to pages are deleted: some may have ended since.
    """
    held = HeldWork(
        messages=await _hold_messages(unit, taken_at, now),
        conversations=await _park_waits(unit, now),
        events=await _park_events(unit, taken_at),
        calls=await _park_calls(unit, now),
        kept=await _count_kept(unit),
    )
    await unit.remove(page_sessions)
    await unit.remove(record_codes)
    await unit.businesses.pause(_BY.id, now)
    await unit.access.log(_BY, RULE, now, taken_at=f"{taken_at:%Y-%m-%dT%H:%M:%SZ}")
    return held


async def is_served(tx: Transaction, elapsed: datetime) -> bool:
    """Return True if a process reported within the last seconds that it uses this database."""
    return await tx.value(select(spools.c.id).where(spools.c.seen_at >= elapsed - FRESH).limit(1)) is not None


async def forget_spools(tx: Transaction) -> None:
    """Delete all spools of the copy, whose processes are gone; the next processes report theirs anew."""
    await tx.run(delete(spools))


async def _hold_messages(unit: Unit, taken_at: datetime, now: datetime) -> dict[str, int]:
    """Hold messages in small batches: there may be a million of them."""
    found: dict[str, int] = {}
    while rows := await _list_due(unit, now):
        await _mark(unit, [row.id for row in rows], taken_at, now)
        for row in rows:
            found[row.channel] = found.get(row.channel, 0) + 1
    return found


async def _list_due(unit: Unit, now: datetime) -> Sequence[Any]:
    """Return due messages, including those without a due time, which may have been released, and those that were being
    sent."""
    same = and_(messages.c.business == outbox.c.business, messages.c.id == outbox.c.id)
    by_now = or_(outbox.c.due_at.is_(None), outbox.c.due_at <= now, messages.c.status != MessageStatus.QUEUED.value)
    query = select(outbox.c.id, messages.c.channel).join_from(outbox, messages, same)
    chosen = (unit.owns(outbox), outbox.c.kind == "message", messages.c.status.in_(_OPEN), by_now)
    return await unit.rows(query.where(*chosen).limit(BATCH))


async def _mark(unit: Unit, ids: list[UUID], taken_at: datetime, now: datetime) -> None:
    """Mark messages as possibly sent, so that caps and spending count them from the earliest possible departure."""
    left_at = func.coalesce(messages.c.left_at, bindparam(None, taken_at, Moment))
    unknown = {"status": MessageStatus.UNKNOWN.value, "status_at": now, "left_at": left_at, "code": RULE}
    await unit.change_all(messages, messages.c.id.in_(ids), messages.c.status.in_(_OPEN), **unknown)
    await unit.remove(outbox, outbox.c.id.in_(ids))
    reason = f"Restored from a backup of {taken_at:%Y-%m-%d %H:%M} UTC; it may have been sent since, so it is held."
    told = {"at": now, "outcome": Outcome.REFUSE.value, "rule": RULE, "reason": reason, "until": None}
    await unit.add_all(verdicts, [{"id": unit.ids.make(), "message": one, **told} for one in ids])


async def _park_waits(unit: Unit, now: datetime) -> int:
    """Park the due waits: their messages may have left since."""
    due = and_(unit.owns(waits), waits.c.due_at <= now, waits.c.parked_at.is_(None))
    return await unit.run(update(waits).where(due).values(parked_at=now, lease_until=None))


async def _park_events(unit: Unit, taken_at: datetime) -> int:
    """Park unhandled events: they may have been answered. Their opt-outs are in the ledger since arrival."""
    reason = f"not yet handled in the backup of {taken_at:%Y-%m-%d %H:%M} UTC; perhaps it was handled since"
    return await unit.change_all(events, events.c.status == "new", status="parked", reason=reason, lease_until=None)


async def _park_calls(unit: Unit, now: datetime) -> int:
    """Park the calls: a shop's answer sends a message."""
    asking = select(calls.c.id).where(unit.owns(calls), calls.c.kind.not_in(_AGAIN))
    due = or_(outbox.c.due_at.is_(None), outbox.c.due_at <= now)
    chosen = and_(unit.owns(outbox), outbox.c.kind == "call", outbox.c.parked_at.is_(None), due)
    here = and_(chosen, outbox.c.id.in_(asking))
    not_before = func.coalesce(outbox.c.not_before, bindparam(None, now, Moment))  # its index leads to parked entries
    return await unit.run(update(outbox).where(here).values(parked_at=now, not_before=not_before, lease_until=None))


async def _count_kept(unit: Unit) -> int:
    query = select(func.count()).select_from(outbox).where(unit.owns(outbox), outbox.c.kind == "message")
    return int(await unit.value(query))
