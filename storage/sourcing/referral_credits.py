"""Money off for customers who bring customers: their codes, the credits, and the orders that used these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from flows.money import Money
from storage.schema import credits as table
from storage.schema import referrals
from storage.sql.repository import Repository, as_read

INVITED, INVITING = "invited", "inviting"


@dataclass(frozen=True, slots=True)
class Credit:
    """Money off one order. ``other`` invited them, or was invited by them; ``used_by`` is the order that used it."""

    id: UUID
    contact: UUID
    why: str
    amount: Money
    other: UUID | None
    used_by: UUID | None


class Credits(Repository):
    """The codes and credits of one business. A credit is taken by one conditional update, so never by two orders."""

    async def code_of(self, contact: UUID) -> str | None:
        """The first code that this person was given."""
        query = select(referrals.c.code).where(self._tx.mine(referrals), referrals.c.contact == contact)
        return await self._tx.value_of(str, query.order_by(referrals.c.created_at, referrals.c.code).limit(1))

    async def give_code(self, code: str, contact: UUID, now: datetime) -> bool:
        """Give the person this code; False when taken."""
        return await self._tx.add_new(referrals, code=code, contact=contact, created_at=now)

    async def whose(self, code: str) -> UUID | None:
        """Whose code it is."""
        return await self._tx.value_of(
            UUID, select(referrals.c.contact).where(self._tx.mine(referrals), referrals.c.code == code)
        )

    async def grant(self, contact: UUID, why: str, about: UUID, amount: Money, other: UUID, now: datetime) -> bool:
        """Money off for this person, once for the reason and the new person it is about; False when it was granted."""
        values: dict[str, Any] = {
            "contact": contact,
            "why": why,
            "key": f"{why}:{about}",
            "amount": amount.micros,
            "currency": amount.currency,
            "other": other,
            "created_at": now,
        }
        return await self._tx.add_new(table, id=self._tx.ids.new(), **values)

    async def invited(self, contact: UUID) -> Credit | None:
        """What this person was given for coming by somebody's code."""
        query = select(table).where(self._tx.mine(table), table.c.contact == contact, table.c.why == INVITED)
        return await self._tx.first(query.order_by(table.c.id).limit(1), _read)

    async def usable(self, contact: UUID, currency: str) -> Credit | None:
        """The oldest that this person may use. Who came twice, and turned out to be one person, came once."""
        theirs = (self._tx.mine(table), table.c.contact == contact, table.c.currency == currency)
        rows = [_read(row) for row in await self._tx.rows(select(table).where(*theirs).order_by(table.c.id))]
        came = any(one.why == INVITED and one.used_by is not None for one in rows)
        free = (one for one in rows if one.used_by is None and not (came and one.why == INVITED))
        return next(free, None)

    async def use(self, credit: UUID, order: UUID, now: datetime) -> bool:
        """The order costs less by it; False, and nothing is taken, when another order was quicker."""
        return await self._tx.change(table, credit, table.c.used_by.is_(None), used_by=order, used_at=now) == 1

    async def take_back(self, friend: UUID) -> bool:
        """Whoever brought this person has no money off for that any more, unless an order has used it."""
        theirs = (table.c.why == INVITING, table.c.other == friend, table.c.used_by.is_(None))
        return await self._tx.remove(table, *theirs) > 0

    async def release(self, order: UUID) -> bool:
        """The order was ended: its credit can be used again."""
        return await self._tx.change_all(table, table.c.used_by == order, used_by=None, used_at=None) > 0


def _read(row: Any) -> Credit:
    return as_read(Credit, row, amount=Money(row.amount, row.currency))
