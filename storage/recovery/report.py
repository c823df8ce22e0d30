"""What cart recovery did and brought: the carts that were left in a period, and what became of those very carts.

A cart belongs to the period in which it was first heard of, and all that followed from it counts there, whenever it
happened. So the figures of one report add up, and so do those of neighbouring periods.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flows import recovery
from flows.money import Money
from storage.businesses import Tenant
from storage.reports import cohort, figures
from storage.reports.groups import groups
from storage.reports.scope import Scope
from storage.reports.values import Group, Lift, StepResult, compare
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class RecoveryReport:
    """What became of the carts first heard of from ``start`` up to, not including, ``end``; None is without a bound.

    ``carts`` were abandoned: a reminder was planned about them, or something lay in them and nothing happened for the
    first step's delay. ``reachable`` of them belong to somebody who had agreed to reminders. ``messaged``: something
    about the cart left, be it a planned reminder, one its person asked for, or the link in an answer. ``clicked`` of
    those had their link opened, by no preview robot. ``held_out`` were left alone to measure, and never written about
    either. So ``carts`` >= ``reachable`` >= ``messaged`` >= ``clicked``, and ``carts`` is ``messaged`` + ``held_out``
    + all of ``unsent``: the other carts by why nothing was written, a rule's name or one of "failed", "waiting",
    "bought", "emptied", "no-address", "replaced" (another cart of that person took its place).
    ``recovered`` are the carts for which an order counts that was not cancelled; ``revenue`` is that of all such
    orders in the business's currency after ``refunded`` was taken off; ``refunds_left_out`` of them were in another
    currency than their order, and so are not. ``costs`` are the known prices, per currency of
    the provider, of all that the conversations about these carts sent, answers included. ``opted_out`` are people who
    took their consent back after we wrote. ``refused`` are reminders that never left, by rule, several to a cart;
    ``refused_later`` are those of carts that we did write about. ``treated`` and ``control`` are the two groups that
    ``lift`` compares.
    """

    start: datetime | None
    end: datetime | None
    currency: str
    carts: int
    reachable: int
    held_out: int
    messaged: int
    clicked: int
    recovered: int
    revenue: Money
    refunded: Money
    refunds_left_out: int
    costs: tuple[Money, ...]
    opted_out: int
    by_step: tuple[StepResult, ...]
    unsent: Mapping[str, int]
    refused: Mapping[str, int]
    refused_later: Mapping[str, int]
    treated: Group
    control: Group
    lift: Lift | None

    @property
    def cost(self) -> Money:
        """What was charged in the currency that most was charged in."""
        return self.costs[0] if self.costs else Money(0, self.currency)

    @property
    def cost_currency(self) -> str:
        """The currency that most was charged in."""
        return self.cost.currency


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
