"""Recurring work: each firing is an event of our own, stored once for its day, by the first process."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from storage.events.event_inbox import event_id
from storage.schema import events
from storage.sql.transaction import Transaction

SOURCE = "schedule"


def make_firing_id(business: str, job: str, on: date) -> UUID:
    """Return the event id of a job on a day of the business's calendar."""
    return event_id(business, SOURCE, _name(job, on))


async def fire(tx: Transaction, job: str, on: date, now: datetime) -> bool:
    """Request a job's work of that day; return False if it was requested before."""
    return await _fire(tx, job, _name(job, on), now)


async def fire_now(tx: Transaction, job: str, now: datetime) -> bool:
    """Request an extra run of a job's work; return False for a request at the same moment."""
    return await _fire(tx, job, f"{job}@{now.isoformat()}", now)


async def _fire(tx: Transaction, job: str, name: str, now: datetime) -> bool:
    identity = event_id(tx.business, SOURCE, name)
    added = await tx.add_new(
        events,
        id=identity,
        source=SOURCE,
        external_id=name,
        type=job,
        lane=identity,  # a lane of its own, so that no other work blocks it or waits for it
        arrival=tx.ids.make(),
        occurred_at=now,
        received_at=now,
        status="new",
    )
    if added:
        tx.wake("inbox")
    return added


async def go_on(tx: Transaction, firing: UUID, progress: str) -> None:
    """Save the ``progress`` of a finished part. Any free worker may continue at once."""
    await tx.change(events, firing, data=progress, attempts=0, reason=None, lease_until=None)
    tx.wake("inbox")


async def note(tx: Transaction, firing: UUID, progress: str) -> None:
    """Save the final progress, for the next firing to begin at."""
    await tx.change(events, firing, data=progress)


async def load_progress(tx: Transaction, firing: UUID) -> str | None:
    """Return the progress of this firing; None before its beginning."""
    return await tx.value_of(str, select(events.c.data).where(tx.owns(events), events.c.id == firing))


async def load_progress_before(tx: Transaction, job: str) -> str | None:
    """Return the progress of a job's newest finished firing; None if there is none, or its progress was deleted."""
    done = (tx.owns(events), events.c.source == SOURCE, events.c.type == job, events.c.status == "done")
    newest = select(func.max(events.c.external_id)).where(*done).scalar_subquery()
    query = select(events.c.data).where(tx.owns(events), events.c.source == SOURCE, events.c.external_id == newest)
    return await tx.value_of(str, query)


def _name(job: str, on: date) -> str:
    return f"{job}@{on.isoformat()}"
