"""What cart recovery did and brought.

Every figure counts what happened within the window, so that the reports of neighbouring windows add up (people
excepted: somebody written to in both counts in each). Purchases of the two groups are followed for
``attribution_days`` after the person's first departure, wherever the window ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, distinct, func, or_, select

from flows.delivery import Status
from flows.events import ConsentAction
from flows.money import Money
from storage.businesses import Tenant
from storage.reports.groups import groups
from storage.reports.scope import Scope
from storage.reports.values import RecoveryReport, StepResult, compare
from storage.schema import addresses, attributions, carts, clicks, consents, messages, orders
from storage.shop import OPEN
from storage.unit import Unit

NOTHING = "[]"  # the items of a cart that was emptied


@dataclass(frozen=True, slots=True)
class _Sales:
    orders: int
    net: int
    refunded: int


async def recovery_report(
    unit: Unit, tenant: Tenant, start: datetime | None, end: datetime | None, now: datetime
) -> RecoveryReport:
    """What recovery did and brought in the window (aware times); as seen at ``now``."""
    scope = Scope(unit, tenant, start, end, now)
    found, reachable = await _carts(scope)
    sales = await _sales(scope)
    treated, control = await groups(scope)
    return RecoveryReport(
        start=start,
        end=end,
        currency=scope.currency,
        carts=found,
        reachable=reachable,
        held_out=await _people(scope, scope.withheld, messages.c.status_at),
        messaged=await _people(scope, scope.departed, messages.c.left_at),
        clicked=await _clicked(scope),
        recovered=sum(sale.orders for sale in sales.values()),
        revenue=Money(sum(sale.net for sale in sales.values()), scope.currency),
        refunded=Money(sum(sale.refunded for sale in sales.values()), scope.currency),
        costs=await _costs(scope),
        opted_out=await _opted_out(scope),
        by_step=await _by_step(scope, sales),
        refused=await _refused(scope),
        treated=treated,
        control=control,
        lift=compare(treated, control),
    )


async def _carts(scope: Scope) -> tuple[int, int]:
    """How many carts were abandoned, and of how many of those the person agreed somewhere to be written to."""
    agreed = and_(scope.unit.mine(consents), consents.c.action != ConsentAction.REVOKED.value)
    somewhere = addresses.c.id.in_(select(consents.c.address).where(agreed))
    theirs = select(addresses.c.contact).where(scope.unit.mine(addresses), somewhere)
    reachable = func.count(case((carts.c.contact.in_(theirs), 1))).label("reachable")
    placed = and_(scope.unit.mine(orders), orders.c.cart.is_not(None))
    first = func.min(orders.c.placed_at).label("at")
    bought = select(orders.c.cart, first).where(placed).group_by(orders.c.cart).subquery()
    query = (
        select(func.count().label("found"), reachable)
        .select_from(carts.outerjoin(bought, bought.c.cart == carts.c.id))
        .where(scope.unit.mine(carts), scope.within(carts.c.created_at), _abandoned(scope, bought))
    )
    row = await scope.unit.one(query)
    return row.found, row.reachable


def _abandoned(scope: Scope, bought: Subquery) -> ColumnElement[bool]:
    """A shop may touch a cart again when it is bought, so one that we planned to write about counts in any case."""
    planned = select(messages.c.subject).where(scope.reminder, messages.c.subject.is_not(None))
    delay = scope.tenant.business.recovery.steps[0].after
    resting = and_(bought.c.at.is_(None), carts.c.status == OPEN, carts.c.as_of <= scope.now - delay)
    rested = scope.later(carts.c.as_of, delay) <= bought.c.at
    return or_(carts.c.id.in_(planned), and_(carts.c["items"] != NOTHING, or_(resting, rested)))


async def _people(scope: Scope, which: ColumnElement[bool], moment: ColumnElement[Any]) -> int:
    query = select(func.count(distinct(messages.c.contact))).where(which, scope.within(moment))
    return int(await scope.unit.value(query))


def _visits(scope: Scope, *columns: ColumnElement[Any]) -> Select[Any]:
    """People's visits to links in the window; ``messages`` knows who they are, after a merge too."""
    joined = messages.join(clicks, and_(scope.unit.mine(clicks), clicks.c.message == messages.c.id))
    real = and_(clicks.c.robot.is_(False), scope.within(clicks.c.at))
    people = func.count(distinct(messages.c.contact)).label("people")
    return select(people, *columns).select_from(joined).where(scope.of_recovery, real)


