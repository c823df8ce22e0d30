"""The work and the revenue of a plan's or campaign's messages: the basis of its report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, func, or_, select

from flows.delivery import MessageStatus
from flows.money import Money
from storage.reports import cart_cohort
from storage.reports.opt_out_report import match_stop
from storage.reports.report_scope import Scope
from storage.reports.report_values import StepResult, VariantResult
from storage.schema import addresses, attributions, clicks, consents, messages, orders, refunds


@dataclass(frozen=True, slots=True)
class Sales:
    """The counted sources of orders, and the money of all orders attributed to them."""

    many: int = 0
    net: int = 0
    refunded: int = 0


def match_period(scope: Scope) -> ColumnElement[bool]:
    """Return the condition on messages about one of the period's carts, or planned in the period."""
    return messages.c.subject.in_(cart_cohort.list_ids(scope)) if scope.by_cart else scope.within(messages.c.created_at)


async def count_sales(scope: Scope, by: ColumnElement[Any] | None) -> dict[int | None, Sales]:
    """Return the orders attributed to these carts: ``by`` a step or a variant, None for neither; or all, under None."""
    counted = and_(scope.unit.owns(attributions), attributions.c.order == orders.c.id)
    told = and_(scope.unit.owns(messages), messages.c.id == attributions.c.message)
    refunded = case((orders.c.currency == scope.currency, orders.c.refunded), else_=0)
    query: Select[Any] = select(
        func.count(distinct(scope.each)).label("many"),
        func.coalesce(func.sum(scope.net), 0).label("net"),
        func.coalesce(func.sum(refunded), 0).label("refunded"),
    ).select_from(orders.join(attributions, counted).join(messages, told))
    query = query.where(scope.own, match_period(scope), scope.standing)
    if by is not None:
        query = query.add_columns(by.label("nth")).group_by(by)
    rows = await scope.unit.rows(query)
    return {getattr(row, "nth", None): Sales(row.many, int(row.net), int(row.refunded)) for row in rows}


async def refunds_left_out(scope: Scope) -> int:
    """Return the number of refunds in another currency than their attributed order's: their worth is unknown."""
    counted = and_(scope.unit.owns(attributions), attributions.c.order == orders.c.id)
    told = and_(scope.unit.owns(messages), messages.c.id == attributions.c.message)
    back = and_(scope.unit.owns(refunds), refunds.c.order == orders.c.id, refunds.c.currency != orders.c.currency)
    theirs = orders.join(attributions, counted).join(messages, told).join(refunds, back)
    query = select(func.count()).select_from(theirs).where(scope.own, match_period(scope), scope.standing)
    return int(await scope.unit.value(query))


async def sum_costs_by_currency(scope: Scope) -> tuple[Money, ...]:
    """Return the known charges, the largest sum first."""
    priced = and_(messages.c.price.is_not(None), messages.c.price_currency.is_not(None))
    query = (
        select(messages.c.price_currency, func.sum(messages.c.price).label("charged"))
        .where(scope.own, priced, match_period(scope), messages.c.left_at.is_not(None))
        .group_by(messages.c.price_currency)
    )
    found = [Money(int(row.charged), row.price_currency) for row in await scope.unit.rows(query)]
    return tuple(sorted(found, key=lambda cost: cost.micros, reverse=True))


async def count_opt_outs(scope: Scope) -> int:
    """Return the opt-outs by address, because the ledger keeps a person's id from before a merge."""
    theirs = consents.join(addresses, and_(scope.unit.owns(addresses), addresses.c.id == consents.c.address)).join(
        messages, messages.c.contact == addresses.c.contact
    )
    after = and_(scope.written, match_period(scope), messages.c.left_at <= consents.c.at)
    query = select(func.count(distinct(messages.c.contact))).select_from(theirs).where(match_stop(scope.unit), after)
    return int(await scope.unit.value(query))


async def split_by_step(scope: Scope) -> tuple[StepResult, ...]:
    """Return one line for each current step of the plan, and for its former steps."""
    planned = range(1, len(scope.plan.steps) + 1 if scope.plan else 1)
    return tuple(StepResult(*one) for one in await _load_results(scope, messages.c.step, attributions.c.step, planned))


async def by_variant(scope: Scope) -> tuple[VariantResult, ...]:
    """Return one line for each variant that was sent; none with a single wording."""
    found = await _load_results(scope, messages.c.variant, messages.c.variant)
    return tuple(VariantResult(*one) for one in found) if len(found) > 1 else ()


async def _load_results(
    scope: Scope, sent_as: ColumnElement[Any], counted_as: ColumnElement[Any], known: Iterable[int] = ()
) -> list[tuple[int, int, int, int, int, Money]]:
    """Return sent, delivered, clicked, recovered and revenue, by a column of messages and one that orders count by."""
    columns = (sent_as.label("nth"), func.count().label("sent"), func.count(messages.c.delivered_at).label("delivered"))
    query = select(*columns).where(scope.departed, match_period(scope)).group_by(sent_as)
    sent = {row.nth: (row.sent, row.delivered) for row in await scope.unit.rows(query)}
    clicked, sold = await _count_clicked(scope, sent_as), await count_sales(scope, counted_as)
    results = []
    for nth in sorted(nth for nth in {*known, *sent, *clicked, *sold} if nth is not None):
        sale = sold.get(nth, Sales())
        results.append((nth, *sent.get(nth, (0, 0)), clicked.get(nth, 0), sale.many, Money(sale.net, scope.currency)))
    return results


async def _count_clicked(scope: Scope, by: ColumnElement[Any]) -> dict[int | None, int]:
    """Return the carts, or people, with an opened link in a reminder; a preview robot's visit does not count."""
    real = and_(scope.unit.owns(clicks), clicks.c.message == messages.c.id, clicks.c.robot.is_(False))
    query = (
        select(by.label("nth"), func.count(distinct(scope.each)).label("many"))
        .select_from(messages.join(clicks, real))
        .where(scope.departed, match_period(scope))
        .group_by(by)
    )
    return {row.nth: row.many for row in await scope.unit.rows(query)}


async def count_refused(scope: Scope) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return reminders that never left, by rule, most frequent first: all, and those of carts with a message."""
    ended = messages.c.status.in_([MessageStatus.REFUSED.value, MessageStatus.EXPIRED.value])
    kept = and_(
        or_(scope.reminder, scope.asked_for), ended, messages.c.code.is_not(None), scope.counted, match_period(scope)
    )
    query = select(messages.c.code, func.count().label("many")).where(kept).group_by(messages.c.code)
    written = select(scope.each.label("each")).where(scope.written).distinct().subquery()
    later = query.where(scope.each.in_(select(written.c.each)))
    return await _load_counts(scope, query), await _load_counts(scope, later)


async def _load_counts(scope: Scope, query: Select[tuple[str | None, int]]) -> dict[str, int]:
    rows = sorted(await scope.unit.rows(query), key=lambda row: (-row.many, row.code))
    return {row.code: row.many for row in rows}
