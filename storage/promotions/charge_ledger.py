"""The ledger of charges: only inserts, with the price as it was. A credit takes another line back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from flows.promotions.charge import Charge, ChargeKind
from storage.schema import charges, invoices
from storage.sql.repository import Repository, dump_record, read_record


@dataclass(frozen=True, slots=True)
class ChargeSum:
    """The lines of one kind, promotion and price in a period: their number, and the price in micro-units."""

    promotion: UUID | None
    kind: ChargeKind
    many: int
    price: int
    currency: str

    @property
    def micros(self) -> int:
        """Return their sum in micro-units."""
        return self.many * self.price


class ChargeLedger(Repository):
    """The charges of one business's sponsors."""

    async def add(self, charge: Charge) -> bool:
        """Store a line; return False if its key is charged already."""
        return await self._tx.add_new(charges, **_columns(charge))

    async def has(self, key: str) -> bool:
        """Return True if that key is charged."""
        return await self._tx.row(select(charges.c.id).where(self._tx.owns(charges), charges.c.key == key)) is not None

    async def get(self, which: UUID) -> Charge | None:
        """Return the line of that id."""
        return await self._tx.fetch(select(charges).where(self._tx.owns(charges), charges.c.id == which), _charge)

    async def sum_period(self, sponsor: UUID, period: str) -> Sequence[ChargeSum]:
        """Return the sums of a sponsor's lines of a month by kind, promotion and price."""
        here = (self._tx.owns(charges), charges.c.sponsor == sponsor, charges.c.period == period)
        keys = (charges.c.promotion, charges.c.kind, charges.c.amount, charges.c.currency)
        rows = await self._tx.rows(select(*keys, func.count().label("many")).where(*here).group_by(*keys))
        found = [ChargeSum(row.promotion, ChargeKind(row.kind), row.many, row.amount, row.currency) for row in rows]
        return sorted(found, key=lambda one: (one.kind, str(one.promotion), one.price))

    async def sum_sponsor_days(self, sponsor: UUID, start: date, end: date) -> Mapping[date, int]:
        """Return a sponsor's charges for clicks and months in micro-units by day, from ``start`` up to and without
        ``end``.
        """
        span = (charges.c.day >= start.isoformat(), charges.c.day < end.isoformat(), charges.c.promotion.is_not(None))
        here = (self._tx.owns(charges), charges.c.sponsor == sponsor, *span)
        query = select(charges.c.day, func.sum(charges.c.amount).label("micros")).where(*here).group_by(charges.c.day)
        return {date.fromisoformat(row.day): int(row.micros) for row in await self._tx.rows(query)}

    async def list_unbilled(self, before: str) -> Sequence[tuple[UUID, str]]:
        """Return the sponsors and months of before ``before`` ("2026-12") that owe or are owed something and have no
        invoice, in order.
        """
        same = (invoices.c.sponsor == charges.c.sponsor, invoices.c.period == charges.c.period)
        billed = select(invoices.c.id).where(self._tx.owns(invoices), *same).exists()
        here = (self._tx.owns(charges), charges.c.period < before, ~billed)
        keys = (charges.c.sponsor, charges.c.period)
        query = select(*keys).where(*here).group_by(*keys).having(func.sum(charges.c.amount) != 0)
        found = ((row.sponsor, row.period) for row in await self._tx.rows(query))
        return sorted(found, key=lambda one: (one[1], one[0]))


def _columns(charge: Charge) -> dict[str, Any]:
    values = dump_record(charge)
    return values | {"kind": charge.kind.value, "amount": values.pop("micros"), "day": charge.day.isoformat()}


def _charge(row: Any) -> Charge:
    return read_record(Charge, row, kind=ChargeKind(row.kind), micros=row.amount, day=date.fromisoformat(row.day))
