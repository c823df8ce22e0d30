"""Every sender's queue, over all businesses: those with due entries, and the next due time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from storage.schema import outbox, senders
from storage.sending.outbox import ELAPSED, FREE, NOW, URGENT
from storage.sending.senders import wait_for_token
from storage.sql.transaction import Transaction

_DUE = select(outbox.c.id).where(outbox.c.business == senders.c.business, outbox.c.sender == senders.c.id, FREE)
_WITH_WORK = select(
    *(senders.c[name] for name in ("business", "id", "channel", "provider", "tokens", "tokens_at", "rate")),
    _DUE.where(outbox.c.priority.in_([int(one) for one in URGENT])).exists().label("urgent"),
).where(
    _DUE.exists(),
    or_(senders.c.held_until.is_(None), senders.c.held_until <= ELAPSED),
    senders.c.paused_at.is_(None),
    senders.c.removed_at.is_(None),
)
_NEXT_DUE = select(func.min(outbox.c.due_at)).where(outbox.c.due_at > NOW, outbox.c.parked_at.is_(None))
_NEXT_RETRY = select(func.min(outbox.c.not_before)).where(
    outbox.c.due_at <= NOW, outbox.c.not_before > ELAPSED, outbox.c.parked_at.is_(None)
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sender with due entries. ``token_in`` is how long until its rate allows one more.

    ``urgent``: a person is waiting for one of them. ``held``: only these may leave now, as a spool is to be read first.
    """

    business: str
    sender: UUID
    channel: str
    provider: str
    token_in: timedelta
    urgent: bool
    held: bool = False


async def find_next_due(tx: Transaction, now: datetime) -> datetime | None:
    """Return when, after ``now``, the next entry of any business falls due."""
    return await tx.value_of(datetime, _NEXT_DUE, now=now)


async def find_next_retry(tx: Transaction, now: datetime, elapsed: datetime) -> datetime | None:
    """Return when the next due entry that was postponed past ``elapsed`` may be tried again."""
    return await tx.value_of(datetime, _NEXT_RETRY, now=now, elapsed=elapsed)


async def list_waiting_senders(tx: Transaction, now: datetime, elapsed: datetime) -> Sequence[Waiting]:
    """Return senders, over all businesses, with due entries and not held back."""
    return [
        Waiting(row.business, row.id, row.channel, row.provider, _token_in(row, elapsed), bool(row.urgent))
        for row in await tx.rows(_WITH_WORK, now=now, elapsed=elapsed)
    ]


def _token_in(row: Any, elapsed: datetime) -> timedelta:
    grown = max(0.0, (elapsed - row.tokens_at).total_seconds()) * row.rate
    return wait_for_token(row.tokens + grown, row.rate)