async def _clicked(scope: Scope) -> int:
    return int(await scope.unit.value(_visits(scope)))


async def _sales(scope: Scope) -> dict[int | None, _Sales]:
    """The orders that count, by the step that brought them; None for what an answer of ours brought."""
    of_recovery = select(messages.c.id).where(scope.of_recovery)
    counted = and_(scope.unit.mine(attributions), attributions.c.message.in_(of_recovery))
    refunded = case((orders.c.currency == scope.currency, orders.c.refunded), else_=0)
    query = (
        select(
            attributions.c.step,
            func.count().label("orders"),
            func.sum(scope.net).label("net"),
            func.sum(refunded).label("refunded"),
        )
        .select_from(attributions.join(orders, orders.c.id == attributions.c.order))
        .where(counted, scope.standing, scope.within(orders.c.placed_at))
        .group_by(attributions.c.step)
    )
    return {row.step: _Sales(row.orders, int(row.net), int(row.refunded)) for row in await scope.unit.rows(query)}


async def _costs(scope: Scope) -> tuple[Money, ...]:
    """What is known to have been charged, the largest sum first."""
    priced = and_(messages.c.price.is_not(None), messages.c.price_currency.is_not(None))
    query = (
        select(messages.c.price_currency, func.sum(messages.c.price).label("charged"))
        .where(scope.of_recovery, priced, scope.within(messages.c.left_at))
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
    after = and_(scope.departed, messages.c.left_at <= consents.c.at, scope.within(consents.c.at))
    query = select(func.count(distinct(messages.c.contact))).select_from(theirs).where(revoked, after)
    return int(await scope.unit.value(query))


async def _by_step(scope: Scope, sales: Mapping[int | None, _Sales]) -> tuple[StepResult, ...]:
    """One line for each step of the plan as it is now, and for those it once had."""
    columns = (messages.c.step, func.count().label("sent"), func.count(messages.c.delivered_at).label("delivered"))
    query = select(*columns).where(scope.departed, scope.within(messages.c.left_at)).group_by(messages.c.step)
    sent = {row.step: (row.sent, row.delivered) for row in await scope.unit.rows(query)}
    visits = _visits(scope, messages.c.step).group_by(messages.c.step)
    clicked: dict[int | None, int] = {row.step: row.people for row in await scope.unit.rows(visits)}
    planned = range(1, len(scope.tenant.business.recovery.steps) + 1)
    steps = {step for step in {*planned, *sent, *clicked, *sales} if step is not None}
    return tuple(_step(scope, step, sent.get(step, (0, 0)), clicked.get(step, 0), sales) for step in sorted(steps))


def _step(
    scope: Scope, step: int, sent: tuple[int, int], clicked: int, sales: Mapping[int | None, _Sales]
) -> StepResult:
    sale = sales.get(step, _Sales(0, 0, 0))
    return StepResult(step, *sent, clicked, sale.orders, Money(sale.net, scope.currency))


async def _refused(scope: Scope) -> dict[str, int]:
    """Reminders that ended before they left, by the rule's name, the most frequent first."""
    ended = messages.c.status.in_([Status.REFUSED.value, Status.EXPIRED.value])
    query = (
        select(messages.c.code, func.count().label("many"))
        .where(scope.reminder, ended, messages.c.code.is_not(None), scope.within(messages.c.status_at))
        .group_by(messages.c.code)
    )
    rows = sorted(await scope.unit.rows(query), key=lambda row: (-row.many, row.code))
    return {row.code: row.many for row in rows}
