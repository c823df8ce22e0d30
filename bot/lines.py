"""A live service's senders beside each other: each is served by a task of its own, so that one call that hangs, or one
sender that fails, delays nobody else's answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog

from bot.sender import Line, Sender, line
from storage.outbox import Waiting
from storage.store import Away

log = structlog.get_logger()

NOTHING = timedelta(0)
BREATH = 0.02  # seconds before a sender is looked at again whose work another process holds at this moment
MISHAP = 1.0  # seconds before one that failed is


class Lines:
    """Which senders are being served. ``bell`` is rung when one was, for there may be more to do."""

    def __init__(self, sender: Sender, bell: asyncio.Event) -> None:
        self._sender = sender
        self._bell = bell
        self._running: dict[Line, asyncio.Task[None]] = {}
        self._ending = asyncio.Event()

    async def step(self) -> int:
        """Begin with every sender that has work, may send, and is not being served; how many. Raises Away."""
        waiting = await self._sender.waiting()
        ripe = [one for one in waiting if one.token_in <= NOTHING and line(one) not in self._running]
        for one in ripe if not self._ending.is_set() else ():
            self._running[line(one)] = asyncio.create_task(self._serve(one), name=f"{one.business} {one.channel}")
        return len(ripe)

    async def pause(self) -> timedelta | None:
        """How long until a sender that is not being served may be; None when nothing is due. Raises Away."""
        return await self._sender.pause(but=self._running)

    async def stop(self, patience: float) -> None:
        """Begin no more, and let those under way finish, for at most ``patience`` seconds."""
        self._ending.set()
        await finish(list(self._running.values()), patience)

    async def _serve(self, one: Waiting) -> None:
        try:
            rest = await self._try(one)
            if rest:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._ending.wait(), rest)
        finally:
            del self._running[line(one)]
            self._bell.set()

    async def _try(self, one: Waiting) -> float:
        """Seconds for which it is then left alone."""
        try:
            return 0 if await self._sender.serve(one) else BREATH
        except Away as away:
            log.warning("database away", worker="sender", business=one.business, reason=str(away))
        except Exception as error:  # shown with its place; tried again, and the others go on
            log.error("sender failed", business=one.business, channel=one.channel, exc_info=error)
        return MISHAP


async def finish(tasks: Sequence[asyncio.Task[Any]], patience: float) -> None:
    """Wait for these, at most so many seconds; who is not done then is cut short."""
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=max(patience, 0))
    for task in late:  # the database is away: what a provider said meanwhile is asked for again after the start
        log.warning("cut short", task=task.get_name())
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
