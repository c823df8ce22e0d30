"""Entries into plans: people, versions, ends, and the rest period that follows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, false, func, or_, select

from flows.audience.audience_expansion import BadAudience
from storage.audience.audiences import Audiences, Selection
from storage.audience.chance_order import order_by_chance
from storage.schema import contacts, plan_entries, runs
from storage.sql.repository import Repository, dump_record, read_record
from storage.sql.statements import owns

_ONE = select(plan_entries).where(owns(plan_entries), plan_entries.c.id == bindparam("entry"))
_LATEST = (
    select(plan_entries)
    .where(owns(plan_entries), plan_entries.c.contact == bindparam("contact"), plan_entries.c.kind == bindparam("kind"))
    .order_by(plan_entries.c.id.desc())
)


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """An entry of a person into a plan, once for one ``occasion``. ``stage`` is the lifecycle at that moment, "" for no
    order.
    """

    id: UUID
    plan: UUID
    version: int
    kind: str
    contact: UUID
    occasion: str
    stage: str
    entered_at: datetime
    ended_at: datetime | None = None
    ended: str | None = None
    rests_until: datetime | None = None


class PlanEntries(Repository):
    """The entries of one business's people."""

    async def add(self, entry: PlanEntry) -> bool:
        """Store an entry; return False if this occasion brought the person in before."""
        return await self._tx.add_new(plan_entries, **dump_record(entry))

    async def get(self, which: UUID) -> PlanEntry | None:
        """Return the entry of that id."""
        return await self._tx.fetch(_ONE, _entry, entry=which)

    async def by_ids(self, which: Collection[UUID]) -> Mapping[UUID, PlanEntry]:
        """Return these entries by their ids."""
        query = select(plan_entries).where(self._tx.owns(plan_entries), plan_entries.c.id.in_(which))
        return {row.id: _entry(row) for row in await self._tx.rows(query)}

    async def list_entries(self, contact: UUID, kind: str) -> Sequence[PlanEntry]:
        """Return a person's entries into plans of a kind, newest first."""
        return [_entry(row) for row in await self._tx.rows(_LATEST, contact=contact, kind=kind)]

    async def end(self, which: UUID, ended: str, now: datetime, rests_until: datetime | None) -> None:
        """End an entry for that reason; the person enters no plan of that kind until ``rests_until``."""
        still = plan_entries.c.ended_at.is_(None)
        await self._tx.change(plan_entries, which, still, ended=ended, ended_at=now, rests_until=rests_until)

    async def count_expected(self, kind: str, asked: Selection) -> int:
        """Return how many people now match ``asked``, are in no plan of that kind, and do not rest."""
        who = select(func.count()).select_from(contacts)
        return int(await self._tx.value(who.where(*await self._may_enter(kind, asked))))

    async def page(self, kind: str, asked: Selection, limit: int, after: UUID | None) -> list[UUID]:
        """Return the next of these people in the order of ids, after ``after``."""
        here = [*await self._may_enter(kind, asked), *([contacts.c.id > after] if after else [])]
        rows = await self._tx.rows(select(contacts.c.id).where(*here).order_by(contacts.c.id).limit(limit))
        return [row.id for row in rows]

    async def draw_people(self, kind: str, asked: Selection, limit: int, seed: str) -> list[UUID]:
        """Return ``limit`` of these people at random; ``seed`` are hexadecimal digits."""
        chance = order_by_chance(contacts.c.id, seed, postgres=self._tx.postgres)
        here = select(contacts.c.id).where(*await self._may_enter(kind, asked))
        return [row.id for row in await self._tx.rows(here.order_by(*chance.order).limit(limit))]

    async def _may_enter(self, kind: str, asked: Selection) -> tuple[ColumnElement[bool], ...]:
        inside = or_(plan_entries.c.ended_at.is_(None), plan_entries.c.rests_until > asked.now)
        theirs = and_(self._tx.owns(plan_entries), plan_entries.c.contact == contacts.c.id)
        away = exists().where(theirs, plan_entries.c.kind == kind, inside)
        try:
            meant = await Audiences(self._tx).condition(asked)
        except BadAudience:  # the audience is gone
            return (false(),)
        return self._tx.owns(contacts), meant, ~away

    async def merge(self, contact: UUID, into: UUID) -> None:
        """Move one person's entries to another, except occasions of both; entries without a run end."""
        had = select(plan_entries.c.plan, plan_entries.c.occasion).where(
            self._tx.owns(plan_entries), plan_entries.c.contact == into
        )
        known = {(row.plan, row.occasion) for row in await self._tx.rows(had)}
        mine_ = select(plan_entries).where(self._tx.owns(plan_entries), plan_entries.c.contact == contact)
        for row in await self._tx.rows(mine_):
            if (row.plan, row.occasion) not in known:
                await self._tx.change(plan_entries, row.id, contact=into)
        running = exists().where(self._tx.owns(runs), runs.c.subject == plan_entries.c.id, runs.c.ended_at.is_(None))
        open_ = (plan_entries.c.contact.in_([contact, into]), plan_entries.c.ended_at.is_(None))
        await self._tx.change_all(plan_entries, *open_, ~running, ended="merged", ended_at=plan_entries.c.entered_at)


def _entry(row: Any) -> PlanEntry:
    return read_record(PlanEntry, row)
