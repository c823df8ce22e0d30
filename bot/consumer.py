"""The worker that handles stored events, each in its own transaction, in order of arrival per person."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.concurrent_tasks import all_of
from bot.correlation import follow_cause, get_cause
from bot.metrics import Metrics
from bot.open_turns import OpenTurns
from bot.recurring_work import Recurring
from bot.secret_masks import hush
from bot.service_loading import LateParts
from handlers.engine.turn import Turn
from storage.database.stores import DatabaseAway
from storage.events.event_inbox import MOST_ATTEMPTS, Stored, claim_events, find_next_try, give_back_events, has_new
from storage.events.recurring_events import SOURCE
from storage.events.runs import RunConflict

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
BATCH = 20  # a batch is finished before the next claim: a new text waits for so many
FIRST_RETRY = timedelta(seconds=1)


class Consumer:
    """A worker that takes events from the queue. An event that fails five times is parked, shown by ``doctor``, and
    blocks nobody.

    ``recurring`` handles the firings of recurring work.
    """

    def __init__(self, turns: OpenTurns, recurring: Recurring | None = None, metrics: Metrics | None = None) -> None:
        self._turns = turns
        self._metrics = metrics or Metrics()
        self._recurring = recurring or Recurring(turns, ())
        self._late = LateParts(turns)
        self._left: list[tuple[Stored, datetime]] = []  # the database went away over them: each with its lease

    async def step(self) -> int:
        """Handle the waiting events; return their number. Raises DatabaseAway."""
        await self._give_back()
        elapsed = self._turns.clock.get_real_time()
        if not await self._turns.store.read("", lambda unit: has_new(unit, elapsed), quick=True):
            return 0
        claimed = await self._turns.store.write("", lambda unit: claim_events(unit, elapsed, LEASE, BATCH))
        self._metrics.count_claim("events", len(claimed))
        await all_of(self._consume_or_leave(stored, elapsed + LEASE) for stored in claimed)
        if self._turns.clock.get_real_time() - elapsed > LEASE:
            self._metrics.lease_lost("events", len(claimed))
        return len(claimed)

    async def get_pause(self) -> timedelta | None:
        """Return the time until the next retry of a failed event; None if there is none. Raises DatabaseAway."""
        elapsed = self._turns.clock.get_real_time()
        at = await self._turns.store.read("", lambda unit: find_next_try(unit, elapsed))
        return at - elapsed if at else None

    async def _consume_or_leave(self, stored: Stored, lease_until: datetime) -> None:
        try:
            await self._consume(stored)
        except DatabaseAway:
            self._left.append((stored, lease_until))
            raise

    async def _give_back(self) -> None:
        """Release unfinished events when the database goes away, instead of waiting for their lease to end."""
        left = self._left
        for until in {lease for _, lease in left}:
            which = [(stored.business, stored.id) for stored, lease in left if lease == until]
            await self._turns.store.write("", lambda unit, w=which, u=until: give_back_events(unit, w, u))  # type: ignore[misc]
        self._left = []

    async def _consume(self, stored: Stored) -> None:
        try:
            await self._act_upon(stored)
        except DatabaseAway:
            raise
        except Exception as error:  # any failed event is kept, retried, and shown
            await self._record_failure(stored, error)

    async def _act_upon(self, stored: Stored) -> None:
        if stored.source == SOURCE:
            await self._recurring.act_upon(stored)
        else:
            await self._late.wait()
            await self._turns.act(stored.business, lambda turn: _act_upon(turn, stored))
        with follow_cause(get_cause(stored.event, stored.id)):
            log.info("acted upon", id=str(stored.id), type=stored.type, status=getattr(stored.event, "status", None))

    async def _record_failure(self, stored: Stored, error: Exception) -> None:
        from handlers.delivery.delivery_receipts import Early  # loaded with the router that raised it

        expected = isinstance(error, Early | RunConflict)
        again = self._turns.clock.get_real_time() + FIRST_RETRY * 2**stored.attempts
        reason = hush(f"{type(error).__name__}: {error}")  # kept where no erasure looks: it quotes nobody
        if not expected:
            log.error("event failed", id=str(stored.id), type=stored.type, exc_info=error)
        elif stored.attempts + 1 >= MOST_ATTEMPTS:
            log.warning("event given up", id=str(stored.id), type=stored.type, reason=reason)
        attempts = MOST_ATTEMPTS - 1 if await self._report_fault(stored, error) else stored.attempts
        await self._turns.store.write(stored.business, lambda unit: unit.inbox.fail(stored.id, attempts, reason, again))

    async def _report_fault(self, stored: Stored, error: Exception) -> bool:
        """Return True if the event is a staff member's message, and tell them that it failed.

        Such an event is not retried but parked, where ``doctor`` shows it: it would fail each time and block the
        writer's next messages.
        """
        from handlers.staff_chat import staff_chat_output  # the same

        if not isinstance(error, staff_chat_output.FAULTS):
            return False
        try:
            return await self._turns.act(stored.business, lambda turn: staff_chat_output.tell_failed(turn, stored))
        except staff_chat_output.FAULTS as another:  # it cannot be said either
            log.error("fault not told", id=str(stored.id), exc_info=another)
            return False


async def _act_upon(turn: Turn, stored: Stored) -> None:
    with follow_cause(get_cause(stored.event, stored.id)):
        from handlers.intake import router  # all that reads and answers people, loaded with the first that needs it

        await router.consume(turn, stored)
