"""Starts the service in processes that can be told to kill themselves at a named point of a message's life.

``python -m tests.delivery.launcher`` reads one order per line, forks, and answers the new process's id: what takes
long, the imports, is done once. The forked process runs what ``parley serve`` runs, with workers that are the real
ones but for the moment at which they die, and with clocks that a file moves on (tests/processes/starter.py).
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from bot import service_run, workers
from bot.app import assemble
from bot.channels import telegram, twilio  # noqa: F401 - the first call would import them
from bot.config import load
from bot.consumer import Consumer
from bot.open_turns import OpenTurns
from bot.sender import ChannelAccount, ChannelAccounts, Keeping, SenderWorker
from bot.stores import shopify  # noqa: F401 - as above
from bot.timers import Timers
from flows.delivery import Answer
from handlers.calls.call_lifecycle import CallRequest
from handlers.delivery.channel_handoff import Ready
from handlers.delivery.outbox_claims import JudgedClaims
from storage.events.event_inbox import Stored
from storage.events.runs import Due
from storage.sending.message import Message
from storage.sending.outbox import OutboxEntry
from storage.sending.sender_queues import Waiting
from tests.processes.starter import MovedClock, load_late_parts, take_orders

CALLED = ("razorpay", "shopify", "stripe")  # an edit of a Telegram message is a call too, at times of its own
QUICK = 0.05  # seconds between two ticks: a test need not wait for a whole one


class Point(StrEnum):
    """Where a process dies."""

    NEVER = "never"  # it lives until someone else ends it
    STORED = "stored"  # the cart is stored and answered, and nobody has acted upon it
    ACTED = "acted"  # its conversation is written, and waits
    DUE = "due"  # its wait was taken from the queue, and nobody was woken
    QUEUED = "queued"  # the reminder stands in the outbox
    CLAIMED = "claimed"  # taken from the outbox, not yet judged
    MARKED = "marked"  # judged and marked sending, not yet handed over
    ANSWERED = "answered"  # the provider's answer is known and not written
    SETTLED = "settled"  # the answer is written
    CALL_CLAIMED = "call claimed"  # a call to a shop system or payment provider was taken from the outbox
    CALL_ANSWERED = "call answered"  # the store's answer is known and not written
    CALL_CONCLUDED = "call concluded"  # the store's answer is written
    FOUND = "found"  # the provider was asked about a doubtful message, and its answer is not written


def die() -> None:
    """As a power cut would have it: nothing is finished, nothing is said."""
    os.kill(os.getpid(), signal.SIGKILL)


class MortalNews(Consumer):
    """Dies at a cart."""

    def __init__(self, turns: OpenTurns, point: Point) -> None:
        super().__init__(turns)
        self._point = point

    async def _consume(self, stored: Stored) -> None:
        mortal = stored.type == "cart.updated"
        if mortal and self._point is Point.STORED:
            die()
        await super()._consume(stored)
        if mortal and self._point is Point.ACTED:
            die()


class MortalTimers(Timers):
    """Dies at a wait."""

    def __init__(self, turns: OpenTurns, point: Point) -> None:
        super().__init__(turns)
        self._point = point

    async def _fire(self, due: Due) -> None:
        if self._point is Point.DUE:
            die()
        await super()._fire(due)
        if self._point is Point.QUEUED:
            die()


class MortalSender(SenderWorker):
    """Dies on a message's or a call's way out."""

    def __init__(self, turns: OpenTurns, accounts: ChannelAccounts, spool: Keeping, point: Point) -> None:
        super().__init__(turns, accounts, spool)
        self._point = point

    def _at(self, point: Point) -> None:
        if self._point is point:
            die()

    async def _judge(self, waiting: Waiting, entries: Sequence[OutboxEntry]) -> JudgedClaims:
        self._at(Point.CLAIMED)
        judged = await super()._judge(waiting, entries)
        if judged.ready:
            self._at(Point.MARKED)
        return judged

    async def _settle(self, waiting: Waiting, ready: Ready, answer: Answer) -> None:
        self._at(Point.ANSWERED)
        await super()._settle(waiting, ready, answer)
        self._at(Point.SETTLED)

    async def _ask(
        self, waiting: Waiting, account: ChannelAccount | None, entry: OutboxEntry, message: Message
    ) -> None:
        self._at(Point.FOUND)
        await super()._ask(waiting, account, entry, message)

    async def _call(self, waiting: Waiting, entry: OutboxEntry) -> None:
        if waiting.provider in CALLED:
            self._at(Point.CALL_CLAIMED)
        await super()._call(waiting, entry)

    async def _conclude(self, waiting: Waiting, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
        called = waiting.provider in CALLED
        if called:
            self._at(Point.CALL_ANSWERED)
        await super()._conclude(waiting, entry, request, answer)
        if called:
            self._at(Point.CALL_CONCLUDED)


async def serve(point: Point) -> None:
    """What ``parley serve`` runs, with mortal workers and a clock that can be moved."""
    service = assemble(load(os.environ), MovedClock())
    turns = service.turns
    mortal = workers.LiveWorkers(
        turns,
        MortalNews(turns, point),
        MortalTimers(turns, point),
        MortalSender(turns, service.accounts, service.spool, point),
        service.inbox,
    )
    await service_run.run(replace(service, workers=mortal))


def main() -> None:
    """A command is the point at which the process dies."""
    workers.TICK = QUICK
    load_late_parts()
    take_orders(lambda command: asyncio.run(serve(Point(command[0]))))


if __name__ == "__main__":
    main()
