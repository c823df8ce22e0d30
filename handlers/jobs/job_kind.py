"""A kind of job as a value: how it is opened, worked at under its lease, ended and reported."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Protocol, TypeVar
from uuid import UUID

from handlers.engine.turn import Turn, Turns
from storage.events.event_inbox import Stored
from storage.jobs.job_file_parts import JobFile, JobFiles
from storage.jobs.jobs import JobRecord, Jobs, JobState


class JobFailed(Exception):
    """What was asked for cannot be done, however often it is tried; the message is for whoever asked, and names nobody
    else."""


class OpenJob(Protocol):
    """A job that this process works at; ``place`` is how far it is, as it was last kept."""

    place: Mapping[str, Any]

    async def work(self) -> bool:
        """Do one part, a second at most; whether that was the last. Raises JobFailed and LeaseLost."""

    def close(self) -> None:
        """Give back files and rows in memory; the job stays as it was kept."""


async def nobody_is_told(_turn: Turn, _job: JobRecord) -> None:
    """Whoever asked looks by themselves."""


def no_file(_job: JobRecord) -> str:
    """A job without a file."""
    return ""


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job. ``begin`` opens one where its place says. ``told`` says in a chat that it waits for a yes, or is
    over, in the transaction that ends it. ``file_name`` is what its file is called, by the job. One that is not
    ``asked_for`` is a part of something else, which alone begins and ends it: the API neither shows nor cancels it."""

    begin: Callable[[HeldJob], Awaitable[OpenJob]]
    file_name: Callable[[JobRecord], str] = no_file
    told: Callable[[Turn, JobRecord], Awaitable[None]] = nobody_is_told
    asked_for: bool = True


T = TypeVar("T")
LEASE = timedelta(seconds=60)
"""How long nobody else takes over what this process works at, from its last word on."""


class LeaseLost(Exception):
    """The job is another process's by now, or over: nothing was written."""


@dataclass(frozen=True, slots=True)
class HeldJob:
    """Opens turns as ``Turns`` does. One that writes does so only while the job is under ``lease``, which it renews: so
    no two processes write for one job, and nothing is written behind a cancellation."""

    turns: Turns
    business: str
    job: JobRecord
    lease: UUID

    async def act(self, business: str, work: Callable[[Turn], Awaitable[T]]) -> T:
        """Run ``work`` in one transaction. Raises LeaseLost, and what ``turns.act`` raises."""

        async def under_lease(turn: Turn) -> T:
            if not await turn.unit.of(Jobs).keep(self.job.id, self.lease, turn.elapsed + LEASE):
                raise LeaseLost
            return await work(turn)

        return await self.turns.act(business, under_lease)

    async def look(self, business: str, work: Callable[[Turn], Awaitable[T]]) -> T:
        """Run ``work`` without writing."""
        return await self.turns.look(business, work)

    async def end(self, state: JobState, error: str | None = None) -> None:
        """It is over. Raises LeaseLost."""

        async def over(turn: Turn) -> None:
            await end_job(turn, self.job.id, state, error)

        await self.act(self.business, over)


KEPT = timedelta(days=7)
"""How long the file of a job is there to be fetched."""
PATIENCE = timedelta(days=2)
"""How long a job waits for a yes."""
SWEEP = "job_files"
NIGHT = time(3, 30)


async def end_job(turn: Turn, which: UUID, state: JobState, error: str | None = None) -> bool:
    """End a job once; False where it was over before, or is none."""
    jobs = turn.unit.of(Jobs)
    if not await jobs.end(which, state, turn.now, error):
        return False
    await turn.unit.of(JobFiles).remove([which], JobFile.INPUT)
    job = await jobs.get(which)
    kind = turn.tools.conversations.long_jobs.get(job.kind) if job is not None else None
    if job is not None and kind is not None:
        await kind.told(turn, job)
    return True


async def sweep(turn: Turn, _firing: Stored) -> bool:
    """Take away the files of jobs that were over a week ago, and end those to which nobody said yes."""
    jobs = turn.unit.of(Jobs)
    await turn.unit.of(JobFiles).remove(await jobs.ended_before(turn.now - KEPT))
    for which in await jobs.asked_before(turn.now - PATIENCE):
        await end_job(turn, which, JobState.CANCELLED)
    return True


async def retire(turn: Turn, before: datetime) -> None:
    """Jobs of long ago are told of no more."""
    await turn.unit.of(Jobs).forget(before)
