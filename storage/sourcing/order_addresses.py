"""Where orders are delivered, in their customers' words, as long as the customer is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from storage.schema import delivery_addresses
from storage.sql.repository import Repository, as_read


@dataclass(frozen=True, slots=True)
class DeliveryAddress:
    """An order's address; ``text`` is None while its customer was asked and has not told it. ``at``: since when.
    ``note`` is what they wish of the bringing, None for nothing."""

    order: UUID
    text: str | None
    at: datetime
    note: str | None = None


class DeliveryAddresses(Repository):
    """The addresses of the orders of one business. An order that has none here was never asked about."""

    async def of(self, order: UUID) -> DeliveryAddress | None:
        """The address of an order."""
        return (await self.of_all([order])).get(order)

    async def of_all(self, orders: Collection[UUID]) -> Mapping[UUID, DeliveryAddress]:
        """The addresses of these orders."""
        here = (self._tx.mine(delivery_addresses), delivery_addresses.c.order.in_(orders))
        rows = await self._tx.rows(select(delivery_addresses).where(*here)) if orders else ()
        return {row.order: as_read(DeliveryAddress, row) for row in rows}

    async def last_of(self, contact: UUID) -> str:
        """The address that a person told last; "" for none."""
        theirs = (self._tx.mine(delivery_addresses), delivery_addresses.c.contact == contact)
        told = select(delivery_addresses.c.text).where(*theirs, delivery_addresses.c.text.is_not(None))
        row = await self._tx.row(told.order_by(delivery_addresses.c.at.desc(), delivery_addresses.c.id.desc()).limit(1))
        return row.text if row is not None else ""

    async def expect(self, order: UUID, contact: UUID, now: datetime) -> None:
        """The customer is asked for the address of an order."""
        await self._tx.add(delivery_addresses, id=self._tx.ids.new(), order=order, contact=contact, text=None, at=now)

    async def keep(self, order: UUID, contact: UUID, text: str, now: datetime) -> None:
        """The order goes there, wherever it was to go before."""
        told = {"contact": contact, "text": text, "at": now}
        await self._tx.put(delivery_addresses, ("order",), id=self._tx.ids.new(), order=order, **told)

    async def wish(self, order: UUID, note: str) -> None:
        """The customer wishes that of the bringing, "" for nothing, whatever they wished before."""
        there = (self._tx.mine(delivery_addresses), delivery_addresses.c.order == order)
        await self._tx.run(delivery_addresses.update().where(*there).values(note=note or None))
