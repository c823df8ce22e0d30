"""What cart recovery did and brought: the carts that were left in a period, and what became of those very carts.

A cart belongs to the period in which it was first heard of, and all that followed from it counts there, whenever it
happened. So the figures of one report add up, and so do those of neighbouring periods.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, func, or_, select

from flows.delivery import Status
from flows.events import ConsentAction
from flows.money import Money
from storage.businesses import Tenant
from storage.reports import cohort
from storage.reports.groups import groups
from storage.reports.scope import Scope
from storage.reports.values import RecoveryReport, StepResult, compare
from storage.schema import addresses, attributions, clicks, consents, messages, orders, refunds
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class _Sales:
    """Carts that brought an order, and the money of all orders that count for them."""

    carts: int = 0
    net: int = 0
    refunded: int = 0


async def recovery_report(
    unit: Unit, tenant: Tenant, start: datetime | None, end: datetime | None, now: datetime
) -> RecoveryReport:
    """What became of the carts first heard of in the window (aware times); as seen at ``now``."""
    scope = Scope(unit, tenant, start, end, now)
    found = await cohort.cohort(scope)
    total = (await _sales(scope, None)).get(None, _Sales())
    treated, control = await groups(scope)
    refused, later = await _refused(scope)
    return RecoveryReport(
        start=start,
        end=end,
        currency=scope.currency,
        carts=found.carts,
        reachable=found.reachable,
        held_out=found.held_out,
        messaged=found.messaged,
        clicked=found.clicked,
        recovered=total.carts,
        revenue=Money(total.net, scope.currency),
        refunded=Money(total.refunded, scope.currency),
        refunds_left_out=await _refunds_left_out(scope),
        costs=await _costs(scope),
        opted_out=await _opted_out(scope),
        by_step=await _by_step(scope),
        unsent=found.unsent,
        refused=refused,
        refused_later=later,
        treated=treated,
        control=control,
        lift=compare(treated, control),
    )


def _of_cohort(scope: Scope) -> ColumnElement[bool]:
    """A message about one of the period's carts."""
    return messages.c.subject.in_(cohort.left(scope))


async def _sales(scope: Scope, by: ColumnElement[Any] | None) -> dict[int | None, _Sales]:
    """The orders that count for these carts: by step, None for what came outside the plan; or all, under None."""
    counted = and_(scope.unit.mine(attributions), attributions.c.order == orders.c.id)
    told = and_(scope.unit.mine(messages), messages.c.id == attributions.c.message)
    refunded = case((orders.c.currency == scope.currency, orders.c.refunded), else_=0)
    query: Select[Any] = select(
        func.count(distinct(messages.c.subject)).label("carts"),
        func.coalesce(func.sum(scope.net), 0).label("net"),
        func.coalesce(func.sum(refunded), 0).label("refunded"),
    ).select_from(orders.join(attributions, counted).join(messages, told))
    query = query.where(scope.of_recovery, _of_cohort(scope), scope.standing)
    if by is not None:
        query = query.add_columns(by.label("step")).group_by(by)
    rows = await scope.unit.rows(query)
    return {getattr(row, "step", None): _Sales(row.carts, int(row.net), int(row.refunded)) for row in rows}


async def _refunds_left_out(scope: Scope) -> int:
    """Refunds of orders that count, told in another currency than the order's: what they took off is not known."""
    counted = and_(scope.unit.mine(attributions), attributions.c.order == orders.c.id)
    told = and_(scope.unit.mine(messages), messages.c.id == attributions.c.message)
    back = and_(scope.unit.mine(refunds), refunds.c.order == orders.c.id, refunds.c.currency != orders.c.currency)
    theirs = orders.join(attributions, counted).join(messages, told).join(refunds, back)
    query = select(func.count()).select_from(theirs).where(scope.of_recovery, _of_cohort(scope), scope.standing)
    return int(await scope.unit.value(query))


