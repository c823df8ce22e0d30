"""Restocks that repeat each week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from flows.sourcing.restock_plan import RestockPlan
from storage.schema import restock_plans
from storage.sql.repository import Repository, dump_actor, dump_record, read_actor, read_record

_DAYS = ("starts_on", "asked_on")


class RestockPlans(Repository):
    """The weekly restocks of one business."""

    async def list_open(self) -> list[RestockPlan]:
        """Return the active plans, by number."""
        return await self._select(restock_plans.c.ended.is_(False))

    async def get(self, plan: UUID) -> RestockPlan | None:
        """Return the plan with that id, including ended ones."""
        return next(iter(await self._select(restock_plans.c.id == plan)), None)

    async def find_by_number(self, number: int) -> RestockPlan | None:
        """Return the plan with that number, including ended ones."""
        return next(iter(await self._select(restock_plans.c.number == number)), None)

    async def add(self, plan: RestockPlan, now: datetime) -> RestockPlan:
        """Store a new plan under the next number, and return it."""
        query = select(func.max(restock_plans.c.number)).where(self._tx.owns(restock_plans))
        number = (await self._tx.value(query) or 0) + 1
        while not await self._tx.add_new(restock_plans, **_row(replace(plan, number=number)), created_at=now):
            number += 1  # taken in the same moment
        return replace(plan, number=number)

    async def put(self, plan: RestockPlan) -> None:
        """Store the plan's current state."""
        values = _row(plan)
        await self._tx.change(restock_plans, values.pop("id"), **values)

    async def _select(self, *which: Any) -> list[RestockPlan]:
        query = select(restock_plans).where(self._tx.owns(restock_plans), *which)
        return [_plan(row) for row in await self._tx.rows(query.order_by(restock_plans.c.number))]


def _row(plan: RestockPlan) -> dict[str, Any]:
    values = dump_record(plan)
    return values | dump_actor(values.pop("by")) | {name: values[name] and values[name].toordinal() for name in _DAYS}


def _plan(row: Any) -> RestockPlan:
    days = {name: getattr(row, name) and date.fromordinal(getattr(row, name)) for name in _DAYS}
    return read_record(RestockPlan, row, by=read_actor(row), **days)
