"""The plans that a business stores, each in its versions."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, select

from flows.actor import Actor
from flows.plans.plan_json import read_terms, write_terms
from flows.plans.plan_terms import KeptPlan, PlanTerms
from storage.schema import plan_entries, plan_versions, plans
from storage.sql.repository import Repository, dump_actor, read_record
from storage.sql.statements import MINE, owns

_READ = (plans.c.id, plans.c.name, plans.c.enabled, plans.c.made_at, plan_versions.c.version, plan_versions.c.terms)
_OF = and_(plan_versions.c.business == plans.c.business, plan_versions.c.plan == plans.c.id)
_NEWEST: Select[Any] = (
    select(*_READ)
    .select_from(plans.join(plan_versions, and_(_OF, plan_versions.c.version == plans.c.version)))
    .where(owns(plans))
    .order_by(plans.c.id)
)
_BY_EVENT = _NEWEST.where(plans.c.event == bindparam("event"), plans.c.enabled.is_(True))
_BY_ID = _NEWEST.where(plans.c.id == bindparam("plan"))
_CALLED = _NEWEST.where(plans.c.name == bindparam("name"))
_VERSION = (
    select(*_READ)
    .select_from(plans.join(plan_versions, _OF))
    .where(owns(plans), plans.c.id == bindparam("plan"), plan_versions.c.version == bindparam("version"))
)


class KeptPlans(Repository):
    """The stored plans of one business, with the newest version's terms unless another is named."""

    async def all(self) -> Sequence[KeptPlan]:
        """Return all plans, oldest first."""
        return [_read_plan(row) for row in await self._tx.rows(_NEWEST, **{MINE.key: self._tx.business})]

    async def page(self, limit: int, before: UUID | None = None) -> Sequence[KeptPlan]:
        """Return the plans by id, newest first; those older than ``before``."""
        query = _NEWEST if before is None else _NEWEST.where(plans.c.id < before)
        rows = await self._tx.rows(
            query.order_by(None).order_by(plans.c.id.desc()).limit(limit), **{MINE.key: self._tx.business}
        )
        return [_read_plan(row) for row in rows]

    async def get(self, plan: UUID) -> KeptPlan | None:
        """Return the plan of that id."""
        return await self._tx.fetch(_BY_ID, _read_plan, plan=plan)

    async def find_by_name(self, name: str) -> KeptPlan | None:
        """Return the plan of that name."""
        return await self._tx.fetch(_CALLED, _read_plan, name=name)

    async def list_by_event(self, event: str) -> Sequence[KeptPlan]:
        """Return the active plans that an event of that name enters."""
        return [_read_plan(row) for row in await self._tx.rows(_BY_EVENT, event=event)]

    async def get_version(self, plan: UUID, version: int) -> KeptPlan:
        """Return a plan in that version. Raises LookupError."""
        found = await self._tx.fetch(_VERSION, _read_plan, plan=plan, version=version)
        if found is None:
            raise LookupError(f"the plan {plan} has no version {version}")
        return found

    async def find_versions(self, which: Collection[tuple[UUID, int]]) -> Mapping[tuple[UUID, int], KeptPlan]:
        """Return plans by their ids and versions."""
        return {one: await self.get_version(*one) for one in set(which)}

    async def ensure(self, name: str, terms: PlanTerms, by: Actor, now: datetime) -> KeptPlan:
        """Store a plan in its first version, turned off; return the existing one of that name, if any."""
        made = self._tx.ids.make()
        row = {"id": made, "name": name, "enabled": False, "version": 1, "made_at": now, "updated_at": now}
        if await self._tx.add_new(plans, **row, event=terms.entrance.event or None):
            await self._write(made, 1, terms, by, now)
        found = await self.find_by_name(name)
        assert found is not None, "it was there or was made a moment ago"
        return found

    async def change(self, plan: KeptPlan, terms: PlanTerms, by: Actor, now: datetime) -> bool:
        """Store the terms of a new version; return False if the plan was changed since it was read."""
        changed = {"version": plan.version + 1, "event": terms.entrance.event or None, "updated_at": now}
        if await self._tx.change(plans, plan.id, plans.c.version == plan.version, **changed) == 0:
            return False
        await self._write(plan.id, plan.version + 1, terms, by, now)
        return True

    async def set_enabled(self, plan: UUID, enabled: bool, now: datetime) -> bool:
        """Turn a plan on or off; return False if it is so already."""
        return await self._tx.change(plans, plan, plans.c.enabled.is_(not enabled), enabled=enabled, updated_at=now) > 0

    async def remove(self, plan: UUID) -> bool:
        """Delete a plan and all versions; return False if people entered the plan."""
        held = select(plans.c.id).where(self._tx.owns(plans), plans.c.id == plan)
        await self._tx.row(held.with_for_update() if self._tx.postgres else held)  # so that nobody enters meanwhile
        entered = select(func.count()).where(self._tx.owns(plan_entries), plan_entries.c.plan == plan)
        if await self._tx.value(entered):
            return False
        await self._tx.remove(plan_versions, plan_versions.c.plan == plan)
        return await self._tx.remove(plans, plans.c.id == plan) == 1

    async def _write(self, plan: UUID, version: int, terms: PlanTerms, by: Actor, now: datetime) -> None:
        told = json.dumps(write_terms(terms), ensure_ascii=False)
        await self._tx.add(plan_versions, plan=plan, version=version, terms=told, made_at=now, **dump_actor(by))


def _read_plan(row: Any) -> KeptPlan:
    return read_record(KeptPlan, row, terms=read_terms(json.loads(row.terms)))
