"""The jobs of a business: requested once, run by the lease holder, and ended once."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from flows.actor import Actor
from storage.schema import job_parts, jobs
from storage.sql.repository import Repository, dump_actor, read_actor, read_record

BELL = "jobs"
AGAIN = "again"
"""The key in a job's figures for its restarts after the end."""
_JSON = ("asked", "place", "figures")


class JobState(StrEnum):
    """The state of a job."""

    QUEUED = "queued"  # waits for its turn
    RUNNING = "running"  # a part is done
    ASKING = "asking"  # checked; waits for a yes
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


WORKED_AT = (JobState.QUEUED.value, JobState.RUNNING.value)
"""States of a job that still needs work."""


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job of a ``kind``. ``asked`` is the request and ``place`` the progress (both in the form of the kind);
    ``figures`` are the results so far. ``done`` counts the finished parts of ``total``, None while unknown. ``size`` is
    the written file's uncompressed size in bytes. ``error`` is a sentence for the requester.
    """

    id: UUID
    kind: str
    made_by: Actor
    made_at: datetime
    state: JobState = JobState.QUEUED
    asked: Mapping[str, Any] = field(default_factory=dict)
    place: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, Any] = field(default_factory=dict)
    done: int = 0
    total: int | None = None
    size: int = 0
    error: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    failures: int = 0


class Jobs(Repository):
    """The jobs of one business."""

    async def add(self, job: JobRecord, elapsed: datetime) -> None:
        """Add a job for the workers."""
        stands = {"state": job.state.value, "total": job.total, "made_at": job.made_at, "worked_at": elapsed}
        told = {name: json.dumps(getattr(job, name), ensure_ascii=False) for name in _JSON}
        await self._tx.add(jobs, id=job.id, kind=job.kind, **stands, **told, **dump_actor(job.made_by))
        self._tx.wake(BELL)

    async def get(self, job: UUID) -> JobRecord | None:
        """Return the job of that id."""
        return await self._tx.fetch(select(jobs).where(self._tx.owns(jobs), jobs.c.id == job), read_job)

    async def page(self, limit: int, before: UUID | None = None, *, but: Collection[str] = ()) -> Sequence[JobRecord]:
        """Return the jobs by id, newest first; those older than ``before``, and of none of the kinds in ``but``."""
        here = [self._tx.owns(jobs), *([] if before is None else [jobs.c.id < before])]
        here += [jobs.c.kind.not_in(but)] if but else []
        query = select(jobs).where(*here).order_by(jobs.c.id.desc()).limit(limit)
        return [read_job(row) for row in await self._tx.rows(query)]

    async def keep(self, job: UUID, lease: UUID, until: datetime) -> bool:
        """Extend the lease; return False if another process has the job by now, or it is over."""
        mine = (jobs.c.lease == lease, jobs.c.state == JobState.RUNNING.value)
        return await self._tx.change(jobs, job, *mine, lease_until=until) == 1

    async def note(self, job: UUID, **stands: Any) -> None:
        """Save the progress after a part: any of ``asked``, ``place``, ``figures``, ``done``, ``total`` and
        ``size``.
        """
        told = {name: json.dumps(stands[name], ensure_ascii=False) for name in _JSON if name in stands}
        await self._tx.change(jobs, job, **stands | told, failures=0)

    async def ask(self, job: UUID) -> None:
        """Let a job wait for a confirmation, without a lease."""
        await self._tx.change(jobs, job, state=JobState.ASKING.value, lease=None, lease_until=None)

    async def go_on(self, job: UUID) -> bool:
        """Continue after the confirmation; return False if the job waits for none."""
        waits = jobs.c.state == JobState.ASKING.value
        changed = await self._tx.change(jobs, job, waits, state=JobState.QUEUED.value)
        self._tx.wake(BELL)
        return changed == 1

    async def end(self, job: UUID, state: JobState, now: datetime, error: str | None = None) -> bool:
        """End a job and its lease; return False if it ended before."""
        ended = {"state": state.value, "ended_at": now, "error": error, "lease": None, "lease_until": None}
        return await self._tx.change(jobs, job, jobs.c.ended_at.is_(None), **ended) == 1

    async def list_failed(self, kind: str) -> Sequence[JobRecord]:
        """Return abandoned jobs of a kind, oldest first."""
        here = (self._tx.owns(jobs), jobs.c.kind == kind, jobs.c.state == JobState.FAILED.value)
        return [read_job(row) for row in await self._tx.rows(select(jobs).where(*here).order_by(jobs.c.id))]

    async def begin_again(self, job: JobRecord) -> bool:
        """Resume an abandoned job from its last place; the job's figures count the restarts. Return False if it is
        already running.
        """
        figures = {**job.figures, AGAIN: int(job.figures.get(AGAIN, 0)) + 1}
        queued = {"state": JobState.QUEUED.value, "ended_at": None, "error": None, "failures": 0, "lease_until": None}
        failed = jobs.c.state == JobState.FAILED.value
        changed = await self._tx.change(jobs, job.id, failed, **queued, figures=json.dumps(figures, ensure_ascii=False))
        self._tx.wake(BELL)
        return changed == 1

    async def put_off(self, job: UUID, lease: UUID, failures: int, until: datetime) -> None:
        """Note that a part of the job failed: any free worker retries it at that moment of elapsed time."""
        given = {"failures": failures, "lease": None, "lease_until": until}
        await self._tx.change(jobs, job, jobs.c.lease == lease, **given)

    async def list_ended_before(self, moment: datetime) -> Sequence[UUID]:
        """Return the jobs that ended before that moment and still have a file."""
        kept = exists().where(self._tx.owns(job_parts), job_parts.c.job == jobs.c.id)
        query = select(jobs.c.id).where(self._tx.owns(jobs), jobs.c.ended_at < moment, kept)
        return [row.id for row in await self._tx.rows(query)]

    async def list_asked_before(self, moment: datetime) -> Sequence[UUID]:
        """Return the jobs made before that moment that still wait for a confirmation."""
        waits = (jobs.c.state == JobState.ASKING.value, jobs.c.made_at < moment)
        return [row.id for row in await self._tx.rows(select(jobs.c.id).where(self._tx.owns(jobs), *waits))]

    async def list_open(self) -> Sequence[JobRecord]:
        """Return the jobs that are not over, oldest first."""
        here = (self._tx.owns(jobs), jobs.c.ended_at.is_(None))
        return [read_job(row) for row in await self._tx.rows(select(jobs).where(*here).order_by(jobs.c.id))]

    async def forget(self, before: datetime) -> None:
        """Delete the jobs that ended before that moment, with their files."""
        old = select(jobs.c.id).where(self._tx.owns(jobs), jobs.c.ended_at < before)
        await self._tx.remove(job_parts, job_parts.c.job.in_(old))
        await self._tx.remove(jobs, jobs.c.ended_at < before)


def read_job(row: Any) -> JobRecord:
    """Read a job from its row."""
    told = {name: json.loads(getattr(row, name)) for name in _JSON}
    return read_record(JobRecord, row, made_by=read_actor(row), state=JobState(row.state), **told)
