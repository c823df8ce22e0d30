"""A kind of job as a value: how it is opened, processed under its lease, ended and reported."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Protocol, TypeVar
from uuid import UUID

from handlers.engine.turn import Turn, Turns
from handlers.engine.turn_conversations import conversations_of
from storage.events.event_inbox import Stored
from storage.jobs.job_file_parts import JobFile, JobFiles
from storage.jobs.jobs import JobRecord, Jobs, JobState


class JobFailed(Exception):
    """The permanent failure of a job. The message is for its requester, and names no other people."""


class OpenJob(Protocol):
    """A job that this process is working on; ``place`` is its last stored progress."""

    place: Mapping[str, Any]

    async def work(self) -> bool:
        """Do one part, a second at most; return True after the last. Raises JobFailed and LeaseLost."""

    def close(self) -> None:
        """Release files and rows in memory; the stored job is not changed."""


async def tell_nobody(_turn: Turn, _job: JobRecord) -> None:
    """Do nothing, for jobs whose requester looks at the result themselves."""


def name_no_file(_job: JobRecord) -> str:
    """Return "", for a job with no file."""
    return ""


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job. ``begin`` opens one at its stored place. ``told`` tells a chat that the job waits for a
    confirmation or has ended, in the transaction that ends it. ``file_name`` returns its file's name. If it is not
    ``asked_for``, it is a part of another task, which alone begins and ends it: the API neither shows nor cancels
    it."""

    begin: Callable[[HeldJob], Awaitable[OpenJob]]
    file_name: Callable[[JobRecord], str] = name_no_file
    told: Callable[[Turn, JobRecord], Awaitable[None]] = tell_nobody
    asked_for: bool = True


T = TypeVar("T")
LEASE = timedelta(seconds=60)
"""How long after its last write a process keeps a job."""


class LeaseLost(Exception):
    """The error for a job that another process has, or that has ended: nothing was written."""


@dataclass(frozen=True, slots=True)
class HeldJob:
    """A job with turns as in ``Turns``. A write needs the ``lease`` and renews it, so that no two processes write for
    one job, and no write follows a cancellation."""

    turns: Turns
    business: str
    job: JobRecord
    lease: UUID

    async def act(self, business: str, work: Callable[[Turn], Awaitable[T]]) -> T:
        """Run ``work`` in one transaction. Raises LeaseLost, and the errors of ``turns.act``."""

        async def under_lease(turn: Turn) -> T:
            if not await turn.unit.of(Jobs).keep(self.job.id, self.lease, turn.elapsed + LEASE):
                raise LeaseLost
            return await work(turn)

        return await self.turns.act(business, under_lease)

    async def look(self, business: str, work: Callable[[Turn], Awaitable[T]]) -> T:
        """Run ``work`` with no writes."""
        return await self.turns.look(business, work)

    async def end(self, state: JobState, error: str | None = None) -> None:
        """End the job. Raises LeaseLost."""

        async def over(turn: Turn) -> None:
            await end_job(turn, self.job.id, state, error)

        await self.act(self.business, over)


KEPT = timedelta(days=7)
"""How long the file of a job stays."""
PATIENCE = timedelta(days=2)
"""How long a job waits for a yes."""
SWEEP = "job_files"
NIGHT = time(3, 30)


async def end_job(turn: Turn, which: UUID, state: JobState, error: str | None = None) -> bool:
    """End a job once; return False if it had ended already, or is missing."""
    jobs = turn.unit.of(Jobs)
    if not await jobs.end(which, state, turn.now, error):
        return False
    await turn.unit.of(JobFiles).remove([which], JobFile.INPUT)
    job = await jobs.get(which)
    kind = conversations_of(turn).long_jobs.get(job.kind) if job is not None else None
    if job is not None and kind is not None:
        await kind.told(turn, job)
    return True


async def sweep(turn: Turn, _firing: Stored) -> bool:
    """Delete the files of jobs that ended over a week ago, and end jobs that were never confirmed."""
    jobs = turn.unit.of(Jobs)
    await turn.unit.of(JobFiles).remove(await jobs.list_ended_before(turn.now - KEPT))
    for which in await jobs.list_asked_before(turn.now - PATIENCE):
        await end_job(turn, which, JobState.CANCELLED)
    return True


async def retire(turn: Turn, before: datetime) -> None:
    """Delete old jobs."""
    await turn.unit.of(Jobs).forget(before)
