"""The end of a job: what was sent for it goes, its own file stays for a few days, and whoever asked is told."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from handlers.turn import Turn
from storage.inbox import Stored
from storage.jobs.files import JobFile, JobFiles
from storage.jobs.jobs import Jobs, JobState

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
