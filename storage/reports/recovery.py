"""What cart recovery did and brought: the carts that were left in a period, and what became of those very carts.

A cart belongs to the period in which it was first heard of, and all that followed from it counts there, whenever it
happened. So the figures of one report add up, and so do those of neighbouring periods.
"""

from __future__ import annotations

from datetime import datetime

from flows import recovery
from flows.money import Money
from storage.businesses import Tenant
from storage.reports import cohort, figures
from storage.reports.groups import groups
from storage.reports.scope import Scope
from storage.reports.values import RecoveryReport, compare
from storage.unit import Unit


async def recovery_report(
    unit: Unit, tenant: Tenant, start: datetime | None, end: datetime | None, now: datetime
) -> RecoveryReport:
    """What became of the carts first heard of in the window (aware times); as seen at ``now``."""
    scope = Scope(unit, tenant, start, end, now, recovery.NAME, recovery.plan(tenant.business))
    found = await cohort.cohort(scope)
    total = (await figures.sales(scope, None)).get(None, figures.Sales())
    treated, control = await groups(scope)
    refused, later = await figures.refused(scope)
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
        refunds_left_out=await figures.refunds_left_out(scope),
        costs=await figures.costs(scope),
        opted_out=await figures.opted_out(scope),
        by_step=await figures.by_step(scope),
        unsent=found.unsent,
        refused=refused,
        refused_later=later,
        treated=treated,
        control=control,
        lift=compare(treated, control),
    )
