"""The choice of the next job, over all businesses: one job of each at a time, in turns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select, update

from storage.jobs.jobs import WORKED_AT, JobRecord, JobState, read_job
from storage.schema import jobs
from storage.sql.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job leased by this process."""

    business: str
    job: JobRecord


def _open(row: Any) -> ColumnElement[bool]:
    """Return the condition in the words of the partial index, which SQLite uses for no other one
    (https://www.sqlite.org/partialindex.html).
    """
    return and_(row.ended_at.is_(None), row.state.in_(WORKED_AT))


def _select_next() -> Select[Any]:
    lease, elapsed = bindparam("lease", type_=jobs.c.lease.type), bindparam("elapsed", type_=jobs.c.lease_until.type)
    before, failed = jobs.alias(), jobs.alias()
    here = (failed.c.business == before.c.business, failed.c.kind == before.c.kind, failed.c.id <= before.c.id)
    put_off = (failed.c.failures > 0, failed.c.lease.is_(None), failed.c.lease_until > elapsed)
    waits = exists().where(*here, _open(failed.c), *put_off).correlate(before)
    holds_up = or_(before.c.kind == jobs.c.kind, ~waits)  # a failed job is retried first only within its kind
    older = exists().where(before.c.business == jobs.c.business, before.c.id < jobs.c.id, _open(before.c), holds_up)
    free = or_(jobs.c.lease == lease, jobs.c.lease_until.is_(None), jobs.c.lease_until <= elapsed)
    query = select(jobs).where(_open(jobs.c), free, ~older.correlate(jobs))
    return query.order_by(jobs.c.worked_at, jobs.c.id).limit(1)


_NEXT = _select_next()
"""Used by every worker's poll, so built once."""
_NEXT_HELD = _NEXT.with_for_update(skip_locked=True)


async def has_job(tx: Transaction, lease: UUID, elapsed: datetime) -> bool:
    """Return True if a claim could find anything: a reader runs it, so that polling costs no writing."""
    return await tx.row(_NEXT, lease=lease, elapsed=elapsed) is not None


async def claim_job(tx: Transaction, lease: UUID, elapsed: datetime, until: datetime, now: datetime) -> Claimed | None:
    """Lease the oldest job of the business whose turn is longest ago, or continue an already leased one."""
    query = _NEXT_HELD if tx.postgres else _NEXT
    row = await tx.row(query, lease=lease, elapsed=elapsed)
    if row is None:
        return None
    taken = {"state": JobState.RUNNING.value, "lease": lease, "lease_until": until, "worked_at": elapsed}
    begun = {} if row.started_at is not None else {"started_at": now}
    here = (jobs.c.business == row.business, jobs.c.id == row.id)
    await tx.run(update(jobs).where(*here).values(**taken, **begun))
    return Claimed(row.business, read_job(row))


async def give_back_jobs(tx: Transaction, lease: UUID) -> None:
    """Release the jobs of a lease, for the next worker to take at once."""
    await tx.run(update(jobs).where(jobs.c.lease == lease).values(lease=None, lease_until=None))
