"""The worker that acts upon stored events, each in its own transaction, in order of arrival per person."""

from __future__ import annotations

from datetime import timedelta

import structlog

from bot.gathering import all_of
from bot.masking import hush
from bot.turns import OpenTurns
from handlers import router
from handlers.receipts import Early
from storage.inbox import MOST_ATTEMPTS, Stored, claim_events, has_new
from storage.runs import Moved
from storage.store import Away

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
BATCH = 50
FIRST_RETRY = timedelta(seconds=1)


class News:
    """Takes events from the queue; what fails five times is parked, shown by ``doctor``, and blocks nobody."""

    def __init__(self, turns: OpenTurns) -> None:
        self._turns = turns

    async def step(self) -> int:
        """Act upon what is there; how many events that was. Raises Away."""
        elapsed = self._turns.clock.elapsed()
        if not await self._turns.store.read("", lambda unit: has_new(unit, elapsed)):
            return 0
        claimed = await self._turns.store.write("", lambda unit: claim_events(unit, elapsed, LEASE, BATCH))
        await all_of(self._one(stored) for stored in claimed)
        return len(claimed)

    async def _one(self, stored: Stored) -> None:
        try:
            await self._turns.act(stored.business, lambda turn: router.act_upon(turn, stored))
        except Away:
            raise
        except Exception as error:  # whatever it was, the event is kept, tried again, and shown
            await self._failed(stored, error)

    async def _failed(self, stored: Stored, error: Exception) -> None:
        expected = isinstance(error, Early | Moved)
        again = self._turns.clock.elapsed() + FIRST_RETRY * 2**stored.attempts
        reason = hush(f"{type(error).__name__}: {error}")  # kept where no erasure looks: it quotes nobody
        if not expected:
            log.error("event failed", id=str(stored.id), type=stored.type, exc_info=error)
        elif stored.attempts + 1 >= MOST_ATTEMPTS:
            log.warning("event given up", id=str(stored.id), type=stored.type, reason=reason)
        await self._turns.store.write(
            stored.business, lambda unit: unit.inbox.fail(stored.id, stored.attempts, reason, again)
        )
