"""Recurring work: each firing is an event of our own, stored once for its day, whichever process says so first."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from storage.events.event_inbox import event_id
from storage.schema import events
from storage.sql.transaction import Transaction

SOURCE = "schedule"


def firing_id(business: str, job: str, on: date) -> UUID:
    """The event of a job on a day of the business's calendar."""
    return event_id(business, SOURCE, _name(job, on))


async def fire(tx: Transaction, job: str, on: date, now: datetime) -> bool:
    """Let a job's work of that day be done; False when somebody said so before."""
    return await _fire(tx, job, _name(job, on), now)


async def fire_now(tx: Transaction, job: str, now: datetime) -> bool:
    """Let a job's work be done once more, beside that of its day; False when it was at that very moment."""
    return await _fire(tx, job, f"{job}@{now.isoformat()}", now)


async def _fire(tx: Transaction, job: str, name: str, now: datetime) -> bool:
    identity = event_id(tx.business, SOURCE, name)
    added = await tx.add_new(
        events,
        id=identity,
        source=SOURCE,
        external_id=name,
        type=job,
        lane=identity,  # of its own, so that it holds back nobody and nobody holds it back
        arrival=tx.ids.new(),
        occurred_at=now,
        received_at=now,
        status="new",
    )
    if added:
        tx.wake("inbox")
    return added


async def go_on(tx: Transaction, firing: UUID, progress: str) -> None:
    """A part is done, and there is more: taken again at once, by whoever is free, from ``progress`` on."""
    await tx.change(events, firing, data=progress, attempts=0, reason=None, lease_until=None)
    tx.wake("inbox")


async def note(tx: Transaction, firing: UUID, progress: str) -> None:
    """How far it came in the end: where the next one may begin."""
    await tx.change(events, firing, data=progress)


async def progress_of(tx: Transaction, firing: UUID) -> str | None:
    """How far this firing came; None when it has not begun."""
    return await tx.value_of(str, select(events.c.data).where(tx.mine(events), events.c.id == firing))


async def progress_before(tx: Transaction, job: str) -> str | None:
    """How far the newest firing of a job came that is done; None when there is none, or it is kept no more."""
    done = (tx.mine(events), events.c.source == SOURCE, events.c.type == job, events.c.status == "done")
    newest = select(func.max(events.c.external_id)).where(*done).scalar_subquery()
    query = select(events.c.data).where(tx.mine(events), events.c.source == SOURCE, events.c.external_id == newest)
    return await tx.value_of(str, query)


def _name(job: str, on: date) -> str:
    return f"{job}@{on.isoformat()}"
