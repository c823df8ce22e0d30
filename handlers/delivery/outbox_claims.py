"""A sender's claims from the outbox: taken, judged, settled, or failed, each in its own turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flows.delivery import Answer, MessageStatus
from handlers.delivery import message_departure, message_outcome, unknown_outcomes
from handlers.delivery.channel_handoff import Ready
from handlers.engine.turn import Turn
from storage.sending.message import Message
from storage.sending.outbox import URGENT, OutboxEntry, Priority

LEASE = timedelta(seconds=60)
BATCH = 100
_UNDER_WAY = frozenset({MessageStatus.SENDING, MessageStatus.UNKNOWN})


@dataclass(frozen=True, slots=True)
class JudgedClaims:
    """The claimed messages to send now, and those with an unknown outcome to ask about."""

    ready: tuple[Ready, ...] = ()
    doubtful: tuple[tuple[OutboxEntry, Message], ...] = ()

    def __add__(self, other: JudgedClaims) -> JudgedClaims:
        return JudgedClaims(self.ready + other.ready, self.doubtful + other.doubtful)


async def claim(turn: Turn, sender: UUID, most: int = BATCH, urgent: bool = False) -> list[OutboxEntry]:
    """Claim at most ``most`` due messages within the rate; ``urgent``: only those that a person waits for."""
    granted = await turn.unit.senders.grant(sender, most, turn.elapsed)
    if not granted:
        return []
    which = URGENT if urgent else tuple(Priority)
    entries = await turn.unit.outbox.claim(sender, turn.now, turn.elapsed, LEASE, granted, which)
    await turn.unit.senders.give_back(sender, granted - len(entries))
    return entries


async def mark_permitted(turn: Turn, entries: Sequence[OutboxEntry], sender: UUID, held: str | None) -> JudgedClaims:
    """Mark the messages that may be sent now, and return the rate tokens of the others. ``held`` is why no marketing
    may be sent, if that is so."""
    statuses = await turn.unit.leaving.statuses([entry.id for entry in entries])
    fresh = [entry for entry in entries if statuses[entry.id] not in _UNDER_WAY]
    ready = await message_departure.depart(turn, fresh, held) if fresh else []
    doubtful = await _list_doubtful(turn, [entry for entry in entries if statuses[entry.id] in _UNDER_WAY])
    await turn.unit.senders.give_back(sender, len(entries) - len(ready))
    return JudgedClaims(tuple(ready), doubtful)


async def _list_doubtful(turn: Turn, under_way: Sequence[OutboxEntry]) -> tuple[tuple[OutboxEntry, Message], ...]:
    if not under_way:
        return ()
    messages = await turn.unit.messages.by_ids([entry.id for entry in under_way])
    pairs = [(entry, messages[entry.id]) for entry in under_way]
    return tuple([(entry, message) for entry, message in pairs if await unknown_outcomes.may_ask(turn, message, entry)])


async def settle(turn: Turn, told: Sequence[tuple[Ready, Answer]]) -> None:
    """Record the results of some messages.

    A failure counts only for its own attempt, because a process that lost the database may report it late.
    """
    taken = {ready.entry.id: answer for ready, answer in told if answer.failure is None}
    if taken:
        await message_outcome.take(turn, taken, {ready.entry.sender for ready, _ in told if ready.entry.id in taken})
    for ready, answer in told:
        if answer.failure is None:
            continue
        message = await message_outcome.lock_message(turn, ready.entry.id)
        if message is not None and message.attempted_at == ready.attempted_at:
            await message_outcome.settle(turn, message, answer, ready.entry.attempts)
    turn.unit.wake("settled")


async def stumble(turn: Turn, entry: OutboxEntry, unused: int) -> bool:
    """Handle an error of ours: retry after a pause, park after five; return True if parked.

    A message that may have been sent is marked unknown, so that it does not block others to this person. ``unused``
    tokens are returned to the sender.
    """
    await turn.unit.senders.give_back(entry.sender, unused)
    message = await turn.unit.messages.get(entry.id)
    if message is not None and message.status is MessageStatus.SENDING:
        await turn.unit.messages.reach(message.id, MessageStatus.UNKNOWN, turn.now)
    return await turn.unit.outbox.stumble(entry, turn.now, turn.elapsed)
