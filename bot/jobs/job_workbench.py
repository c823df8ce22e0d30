"""The worker for jobs: at most one job of each business, alternating between businesses part by part."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from uuid import UUID, uuid4

import structlog

from bot.open_turns import OpenTurns
from bot.secret_masks import hush
from handlers.conversation import Conversations
from handlers.jobs.job_kind import LEASE, HeldJob, JobFailed, LeaseLost, OpenJob
from storage.database.store_contract import PATIENCE
from storage.database.stores import DatabaseAway, RetryTransaction
from storage.jobs.job_claims import Claimed, claim_job, give_back_jobs, has_job
from storage.jobs.jobs import Jobs, JobState

log = structlog.get_logger()

FIRST_RETRY = timedelta(seconds=5)
MOST_FAILURES = 5
_STATEMENT = 50.0  # seconds, within the lease
_BROKEN = "it failed five times; see the service log under the job's id"
_UNKNOWN = "this release does not know this kind of job; start a newer release"


class Workbench:
    """A worker that does jobs under a lease. A job stays open between its parts until another process takes it over."""

    def __init__(self, turns: OpenTurns, conversations: Conversations) -> None:
        self._turns = turns
        self._conversations = conversations
        self._lease = uuid4()
        self._open: dict[UUID, OpenJob] = {}

    async def step(self) -> int:
        """Do one part of one job and return 1; return 0 if there is no job. Raises DatabaseAway."""
        PATIENCE.set(_STATEMENT)  # of this worker's own task
        claimed = await self._claim()
        if claimed is None:
            self._close(*self._open)
            return 0
        held = HeldJob(self._turns, claimed.business, claimed.job, self._lease)
        try:
            await self._work(held)
        except LeaseLost:
            self._close(held.job.id)
        except (DatabaseAway, RetryTransaction):
            raise
        except Exception as error:  # any failed job is kept, retried, and shown
            self._close(held.job.id)
            await self._record_failure(held, error)
        return 1

    async def close(self) -> None:
        """Release the jobs begun here, so that other processes can continue them."""
        self._close(*self._open)
        with suppress(DatabaseAway):
            await self._turns.store.write("", lambda unit: give_back_jobs(unit, self._lease))

    async def _claim(self) -> Claimed | None:
        store, now, elapsed = self._turns.store, self._turns.clock.now(), self._turns.clock.get_real_time()
        if not await store.read("", lambda unit: has_job(unit, self._lease, elapsed)):
            return None
        return await store.write("", lambda unit: claim_job(unit, self._lease, elapsed, elapsed + LEASE, now))

    async def _work(self, held: HeldJob) -> None:
        job = held.job
        kind = self._conversations.long_jobs.get(job.kind)
        if kind is None:
            await held.end(JobState.FAILED, _UNKNOWN)
            return
        opened = self._open.get(job.id)
        if opened is None or opened.place != job.place:
            self._close(job.id)
            opened = await kind.begin(held)
            self._open[job.id] = opened
        if await opened.work():
            self._close(job.id)
            log.info("job worked through", job=str(job.id), kind=job.kind, business=held.business)

    async def _record_failure(self, held: HeldJob, error: Exception) -> None:
        job, failures = held.job, held.job.failures + 1
        if isinstance(error, JobFailed) or failures >= MOST_FAILURES:
            with suppress(LeaseLost):
                await held.end(JobState.FAILED, str(error) if isinstance(error, JobFailed) else _BROKEN)
        if isinstance(error, JobFailed):
            return
        log.error("job failed", job=str(job.id), kind=job.kind, reason=hush(f"{type(error).__name__}: {error}"))
        until = self._turns.clock.get_real_time() + FIRST_RETRY * 2**failures
        await self._turns.store.write(
            held.business, lambda unit: unit.of(Jobs).put_off(job.id, self._lease, failures, until)
        )

    def _close(self, *which: UUID) -> None:
        for one in which:
            opened = self._open.pop(one, None)
            if opened is not None:
                opened.close()
