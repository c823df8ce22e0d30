"""Cart recovery's work and revenue: the carts abandoned in a period, and the results of these carts.

A cart belongs to the period of its first event. All later events count there, at any time. So the figures of one report
add up, and so do those of neighbouring periods.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows import recovery
from flows.message_roi import compute_roi
from flows.money import Money
from storage.businesses.businesses import Tenant
from storage.reports import cart_cohort, report_figures
from storage.reports.comparison_groups import groups
from storage.reports.report_scope import Scope
from storage.reports.report_values import (
    Amount,
    Costs,
    End,
    HoldoutGroup,
    Lift,
    Share,
    Start,
    StepResult,
    VariantResult,
    compute_lift,
)
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class RecoveryReport:
    """The results of the carts first heard of from ``start`` up to, not including, ``end``; None is without a bound.

    A cart is abandoned if a reminder was planned for it, or if it held something and was untouched for the first step's
    delay. ``carts`` >= ``reachable`` >= ``messaged`` >= ``clicked``, and ``carts`` is ``messaged`` + ``held_out`` + all
    of ``unsent``. ``treated`` and ``control`` are the two groups that ``lift`` compares.
    """

    start: Start
    end: End
    currency: str
    carts: Annotated[int, Field(description="abandoned, and first heard of in that time")]
    reachable: Annotated[int, Field(description="of people who had agreed to reminders")]
    held_out: Annotated[int, Field(description="in the control group, without any message about them")]
    messaged: Annotated[int, Field(description="with a message about it: planned, asked for, or a link in an answer")]
    clicked: Annotated[int, Field(description="of those, with their link opened by a person")]
    recovered: Annotated[int, Field(description="with a counted order that was not cancelled")]
    revenue: Annotated[Amount, Field(description="of all those orders, net of refunds and returns")]
    refunded: Amount
    refunds_left_out: Annotated[int, Field(description="refunds in another currency than the order's, not deducted")]
    cost: Annotated[Amount, Field(description="of the messages about these carts, answers included, in cost_currency")]
    cost_currency: Annotated[str, Field(description="the currency with the highest charges")]
    costs: Annotated[Costs, Field(description="all that was charged, by currency")]
    roi: Annotated[Share | None, Field(description="(revenue - cost) / cost: 3.2 is 320 %; null if no cost is known")]
    opted_out: Annotated[int, Field(description="people who opted out after a message")]
    by_step: tuple[StepResult, ...]
    by_variant: Annotated[tuple[VariantResult, ...], Field(description="empty with one wording")]
    unsent: Annotated[
        Mapping[str, int],
        Field(
            description="carts without any message, by reason: a rule's name, failed, waiting, bought, emptied, "
            "no-address, or replaced by another cart of that person"
        ),
    ]
    refused: Annotated[Mapping[str, int], Field(description="reminders never sent, by rule; a cart can have several")]
    refused_later: Annotated[Mapping[str, int], Field(exclude=True)]  # those of carts with a message
    treated: HoldoutGroup
    control: Annotated[HoldoutGroup, Field(description="those left alone")]
    lift: Annotated[Lift | None, Field(description="null with too little data")]


async def sum_revenue_since(unit: Unit, tenant: Tenant, start: datetime, now: datetime) -> Money:
    """Return the revenue of carts abandoned since ``start``, as ``RecoveryReport.revenue`` counts it."""
    scope = Scope(unit, tenant, start, None, now, recovery.NAME, recovery.make_plan(tenant.business))
    return Money((await report_figures.count_sales(scope, None)).get(None, report_figures.Sales()).net, scope.currency)


async def load_recovery_report(
    unit: Unit, tenant: Tenant, start: datetime | None, end: datetime | None, now: datetime
) -> RecoveryReport:
    """Return the results of the carts first heard of in the window (aware times); as seen at ``now``."""
    scope = Scope(unit, tenant, start, end, now, recovery.NAME, recovery.make_plan(tenant.business))
    found = await cart_cohort.load_cohort(scope)
    total = (await report_figures.count_sales(scope, None)).get(None, report_figures.Sales())
    treated, control = await groups(scope)
    refused, later = await report_figures.count_refused(scope)
    costs = await report_figures.sum_costs_by_currency(scope)
    cost = costs[0] if costs else Money(0, scope.currency)
    return RecoveryReport(
        start=start,
        end=end,
        currency=scope.currency,
        carts=found.carts,
        reachable=found.reachable,
        held_out=found.held_out,
        messaged=found.messaged,
        clicked=found.clicked,
        recovered=total.many,
        revenue=Money(total.net, scope.currency),
        refunded=Money(total.refunded, scope.currency),
        refunds_left_out=await report_figures.refunds_left_out(scope),
        cost=cost,
        cost_currency=cost.currency,
        costs=costs,
        roi=compute_roi(Money(total.net, scope.currency), costs),
        opted_out=await report_figures.count_opt_outs(scope),
        by_step=await report_figures.split_by_step(scope),
        by_variant=await report_figures.by_variant(scope),
        unsent=found.unsent,
        refused=refused,
        refused_later=later,
        treated=treated,
        control=control,
        lift=compute_lift(treated, control),
    )
