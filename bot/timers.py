"""The worker that resumes runs whose waits are due. A timed send is a row with a due time, never a job."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from bot.concurrent_tasks import all_of
from bot.correlation import follow_cause
from bot.metrics import Metrics
from bot.open_turns import OpenTurns
from flows.engine import Elapsed
from handlers.engine.turn import Turn
from storage.database.stores import DatabaseAway
from storage.events.due_runs import claim_waits, give_back, has_due
from storage.events.runs import Due, RunConflict

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
BATCH = 50
FIRST_RETRY = timedelta(seconds=5)


class Timers:
    """The worker that takes due waits from the queue: of each business the longest due first."""

    def __init__(self, turns: OpenTurns, metrics: Metrics | None = None) -> None:
        self._turns = turns
        self._metrics = metrics or Metrics()
        self._left: list[tuple[Due, datetime]] = []  # the database went away over them: each with its lease

    async def step(self) -> int:
        """Fire the due waits; return their number. Raises DatabaseAway."""
        await self._give_back()
        now, elapsed = self._turns.clock.now(), self._turns.clock.get_real_time()
        if not await self._turns.store.read("", lambda unit: has_due(unit, now, elapsed), quick=True):
            return 0
        claimed = await self._turns.store.write("", lambda unit: claim_waits(unit, now, elapsed, LEASE, BATCH))
        self._metrics.count_claim("waits", len(claimed))
        theirs: dict[UUID, list[Due]] = {}
        for due in claimed:
            theirs.setdefault(due.run, []).append(due)
        await all_of(self._fire_in_order(due, elapsed + LEASE) for due in theirs.values())
        if self._turns.clock.get_real_time() - elapsed > LEASE:
            self._metrics.lease_lost("waits", len(claimed))
        return len(claimed)

    async def _fire_in_order(self, dues: Sequence[Due], lease_until: datetime) -> None:
        """Fire one run's timers one after the other, by due time."""
        for place, due in enumerate(dues):
            try:
                await self._fire(due)
            except DatabaseAway:
                self._left += [(one, lease_until) for one in dues[place:]]
                raise

    async def _give_back(self) -> None:
        """Release unfinished waits when the database goes away, instead of waiting for their lease to end."""
        left = self._left
        for until in {lease for _, lease in left}:
            which = [due for due, lease in left if lease == until]
            await self._turns.store.write("", lambda unit, w=which, u=until: give_back(unit, w, u))  # type: ignore[misc]
        self._left = []

    async def _fire(self, due: Due) -> None:
        try:
            await self._turns.act(due.business, lambda turn: _wake(turn, due))
            log.info("woken", run=str(due.run), wait=due.name)
        except DatabaseAway:
            raise
        except Exception as error:  # any failed wait is kept, retried, and shown
            if not isinstance(error, RunConflict):
                log.error("wait failed", wait=str(due.id), run=str(due.run), exc_info=error)
            until = self._turns.clock.get_real_time() + FIRST_RETRY * 2**due.attempts
            await self._turns.act(
                due.business, lambda turn: turn.unit.runs.fail_wait(due.id, due.attempts, until, turn.now)
            )


async def _wake(turn: Turn, due: Due) -> None:
    """Resume the run of a due wait, unless it no longer waits for that."""
    with follow_cause(due.run):
        await _go_on(turn, due)


async def _go_on(turn: Turn, due: Due) -> None:
    run = await turn.unit.runs.get(due.run)
    if run is None or run.ended_at is not None:
        await turn.unit.runs.drop_wait(due.id)
        return
    if run.contact is not None:
        await turn.unit.people.hold(run.contact)
        run = await turn.unit.runs.get(due.run)
    if run is not None and await turn.unit.runs.drop_wait(due.id):
        from handlers.engine import host  # what conversations are made of, loaded with the first that goes on

        await host.advance(turn, run, Elapsed(due.name))
