"""A job under a lease: whatever it writes, it writes while the job is its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from handlers.jobs.ending import end_job
from handlers.turn import Turn, Turns
from storage.jobs.jobs import JobRecord, Jobs, JobState

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
