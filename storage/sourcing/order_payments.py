"""Payments and repayments, one by one: a webhook finds its order here by any name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, exists, func, or_, select

from flows.sourcing.order import Order
from flows.sourcing.order_payment import Payment, PaymentState, Repayment
from storage.schema import payments, repayments, reservations
from storage.sql.repository import Repository


@dataclass(frozen=True, slots=True)
class Returned:
    """Refunded money, in micro-units. ``state`` is the provider's word: asked, pending, processed, failed."""

    amount: int
    currency: str
    state: str


class Payments(Repository):
    """The payments of one business."""

    async def advance(self, before: Order | None, after: Order, now: datetime) -> None:
        """Write the payments and repayments of a changed order."""
        came, gone = (before.payments, before.repayments) if before else ((), ())
        for one in after.payments:
            if one not in came:
                await self._put_payment(one, after, now)
        for back in after.repayments:
            if back not in gone:
                await self._put_repayment(back, after, now)

    async def _put_payment(self, one: Payment, of: Order, now: datetime) -> None:
        values = {
            "order": of.id,
            "provider": one.provider,
            "amount": one.came or one.amount,
            "currency": one.currency or of.currency,
            "link": one.link or None,
            "url": one.url or None,
            "state": one.state.value,
            "payment": one.payment or None,
            "created_at": one.asked_at or now,
            "paid_at": of.paid_at if one.payment else None,
        }
        await self._tx.put(payments, ("id",), id=one.reference, **values)

    async def _put_repayment(self, back: Repayment, of: Order, now: datetime) -> None:
        values = {
            "order": of.id,
            "payment": back.payment,
            "amount": back.amount,
            "currency": of.currency,
            "refund": back.refund or None,
            "state": back.state,
            "created_at": now,
            "changed_at": now,
        }
        await self._tx.put(repayments, ("id",), id=back.reference, **values)

    async def list_returned(self, order: UUID) -> list[Returned]:
        """Return an order's refunds; an excess payment that was sent back at once is not the order's."""
        return (await self.find_returned([order])).get(order, [])

    async def find_returned(self, which: Collection[UUID]) -> dict[UUID, list[Returned]]:
        """Return the refunds of several orders; orders without refunds are left out."""
        its = (payments.c.order == repayments.c.order, payments.c.payment == repayments.c.payment)
        columns = (repayments.c.order, repayments.c.amount, repayments.c.currency, repayments.c.state)
        ours = or_(  # "": sent by hand, for any payment method
            repayments.c.payment == "", exists().where(self._tx.owns(payments), *its)
        )
        query = select(*columns).where(self._tx.owns(repayments), repayments.c.order.in_(which), ours)
        found: dict[UUID, list[Returned]] = {}
        for row in await self._tx.rows(query.order_by(repayments.c.created_at, repayments.c.id)):
            found.setdefault(row.order, []).append(Returned(row.amount, row.currency, row.state))
        return found

    async def sum_paid(self, which: Collection[UUID]) -> dict[UUID, int]:
        """Return the micro-units paid for these orders, before refunds; only orders with a payment."""
        here = (payments.c.order.in_(which), payments.c.state == PaymentState.PAID.value)
        query = select(payments.c.order, func.sum(payments.c.amount).label("came")).where(
            self._tx.owns(payments), *here
        )
        return {row.order: int(row.came) for row in await self._tx.rows(query.group_by(payments.c.order))}

    async def list_owed_back(self, unheard: datetime, since: datetime, most: int) -> list[UUID]:
        """Return orders that may need a refund by hand: overpaid, refund failed, or in progress since before
        ``unheard``. Changes from ``since`` on are left out; the orders' runs decide."""
        came = _sum(payments, payments.c.state == PaymentState.PAID.value)
        gone = _sum(repayments, repayments.c.state != "failed")
        more = select(reservations.c.id).where(
            self._tx.owns(reservations), came > gone + reservations.c.amount, reservations.c.changed_at < since
        )
        failed = and_(repayments.c.state == "failed", repayments.c.changed_at < since)
        waits = and_(repayments.c.state == "pending", repayments.c.created_at < unheard)
        stuck = select(repayments.c.order).where(self._tx.owns(repayments), or_(failed, waits))
        found = more.union(stuck).subquery()
        return [row[0] for row in await self._tx.rows(select(found).order_by(found.c[0]).limit(most))]

    async def find_order(self, reference: UUID | None, link: str) -> UUID | None:
        """Return the order of a payment, by our reference or by the provider's link."""
        found = _match_either(payments.c.id, reference, payments.c.link, link)
        query = select(payments.c.order).where(self._tx.owns(payments), found)
        return await self._tx.value_of(UUID, query.order_by(payments.c.created_at.desc()).limit(1))

    async def find_refunded_order(self, reference: UUID | None, refund: str, payment: str) -> UUID | None:
        """Return the order of a refund, by our reference, the provider's refund, or the payment."""
        found = _match_either(repayments.c.id, reference, repayments.c.refund, refund)
        query = select(repayments.c.order).where(self._tx.owns(repayments), found)
        order: UUID | None = await self._tx.value(query.limit(1))
        if order is None and payment:
            paid = select(payments.c.order).where(self._tx.owns(payments), payments.c.payment == payment)
            order = await self._tx.value(paid.limit(1))
        return order


def _sum(table: Table, which: ColumnElement[bool]) -> ColumnElement[int]:
    """Return the micro-units of an order's matching rows in a table."""
    of = and_(table.c.business == reservations.c.business, table.c.order == reservations.c.id)
    return select(func.coalesce(func.sum(table.c.amount), 0)).where(of, which).scalar_subquery()


def _match_either(ours: Any, reference: UUID | None, theirs: Any, name: str) -> Any:
    conditions = ([ours == reference] if reference else []) + ([theirs == name] if name else [])
    return or_(*conditions) if conditions else ours.is_(None)
