"""The delivery addresses of orders, in the customers' words, stored until the customer is erased."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from storage.schema import delivery_addresses
from storage.sql.repository import Repository, read_record


@dataclass(frozen=True, slots=True)
class DeliveryAddress:
    """An order's address; ``text`` is None before the customer's answer. ``at``: since when. ``note`` is the delivery
    note, None for nothing.
    """

    order: UUID
    text: str | None
    at: datetime
    note: str | None = None


class DeliveryAddresses(Repository):
    """The addresses of the orders of one business. An order without a row was never asked for one."""

    async def find_address(self, order: UUID) -> DeliveryAddress | None:
        """Return the address of an order."""
        return (await self.find_addresses([order])).get(order)

    async def find_addresses(self, orders: Collection[UUID]) -> Mapping[UUID, DeliveryAddress]:
        """Return the addresses of these orders."""
        here = (self._tx.owns(delivery_addresses), delivery_addresses.c.order.in_(orders))
        rows = await self._tx.rows(select(delivery_addresses).where(*here)) if orders else ()
        return {row.order: read_record(DeliveryAddress, row) for row in rows}

    async def find_last_address(self, contact: UUID) -> str:
        """Return a person's last address; "" if there is none."""
        theirs = (self._tx.owns(delivery_addresses), delivery_addresses.c.contact == contact)
        told = select(delivery_addresses.c.text).where(*theirs, delivery_addresses.c.text.is_not(None))
        row = await self._tx.row(told.order_by(delivery_addresses.c.at.desc(), delivery_addresses.c.id.desc()).limit(1))
        return row.text if row is not None else ""

    async def expect(self, order: UUID, contact: UUID, now: datetime) -> None:
        """Note that the customer was asked for the address of an order."""
        await self._tx.add(delivery_addresses, id=self._tx.ids.make(), order=order, contact=contact, text=None, at=now)

    async def keep(self, order: UUID, contact: UUID, text: str, now: datetime) -> None:
        """Set the address of an order."""
        told = {"contact": contact, "text": text, "at": now}
        await self._tx.put(delivery_addresses, ("order",), id=self._tx.ids.make(), order=order, **told)

    async def wish(self, order: UUID, note: str) -> None:
        """Replace the customer's delivery note, "" for none."""
        there = (self._tx.owns(delivery_addresses), delivery_addresses.c.order == order)
        await self._tx.run(delivery_addresses.update().where(*there).values(note=note or None))
