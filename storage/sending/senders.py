"""Senders: our addresses, their pace, and their health. Pacing runs in elapsed time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select, update

from flows.channels import SIMULATED
from flows.delivery import MessageStatus
from storage.schema import messages, outbox, senders
from storage.sql import bulk_statements
from storage.sql.column_types import Id
from storage.sql.repository import Repository, read_record
from storage.sql.statements import MINE, owns

AHEAD = timedelta(seconds=5)  # the largest difference of two processes' clocks
UNPACED = 0.0  # the rate of a simulated channel


@dataclass(frozen=True, slots=True)
class Sender:
    """A number, a bot, a store account. ``rate`` is per second; UNPACED means no limit."""

    id: UUID
    channel: str
    provider: str
    address: str
    rate: float
    paused_at: datetime | None
    paused_reason: str | None
    held_until: datetime | None
    failures: int


_OURS = and_(senders.c.business == bindparam("in_business"), senders.c.id == bindparam("which", type_=Id))
_IN_USE = select(senders).where(owns(senders), senders.c.removed_at.is_(None)).order_by(senders.c.channel)
_BUCKET = select(senders.c.rate, senders.c.tokens, senders.c.tokens_at).where(_OURS)  # for every batch, so built once


class Senders(Repository):
    """The senders of one business."""

    async def all(self) -> Sequence[Sender]:
        """Return the senders in use."""
        return [_sender(row) for row in await self._tx.rows(_IN_USE, **{MINE.key: self._tx.business})]

    async def find_for_channel(self, channel: str) -> Sender | None:
        """Return the sender of a channel."""
        return next((sender for sender in await self.all() if sender.channel == channel), None)

    async def find_elsewhere(self, channel: str, address: str) -> str | None:
        """Return the other business that sends from this address, if any; a bot's name ignores case."""
        theirs = and_(senders.c.business != self._tx.business, senders.c.provider != SIMULATED)
        same = and_(senders.c.channel == channel, func.lower(senders.c.address) == address.lower())
        query = select(senders.c.business).where(theirs, same, senders.c.removed_at.is_(None))
        return await self._tx.value_of(str, query.limit(1))

    async def put(self, channel: str, provider: str, address: str, rate: float, elapsed: datetime) -> UUID:
        """Use this address on the channel from now on; retire the one before, and move its queue."""
        query = select(senders).where(self._tx.owns(senders), senders.c.channel == channel)
        known = {row.address: row for row in await self._tx.rows(query)}
        same = known.get(address)
        identity = same.id if same else self._tx.ids.make()
        if same is None:
            values = {"channel": channel, "provider": provider, "address": address, "rate": rate}
            await self._tx.add(senders, id=identity, tokens=compute_burst(rate), tokens_at=elapsed, **values)
        else:
            await self._tx.change(senders, identity, provider=provider, rate=rate, removed_at=None)
        others = [row.id for row in known.values() if row.address != address]
        await self._tx.change_all(outbox, outbox.c.sender.in_(others), sender=identity)
        await self.retire(others, elapsed)
        return identity

    async def keep(self, name: str, elapsed: datetime) -> None:
        """Create an own sender, which calls nobody outside and has no rate limit, if it does not exist."""
        values = {"channel": name, "provider": name, "address": name, "rate": UNPACED}
        fresh = {"id": self._tx.ids.make(), "tokens": compute_burst(UNPACED), "tokens_at": elapsed}
        await self._tx.add_new(senders, **fresh, **values)

    async def retire(self, which: Sequence[UUID], elapsed: datetime) -> None:
        """Retire senders; their waiting messages are refused, because no other sender can carry them."""
        await self._tx.change_all(senders, senders.c.id.in_(which), senders.c.removed_at.is_(None), removed_at=elapsed)
        left = and_(self._tx.owns(outbox), outbox.c.sender.in_(which), outbox.c.kind == "message")
        waiting = messages.c.id.in_(select(outbox.c.id).where(left))
        queued = and_(self._tx.owns(messages), waiting, messages.c.status == MessageStatus.QUEUED.value)
        await self._tx.run(update(messages).where(queued).values(status=MessageStatus.REFUSED.value, code="no-sender"))
        await self._tx.remove(outbox, outbox.c.sender.in_(which))

    async def grant(self, sender: UUID, wanted: int, elapsed: datetime) -> int:
        """Return how many of ``wanted`` messages may leave now, by the token bucket that all processes share."""
        query = _BUCKET.with_for_update() if self._tx.postgres else _BUCKET
        row = await self._tx.row(query, in_business=self._tx.business, which=sender)
        if row is None:
            return 0
        if row.rate == UNPACED:
            return wanted
        # Another process may be a little ahead, and time is never counted twice; a clock set back is followed.
        at = elapsed if row.tokens_at - elapsed > AHEAD else max(elapsed, row.tokens_at)
        grown = max(0.0, (at - row.tokens_at).total_seconds()) * row.rate
        tokens = min(compute_burst(row.rate), row.tokens + grown)
        granted = min(wanted, int(tokens))
        await self._tx.change(senders, sender, tokens=tokens - granted, tokens_at=at)
        return granted

    async def give_back(self, sender: UUID, unused: int) -> None:
        """Return granted but unused tokens."""
        if unused > 0:
            await self._tx.change(senders, sender, tokens=senders.c.tokens + unused)

    async def count_failure(self, sender: UUID) -> int:
        """Count a failed call; return the number in a row, over all processes."""
        here = and_(self._tx.owns(senders), senders.c.id == sender)
        counted = update(senders).where(here).values(failures=senders.c.failures + 1)
        return int(await self._tx.value(counted.returning(senders.c.failures)) or 0)

    async def rest_until(self, sender: UUID, until: datetime) -> None:
        """Hold a sender back until that moment of elapsed time, or a later one set before."""
        sooner = or_(senders.c.held_until.is_(None), senders.c.held_until < until)
        await self._tx.change(senders, sender, sooner, held_until=until)

    async def reset_failures(self, sender: UUID) -> None:
        """Reset the count of failures after a successful call."""
        rows = [(0, self._tx.business, sender)]
        await bulk_statements.change(
            self._tx, senders, ("business", "id"), ("failures",), rows, where="senders.failures > 0"
        )

    async def pause(self, sender: UUID, reason: str, now: datetime) -> bool:
        """Pause the sender until a person repairs it; return True if it was not paused."""
        works = senders.c.paused_at.is_(None)
        return await self._tx.change(senders, sender, works, paused_at=now, paused_reason=reason) == 1

    async def resume(self) -> None:
        """Resume all senders after a repair."""
        await self._tx.change_all(senders, paused_at=None, paused_reason=None, held_until=None)
        self._tx.wake("sender")


def compute_burst(rate: float) -> float:
    """Return how many may leave at once after a pause: one second's worth, at least one."""
    return max(1.0, rate)


def wait_for_token(tokens: float, rate: float) -> timedelta:
    """Return how long until one more message may leave."""
    return timedelta(seconds=max(0.0, (1.0 - tokens) / rate)) if rate else timedelta(0)


def _sender(row: Any) -> Sender:
    return read_record(Sender, row)
