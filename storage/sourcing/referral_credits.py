"""Discounts for customers who refer customers: their codes, the credits, and the orders with these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from flows.money import Money
from storage.schema import credits as table
from storage.schema import referrals
from storage.sql.repository import Repository, read_record

INVITED, INVITING = "invited", "inviting"


@dataclass(frozen=True, slots=True)
class Credit:
    """Money off one order. ``other`` is the inviter or the invited; ``used_by`` is the order with the discount."""

    id: UUID
    contact: UUID
    why: str
    amount: Money
    other: UUID | None
    used_by: UUID | None


class Credits(Repository):
    """The codes and credits of one business. A credit is taken by one conditional update, so never by two orders."""

    async def code_of(self, contact: UUID) -> str | None:
        """Return the first code of this person."""
        query = select(referrals.c.code).where(self._tx.owns(referrals), referrals.c.contact == contact)
        return await self._tx.value_of(str, query.order_by(referrals.c.created_at, referrals.c.code).limit(1))

    async def give_code(self, code: str, contact: UUID, now: datetime) -> bool:
        """Give the person this code; return False if taken."""
        return await self._tx.add_new(referrals, code=code, contact=contact, created_at=now)

    async def find_owner(self, code: str) -> UUID | None:
        """Return the owner of a code."""
        return await self._tx.value_of(
            UUID, select(referrals.c.contact).where(self._tx.owns(referrals), referrals.c.code == code)
        )

    async def grant(self, contact: UUID, why: str, about: UUID, amount: Money, other: UUID, now: datetime) -> bool:
        """Give this person a credit, once for the reason and the new person; return False if given before."""
        values: dict[str, Any] = {
            "contact": contact,
            "why": why,
            "key": f"{why}:{about}",
            "amount": amount.micros,
            "currency": amount.currency,
            "other": other,
            "created_at": now,
        }
        return await self._tx.add_new(table, id=self._tx.ids.make(), **values)

    async def find_invited(self, contact: UUID) -> Credit | None:
        """Return this person's credit for coming by a referral code."""
        query = select(table).where(self._tx.owns(table), table.c.contact == contact, table.c.why == INVITED)
        return await self._tx.fetch(query.order_by(table.c.id).limit(1), _read)

    async def find_usable(self, contact: UUID, currency: str) -> Credit | None:
        """Return this person's oldest usable credit. A person merged from two referred ones counts once."""
        theirs = (self._tx.owns(table), table.c.contact == contact, table.c.currency == currency)
        rows = [_read(row) for row in await self._tx.rows(select(table).where(*theirs).order_by(table.c.id))]
        came = any(one.why == INVITED and one.used_by is not None for one in rows)
        free = (one for one in rows if one.used_by is None and not (came and one.why == INVITED))
        return next(free, None)

    async def use(self, credit: UUID, order: UUID, now: datetime) -> bool:
        """Use a credit for an order; return False, and take nothing, if another order was quicker."""
        return await self._tx.change(table, credit, table.c.used_by.is_(None), used_by=order, used_at=now) == 1

    async def take_back(self, friend: UUID) -> bool:
        """Take back the credit for inviting this person, unless an order has used it."""
        theirs = (table.c.why == INVITING, table.c.other == friend, table.c.used_by.is_(None))
        return await self._tx.remove(table, *theirs) > 0

    async def release(self, order: UUID) -> bool:
        """Release the credit of an ended order."""
        return await self._tx.change_all(table, table.c.used_by == order, used_by=None, used_at=None) > 0


def _read(row: Any) -> Credit:
    return read_record(Credit, row, amount=Money(row.amount, row.currency))
