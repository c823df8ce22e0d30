"""The jobs of a business: asked for, worked at by whoever has the lease, and ended once."""

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
from storage.sql.repository import Repository, actor_columns, actor_of, as_read

BELL = "jobs"
AGAIN = "again"
"""Among the figures of a job: how often it was begun again behind its end."""
_JSON = ("asked", "place", "figures")


class JobState(StrEnum):
    """How a job stands."""

    QUEUED = "queued"  # waits for its turn
    RUNNING = "running"  # a part of it was done
    ASKING = "asking"  # looked through; waits for a yes
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


WORKED_AT = (JobState.QUEUED.value, JobState.RUNNING.value)
"""States in which somebody is to work at it."""


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job of a ``kind``. ``asked`` is what was asked for, ``place`` how far it is (both as its kind has them),
    ``figures`` what came of it so far; ``done`` of ``total`` parts, None while nobody knows; ``size`` are the bytes of
    the file that it wrote, before they were compressed; ``error`` a sentence for whoever asked."""

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
        """A job that somebody works at from now on."""
        stands = {"state": job.state.value, "total": job.total, "made_at": job.made_at, "worked_at": elapsed}
        told = {name: json.dumps(getattr(job, name), ensure_ascii=False) for name in _JSON}
        await self._tx.add(jobs, id=job.id, kind=job.kind, **stands, **told, **actor_columns(job.made_by))
        self._tx.wake(BELL)

    async def get(self, job: UUID) -> JobRecord | None:
        """The job of that id."""
        return await self._tx.first(select(jobs).where(self._tx.mine(jobs), jobs.c.id == job), job_of)

    async def page(self, limit: int, before: UUID | None = None, *, but: Collection[str] = ()) -> Sequence[JobRecord]:
        """The jobs by id, the newest first; those older than ``before``, and of none of the kinds in ``but``."""
        here = [self._tx.mine(jobs), *([] if before is None else [jobs.c.id < before])]
        here += [jobs.c.kind.not_in(but)] if but else []
        query = select(jobs).where(*here).order_by(jobs.c.id.desc()).limit(limit)
        return [job_of(row) for row in await self._tx.rows(query)]

    async def keep(self, job: UUID, lease: UUID, until: datetime) -> bool:
        """Work on under the lease; False where it is another's by now, or the job is over."""
        mine = (jobs.c.lease == lease, jobs.c.state == JobState.RUNNING.value)
        return await self._tx.change(jobs, job, *mine, lease_until=until) == 1

    async def note(self, job: UUID, **stands: Any) -> None:
        """Keep how far it is: any of ``asked``, ``place``, ``figures``, ``done``, ``total`` and ``size``. A part was
        done."""
        told = {name: json.dumps(stands[name], ensure_ascii=False) for name in _JSON if name in stands}
        await self._tx.change(jobs, job, **stands | told, failures=0)

    async def ask(self, job: UUID) -> None:
        """A job waits for a yes, under no lease."""
        await self._tx.change(jobs, job, state=JobState.ASKING.value, lease=None, lease_until=None)

    async def go_on(self, job: UUID) -> bool:
        """The yes was said; False where the job waits for none."""
        waits = jobs.c.state == JobState.ASKING.value
        changed = await self._tx.change(jobs, job, waits, state=JobState.QUEUED.value)
        self._tx.wake(BELL)
        return changed == 1

    async def end(self, job: UUID, state: JobState, now: datetime, error: str | None = None) -> bool:
        """A job is over, and under no lease any more; False where that was said before."""
        ended = {"state": state.value, "ended_at": now, "error": error, "lease": None, "lease_until": None}
        return await self._tx.change(jobs, job, jobs.c.ended_at.is_(None), **ended) == 1

    async def failed(self, kind: str) -> Sequence[JobRecord]:
        """Jobs of a kind that were given up, the oldest first."""
        here = (self._tx.mine(jobs), jobs.c.kind == kind, jobs.c.state == JobState.FAILED.value)
        return [job_of(row) for row in await self._tx.rows(select(jobs).where(*here).order_by(jobs.c.id))]

    async def begin_again(self, job: JobRecord) -> bool:
        """Somebody works at a job that was given up, from where it stands; its figures say how often it was begun
        again. False where somebody does already."""
        figures = {**job.figures, AGAIN: int(job.figures.get(AGAIN, 0)) + 1}
        queued = {"state": JobState.QUEUED.value, "ended_at": None, "error": None, "failures": 0, "lease_until": None}
        failed = jobs.c.state == JobState.FAILED.value
        changed = await self._tx.change(jobs, job.id, failed, **queued, figures=json.dumps(figures, ensure_ascii=False))
        self._tx.wake(BELL)
        return changed == 1

    async def put_off(self, job: UUID, lease: UUID, failures: int, until: datetime) -> None:
        """A part of it failed: whoever is free tries it again at that moment of elapsed time."""
        given = {"failures": failures, "lease": None, "lease_until": until}
        await self._tx.change(jobs, job, jobs.c.lease == lease, **given)

    async def ended_before(self, moment: datetime) -> Sequence[UUID]:
        """Jobs that were over before that moment and still have a file."""
        kept = exists().where(self._tx.mine(job_parts), job_parts.c.job == jobs.c.id)
        query = select(jobs.c.id).where(self._tx.mine(jobs), jobs.c.ended_at < moment, kept)
        return [row.id for row in await self._tx.rows(query)]

    async def asked_before(self, moment: datetime) -> Sequence[UUID]:
        """Jobs that were made before that moment and still wait for a yes."""
        waits = (jobs.c.state == JobState.ASKING.value, jobs.c.made_at < moment)
        return [row.id for row in await self._tx.rows(select(jobs.c.id).where(self._tx.mine(jobs), *waits))]

    async def open(self) -> Sequence[JobRecord]:
        """Jobs that are not over, the oldest first."""
        here = (self._tx.mine(jobs), jobs.c.ended_at.is_(None))
        return [job_of(row) for row in await self._tx.rows(select(jobs).where(*here).order_by(jobs.c.id))]

    async def forget(self, before: datetime) -> None:
        """Jobs that were over before that moment, with their files, are gone."""
        old = select(jobs.c.id).where(self._tx.mine(jobs), jobs.c.ended_at < before)
        await self._tx.remove(job_parts, job_parts.c.job.in_(old))
        await self._tx.remove(jobs, jobs.c.ended_at < before)


def job_of(row: Any) -> JobRecord:
    """A job from its row."""
    told = {name: json.loads(getattr(row, name)) for name in _JSON}
    return as_read(JobRecord, row, made_by=actor_of(row), state=JobState(row.state), **told)
