"""Shops' earnings: a ledger of commissions, reversals and payouts, each line written once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select

from flows.actor import Actor
from storage.schema import earnings
from storage.sql.repository import Repository, dump_actor

COMMISSION, REVERSAL, PAYOUT = "commission", "reversal", "payout"


@dataclass(frozen=True, slots=True)
class Earned:
    """A shop's earnings in a period, in micro-units, from how many orders; ``back`` was reversed."""

    amount: int
    orders: int
    back: int = 0


@dataclass(frozen=True, slots=True)
class Payout:
    """A payout to a shop."""

    amount: int
    currency: str
    at: datetime


class Earnings(Repository):
    """The shops' earnings of one business."""

    async def book(
        self, shop: UUID, order: UUID | None, kind: str, key: str, amount: int, currency: str, by: Actor, now: datetime
    ) -> bool:
        """Add a line; return False if its key exists. Reversals and payouts are negative."""
        values: dict[str, Any] = {
            "shop": shop,
            "order": order,
            "kind": kind,
            "key": key,
            "amount": amount,
            "currency": currency,
            "at": now,
            **dump_actor(by),
        }
        return await self._tx.add_new(earnings, id=self._tx.ids.make(), **values)

    async def sum_since(self, shop: UUID, start: datetime) -> Earned:
        """Return a shop's earnings since then, by the orders behind them; payouts are no earnings."""
        theirs = (self._tx.owns(earnings), earnings.c.shop == shop, earnings.c.at >= start, earnings.c.kind != PAYOUT)
        back = func.sum(case((earnings.c.kind == REVERSAL, -earnings.c.amount), else_=0))
        row = tuple(await self._tx.fetch_one(select(func.sum(earnings.c.amount), back).where(*theirs)))
        of_orders = select(earnings.c.order).where(*theirs, earnings.c.order.is_not(None)).group_by(earnings.c.order)
        paying = of_orders.having(func.sum(earnings.c.amount) > 0).subquery()
        orders = await self._tx.value(select(func.count()).select_from(paying))
        return Earned(int(row[0] or 0), int(orders or 0), int(row[1] or 0))

    async def sum_owed(self, shop: UUID) -> int:
        """Return a shop's unpaid earnings, in micro-units."""
        query = select(func.sum(earnings.c.amount)).where(self._tx.owns(earnings), earnings.c.shop == shop)
        return int(await self._tx.value(query) or 0)

    async def find_last_payout(self, shop: UUID) -> Payout | None:
        """Return the last payout to a shop."""
        theirs = (self._tx.owns(earnings), earnings.c.shop == shop, earnings.c.kind == PAYOUT)
        newest = (earnings.c.at.desc(), earnings.c.id.desc())  # as in the index
        query = select(earnings).where(*theirs).order_by(*newest).limit(1)
        return await self._tx.fetch(query, lambda row: Payout(-row.amount, row.currency, row.at))