async def _costs(scope: Scope) -> tuple[Money, ...]:
    """What is known to have been charged, the largest sum first."""
    priced = and_(messages.c.price.is_not(None), messages.c.price_currency.is_not(None))
    query = (
        select(messages.c.price_currency, func.sum(messages.c.price).label("charged"))
        .where(scope.of_recovery, priced, _of_cohort(scope), messages.c.left_at.is_not(None))
        .group_by(messages.c.price_currency)
    )
    found = [Money(int(row.charged), row.price_currency) for row in await scope.unit.rows(query)]
    return tuple(sorted(found, key=lambda cost: cost.micros, reverse=True))


async def _opted_out(scope: Scope) -> int:
    """By address, because the ledger keeps the id that a person had before they were merged into another."""
    theirs = consents.join(addresses, and_(scope.unit.mine(addresses), addresses.c.id == consents.c.address)).join(
        messages, messages.c.contact == addresses.c.contact
    )
    revoked = and_(scope.unit.mine(consents), consents.c.action == ConsentAction.REVOKED.value)
    after = and_(scope.written, _of_cohort(scope), messages.c.left_at <= consents.c.at)
    query = select(func.count(distinct(messages.c.contact))).select_from(theirs).where(revoked, after)
    return int(await scope.unit.value(query))


async def _by_step(scope: Scope) -> tuple[StepResult, ...]:
    """One line for each step of the plan as it is now, and for those it once had."""
    columns = (messages.c.step, func.count().label("sent"), func.count(messages.c.delivered_at).label("delivered"))
    query = select(*columns).where(scope.departed, _of_cohort(scope)).group_by(messages.c.step)
    sent = {row.step: (row.sent, row.delivered) for row in await scope.unit.rows(query)}
    clicked = await _clicked(scope)
    sales = await _sales(scope, attributions.c.step)
    planned = range(1, len(scope.tenant.business.recovery.steps) + 1)
    steps = {step for step in {*planned, *sent, *clicked, *sales} if step is not None}
    return tuple(
        _step(scope, step, sent.get(step, (0, 0)), clicked.get(step, 0), sales.get(step, _Sales()))
        for step in sorted(steps)
    )


async def _clicked(scope: Scope) -> dict[int | None, int]:
    """The carts whose link in a step's reminder was opened; a preview robot's visit is none."""
    real = and_(scope.unit.mine(clicks), clicks.c.message == messages.c.id, clicks.c.robot.is_(False))
    query = (
        select(messages.c.step, func.count(distinct(messages.c.subject)).label("carts"))
        .select_from(messages.join(clicks, real))
        .where(scope.departed, _of_cohort(scope))
        .group_by(messages.c.step)
    )
    return {row.step: row.carts for row in await scope.unit.rows(query)}


def _step(scope: Scope, step: int, sent: tuple[int, int], clicked: int, sale: _Sales) -> StepResult:
    return StepResult(step, *sent, clicked, sale.carts, Money(sale.net, scope.currency))


async def _refused(scope: Scope) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Reminders that never left, by rule, the most frequent first: all, and those of carts we did write about."""
    ended = messages.c.status.in_([Status.REFUSED.value, Status.EXPIRED.value])
    kept = and_(or_(scope.reminder, scope.asked_for), ended, messages.c.code.is_not(None), _of_cohort(scope))
    query = select(messages.c.code, func.count().label("many")).where(kept).group_by(messages.c.code)
    written = select(messages.c.subject).where(scope.written).distinct().subquery()
    later = query.where(messages.c.subject.in_(select(written.c.subject)))
    return await _counts(scope, query), await _counts(scope, later)


async def _counts(scope: Scope, query: Select[tuple[str | None, int]]) -> dict[str, int]:
    rows = sorted(await scope.unit.rows(query), key=lambda row: (-row.many, row.code))
    return {row.code: row.many for row in rows}
