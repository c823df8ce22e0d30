"""Deeds that need two staff members: one requests, another approves, by the same preview."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update

from flows.actor import Actor
from flows.engine import Subject
from storage.schema import approvals
from storage.sql.repository import Repository, dump_actor, read_actor, read_record


@dataclass(frozen=True, slots=True)
class Approval:
    """An actor's request about a subject, with the ``snapshot`` of its preview; ``approved_by`` is the other member,
    None before the approval.
    """

    id: UUID
    about: Subject
    snapshot: str
    asked_by: Actor
    asked_at: datetime
    approved_at: datetime | None = None
    approved_by: UUID | None = None


class Approvals(Repository):
    """The approvals of one business."""

    async def ask(self, about: Subject, snapshot: str, by: Actor, now: datetime) -> bool:
        """Store an actor's request; return False if there is one already."""
        which = {"kind": about.kind, "subject": about.id, "snapshot": snapshot}
        return await self._tx.add_new(approvals, id=self._tx.ids.make(), asked_at=now, **which, **dump_actor(by))

    async def find_approval(self, about: Subject, snapshot: str) -> Approval | None:
        """Return the request about a subject with that snapshot."""
        here = (approvals.c.kind == about.kind, approvals.c.subject == about.id, approvals.c.snapshot == snapshot)
        return await self._tx.fetch(select(approvals).where(self._tx.owns(approvals), *here), _approval)

    async def list_waiting(self, about: Subject, kinds: Collection[str]) -> Sequence[Approval]:
        """Return the unapproved requests about a subject whose snapshots begin with one of these words."""
        begins = or_(*(approvals.c.snapshot.like(f"{kind}%") for kind in kinds))
        here = (approvals.c.kind == about.kind, approvals.c.subject == about.id, approvals.c.approved_at.is_(None))
        rows = await self._tx.rows(select(approvals).where(self._tx.owns(approvals), *here, begins))
        return [_approval(row) for row in rows]

    async def approve(self, which: UUID, by: UUID, now: datetime) -> bool:
        """Store the other member's approval; return False if there is one already."""
        open_ = (self._tx.owns(approvals), approvals.c.id == which, approvals.c.approved_at.is_(None))
        given = update(approvals).where(*open_).values(approved_at=now, approved_by=by)
        return bool(await self._tx.rows(given.returning(approvals.c.id)))


def _approval(row: Any) -> Approval:
    return read_record(Approval, row, about=Subject(row.kind, row.subject), asked_by=read_actor(row))
