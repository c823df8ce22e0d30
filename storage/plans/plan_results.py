"""The results of a plan: its entrants, the report of its experiment, and the figures by channel and lifecycle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, distinct, func, select

from flows.money import Money
from flows.plans.plan_terms import KeptPlan
from storage.businesses.businesses import Tenant
from storage.reports.comparison_groups import groups_by, groups_by_channel
from storage.reports.experiment_report import load_experiment_report
from storage.reports.message_costs import sum_costs
from storage.reports.report_scope import Scope
from storage.reports.report_values import ExperimentReport, HoldoutGroup
from storage.schema import attributions, messages, orders, plan_entries
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class PlanShare:
    """A part of a plan's people, by channel or by their lifecycle at the entry: recipients, orders, net revenue after
    refunds, and message costs; ``alone`` is the part's control group, None if empty.
    """

    name: str
    sent: int
    ordered: int
    revenue: Money
    cost: Money
    alone: HoldoutGroup | None = None


@dataclass(frozen=True, slots=True)
class PlanResults:
    """Entries, people inside and people at rest; the report of the experiment, and its parts."""

    entered: int
    inside: int
    resting: int
    report: ExperimentReport
    by_channel: Sequence[PlanShare]
    by_stage: Sequence[PlanShare]


async def load_plan_results(unit: Unit, tenant: Tenant, kept: KeptPlan, now: datetime) -> PlanResults:
    """Return the results of a plan until now, over all versions."""
    plan = kept.terms.plan(kept.name, tenant.business.counts_for, UTC)
    scope = Scope(unit, tenant, None, None, now, kept.name, plan)
    its = and_(unit.owns(plan_entries), plan_entries.c.plan == kept.id)
    open_, rests = plan_entries.c.ended_at.is_(None), plan_entries.c.rests_until > now
    counts = select(
        func.count().label("entered"),
        func.count(case((open_, 1))).label("inside"),
        func.count(distinct(case((rests, plan_entries.c.contact)))).label("resting"),
    )
    row = await unit.fetch_one(counts.where(its))
    stages = select(plan_entries.c.id.label("subject"), plan_entries.c.stage.label("part")).where(its).subquery()
    return PlanResults(
        row.entered,
        row.inside,
        row.resting,
        await load_experiment_report(unit, tenant, kept.name, plan, now),
        await _count_parts(scope, messages.c.channel, await groups_by_channel(scope)),
        await _count_parts(scope, plan_entries.c.stage, await groups_by(scope, stages, "subject")),
    )


async def _count_parts(
    scope: Scope, by: ColumnElement[str], groups: Mapping[str, tuple[HoldoutGroup, HoldoutGroup]]
) -> list[PlanShare]:
    """Return recipients and attributed orders, by a column of messages or of entries, with the experiment's groups by
    the same.
    """
    unit = scope.unit
    entered = and_(unit.owns(plan_entries), plan_entries.c.id == messages.c.subject)
    written = select(by.label("name"), func.count(distinct(messages.c.contact)).label("sent"))
    sent = await unit.rows(written.select_from(messages.join(plan_entries, entered)).where(scope.departed).group_by(by))
    counted = and_(unit.owns(attributions), attributions.c.order == orders.c.id)
    told = and_(unit.owns(messages), messages.c.id == attributions.c.message)
    sums: Any = select(
        by.label("name"),
        func.count(distinct(messages.c.contact)).label("ordered"),
        func.coalesce(func.sum(scope.net), 0).label("net"),
    )
    joined = orders.join(attributions, counted).join(messages, told).join(plan_entries, entered)
    sold = await unit.rows(sums.select_from(joined).where(scope.own, scope.standing).group_by(by))
    brought = {row.name: (row.ordered, int(row.net)) for row in sold}
    costs = await sum_costs(scope, (by,), messages.join(plan_entries, entered), scope.departed)
    parts = [(row.name, row.sent, *brought.get(row.name, (0, 0)), costs[(row.name,)]) for row in sent]
    alone = {name: control for name, (_, control) in groups.items() if control.carts}
    return [
        PlanShare(name, many, ordered, Money(net, scope.currency), Money(cost, scope.currency), alone.get(name))
        for name, many, ordered, net, cost in sorted(parts, key=lambda part: (-part[1], part[0]))
    ]
