"""Recurring work: once a day for each business, in the first process that notices, in parts that can be resumed.

A firing is an event of our own, ``job@local-date``, that goes through the inbox like any other: its unique id makes it
happen once, its lease gives it to one process at a time, and if it fails five times it is parked and shown. A pushed
clock plays it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.open_turns import OpenTurns
from flows.business import Business
from handlers.conversation import DailyJob
from handlers.engine.turn import Turn
from storage.events.event_inbox import Stored
from storage.events.recurring_events import fire, make_firing_id

log = structlog.get_logger()

SPREAD = 3600  # seconds over which the businesses of one time zone are spread
_DAY = timedelta(days=1)


class Recurring:
    """The scheduler of recurring work, and its runner when the inbox delivers a firing."""

    def __init__(self, turns: OpenTurns, jobs: Sequence[DailyJob]) -> None:
        self._turns = turns
        self._jobs = {job.name: job for job in jobs}
        self._fired: dict[tuple[str, str], date] = {}

    async def step(self) -> int:
        """Fire what is due today and not yet fired by any process; return the number fired. Raises DatabaseAway."""
        now = self._turns.clock.now()
        fired = 0
        for business, tenant in (await self._turns.tenants()).items():
            today = now.astimezone(ZoneInfo(tenant.business.timezone)).date()
            for job in self._jobs.values():
                if self._fired.get((business, job.name)) != today and now >= get_moment(tenant.business, job, today):
                    fired += await self._fire(business, job, today)
        return fired

    async def get_next_due(self, now: datetime) -> datetime | None:
        """Return the next time to fire after ``now``; None if there is no recurring work. Raises DatabaseAway."""
        found = [
            get_moment(tenant.business, job, on)
            for tenant in (await self._turns.tenants()).values()
            for job in self._jobs.values()
            for today in [now.astimezone(ZoneInfo(tenant.business.timezone)).date()]
            for on in (today, today + _DAY)
        ]
        return min((at for at in found if at > now), default=None)

    async def act_upon(self, firing: Stored) -> None:
        """Do one part of the job; the inbox delivers the firing again until all is done. Raises LookupError for an
        unknown job."""
        job = self._jobs.get(firing.type)
        if job is None:
            raise LookupError(f"nothing that recurs here is called {firing.type!r}")
        work = job.work

        async def one_part(turn: Turn) -> bool:
            done = await work(turn, firing)
            if done:
                await turn.unit.inbox.finish(firing.id)
            return done

        if await self._turns.act(firing.business, one_part):
            log.info("recurring work done", job=firing.type, business=firing.business)

    async def _fire(self, business: str, job: DailyJob, on: date) -> bool:
        """Fire the job; return False if it was fired before. A read comes first, as after a restart most have been
        fired."""
        store, now = self._turns.store, self._turns.clock.now()
        known = await store.read(business, lambda unit: unit.inbox.is_known(make_firing_id(business, job.name, on)))
        new = not known and await store.write(business, lambda unit: fire(unit, job.name, on, now))
        self._fired[business, job.name] = on
        return new


def get_moment(business: Business, job: DailyJob, on: date) -> datetime:
    """Return the time that a job is due on a day, in UTC: the same in every process, spread over businesses."""
    local = datetime.combine(on, job.at, ZoneInfo(business.timezone))
    spread = make_firing_id(business.id, job.name, date.min).int % SPREAD
    return local.astimezone(UTC) + timedelta(seconds=spread)
