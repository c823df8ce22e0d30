"""The worker that wakes conversations whose time came. A timed send is a row with a due time, never a job."""

from __future__ import annotations

from datetime import timedelta

import structlog

from bot.gathering import all_of
from bot.turns import OpenTurns
from flows.engine import Elapsed
from handlers import host
from handlers.turn import Turn
from storage.runs import Due, Moved, claim_waits, has_due
from storage.store import Away

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
BATCH = 50
FIRST_RETRY = timedelta(seconds=5)


class Timers:
    """Takes due waits from the queue, the longest due first."""

    def __init__(self, turns: OpenTurns) -> None:
        self._turns = turns

    async def step(self) -> int:
        """Wake what is due; how many waits that was. Raises Away."""
        now, elapsed = self._turns.clock.now(), self._turns.clock.elapsed()
        if not await self._turns.store.read("", lambda unit: has_due(unit, now)):
            return 0
        claimed = await self._turns.store.write("", lambda unit: claim_waits(unit, now, elapsed, LEASE, BATCH))
        await all_of(self._one(due) for due in claimed)
        return len(claimed)

    async def _one(self, due: Due) -> None:
        try:
            await self._turns.act(due.business, lambda turn: _wake(turn, due))
        except Away:
            raise
        except Exception as error:  # whatever it was, the wait is kept, tried again, and shown
            if not isinstance(error, Moved):
                log.error("wait failed", wait=str(due.id), run=str(due.run), exc_info=error)
            until = self._turns.clock.elapsed() + FIRST_RETRY * 2**due.attempts
            await self._turns.act(
                due.business, lambda turn: turn.unit.runs.fail_wait(due.id, due.attempts, until, turn.now)
            )


async def _wake(turn: Turn, due: Due) -> None:
    """Tell the run that its time came, unless it moved on and does not wait for it any more."""
    run = await turn.unit.runs.get(due.run)
    if run is None or run.ended_at is not None:
        await turn.unit.runs.drop_wait(due.id)
        return
    if run.contact is not None:
        await turn.unit.people.hold(run.contact)
        run = await turn.unit.runs.get(due.run)
    if run is not None and await turn.unit.runs.drop_wait(due.id):
        await host.advance(turn, run, Elapsed(due.name))
