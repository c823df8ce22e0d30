"""A live service's senders in parallel: each has its own tasks, so that a hanging call or a failing sender delays no
other sender.

While a sender's claimed batch is with its provider, the next batch is claimed and judged, up to a limit. The last seats
are reserved for urgent entries: even while a slow provider is busy with a campaign, answers leave at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog

from bot.in_flight_batches import InFlight
from bot.sender import Line, SenderWorker, find_line
from flows.channels import CHANNELS
from handlers.delivery.outbox_claims import BATCH
from storage.database.stores import DatabaseAway
from storage.sending.sender_queues import Waiting

log = structlog.get_logger()

NOTHING = timedelta(0)
BREATH = 0.02  # seconds before a sender is looked at again whose work another process holds at this moment
MISHAP = 1.0  # seconds before one that failed is


class SenderWorkers:
    """The senders being served. ``bell`` is rung when there may be more to do."""

    def __init__(self, sender: SenderWorker, bell: asyncio.Event) -> None:
        self._sender = sender
        self._bell = bell
        self._hands: dict[Line, InFlight] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._ending = asyncio.Event()
        self._waiting: Sequence[Waiting] = ()

    async def step(self) -> int:
        """Start every sender that has work, may send, and has room for a batch; return their number. Raises
        DatabaseAway."""
        self._waiting = await self._sender.list_waiting()
        ripe = [one for one in self._waiting if one.token_in <= NOTHING and self._find_hand(one).has_room(one)]
        for one in ripe if not self._ending.is_set() else ():
            self._begin(one)
        return len(ripe)

    async def get_pause(self) -> timedelta | None:
        """Return the time until a sender with room may send more; None if nothing is due. Raises DatabaseAway.

        Call it after a step that started nothing: the senders that waited then still wait, or their bell rings.
        """
        return await self._sender.get_pause([one for one in self._waiting if self._find_hand(one).has_room(one)])

    async def stop(self, patience: float) -> None:
        """Start no more, and let running batches finish for at most ``patience`` seconds."""
        self._ending.set()
        await finish(list(self._tasks), patience)

    def _find_hand(self, one: Waiting) -> InFlight:
        line = find_line(one)
        if line not in self._hands:
            at_once = CHANNELS[one.channel].at_once if one.channel in CHANNELS else BATCH  # calls have no channel
            self._hands[line] = InFlight(self._bell.set, at_once)
        return self._hands[line]

    def _begin(self, one: Waiting) -> None:
        hand = self._find_hand(one)
        hand.reach()
        task = asyncio.create_task(self._serve(one, hand), name=f"{one.business} {one.channel}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, one: Waiting, hand: InFlight) -> None:
        rest = await self._try(one, hand)
        if rest:
            hand.reach()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), rest)
            hand.rest()
        self._bell.set()

    async def _try(self, one: Waiting, hand: InFlight) -> float:
        """Serve a sender once; return the seconds until the next try."""
        try:
            return 0 if await self._sender.serve(one, hand) else BREATH
        except DatabaseAway as away:
            log.warning("database away", worker="sender", business=one.business, reason=str(away))
        except Exception as error:  # shown with its place; tried again, and the others go on
            log.error("sender failed", business=one.business, channel=one.channel, exc_info=error)
        return MISHAP


async def finish(tasks: Sequence[asyncio.Task[Any]], patience: float) -> None:
    """Wait for these tasks for at most ``patience`` seconds, then cancel the rest."""
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=max(patience, 0))
    for task in late:  # the database is away: what a provider said meanwhile is asked for again after the start
        log.warning("cut short", task=task.get_name())
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
