"""The work and the revenue of a plan or a campaign among its planned people: by its experiment's name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import distinct, func, select

from flows.money import Money
from flows.plan import Plan
from storage.businesses.businesses import Tenant
from storage.reports import report_figures
from storage.reports.comparison_groups import groups
from storage.reports.report_scope import Scope
from storage.reports.report_values import ExperimentReport, compute_lift
from storage.schema import messages
from storage.unit import Unit


async def load_experiment_report(
    unit: Unit, tenant: Tenant, experiment: str, plan: Plan | None, now: datetime
) -> ExperimentReport:
    """Return the results of all messages that an experiment planned.

    ``plan`` is None for a campaign's experiment: storage/campaigns/campaign_breakdown.py reports its steps and
    wordings.
    """
    scope = Scope(unit, tenant, None, None, now, experiment, plan)
    total = (await report_figures.count_sales(scope, None)).get(None, report_figures.Sales())
    treated, control = await groups(scope)
    refused, _later = await report_figures.count_refused(scope)
    return ExperimentReport(
        experiment=experiment,
        currency=scope.currency,
        messaged=await _count_people(scope, held_out=False),
        held_out=await _count_people(scope, held_out=True),
        ordered=total.many,
        revenue=Money(total.net, scope.currency),
        refunded=Money(total.refunded, scope.currency),
        refunds_left_out=await report_figures.refunds_left_out(scope),
        costs=await report_figures.sum_costs_by_currency(scope),
        by_step=await report_figures.split_by_step(scope) if plan else (),
        by_variant=await report_figures.by_variant(scope) if plan else (),
        refused=refused,
        treated=treated,
        control=control,
        lift=compute_lift(treated, control),
    )


async def _count_people(scope: Scope, *, held_out: bool) -> int:
    """Return how many people got a message, or were in the control group."""
    which = scope.withheld if held_out else scope.written
    query = select(func.count(distinct(messages.c.contact))).where(which, report_figures.match_period(scope))
    return int(await scope.unit.value(query))
