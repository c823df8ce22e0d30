"""Orders of the shop's systems, from events in any order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, and_, bindparam, case, cast, exists, func, or_, select

from flows.events import Item, OrderCreated
from flows.events.event import CART, ORDER
from flows.mail_address import normalise_mail
from flows.money import Money
from storage.identity.identity import list_spellings, mail_forms, select_holder
from storage.schema import addresses, orders, refunds
from storage.sql import bulk_statements
from storage.sql.column_types import Moment
from storage.sql.repository import Repository, read_record
from storage.sql.statements import owns
from storage.store.carts import BOUGHT as BOUGHT  # handlers/recovery imports these three from here
from storage.store.carts import OPEN as OPEN
from storage.store.carts import Cart as Cart
from storage.store.carts import dump_items, load_items
from storage.store.customer_totals import ORDERS, Totals
from storage.store.latest_purchase import remember_purchase
from storage.store.order_lines import OrderLines
from storage.store.returned_goods import sum_returned

_ORDER = select(orders).where(owns(orders), orders.c.id == bindparam("id"))
_WHOSE = select(orders.c.contact).where(owns(orders), orders.c.id == bindparam("id"), orders.c.placed_at.is_not(None))
_ORDER_CALLED = select(orders).where(
    owns(orders), orders.c.source == bindparam("source"), orders.c.ref.in_(bindparam("called", expanding=True))
)
# A writer to us may once have typed another person's mail address.
_MAY_BE_TOLD = or_(
    orders.c.by_mail.is_(False),
    ~exists().where(owns(addresses), addresses.c.contact == orders.c.contact, addresses.c.proven_at.is_not(None)),
)
_ORDERS_OF = (
    select(orders)
    .where(owns(orders), orders.c.contact == bindparam("contact"), orders.c.placed_at.is_not(None), _MAY_BE_TOLD)
    .order_by(orders.c.placed_at.desc())
    .limit(bindparam("most"))
)
_PLACED_SINCE = (
    select(orders)
    .where(owns(orders), orders.c.placed_at > bindparam("since", type_=Moment()))
    .where(
        or_(
            orders.c.contact == bindparam("contact"),
            orders.c.mail.in_(bindparam("forms", expanding=True)),
            orders.c.contact.in_(select_holder(bindparam("mail"))),
        )
    )
    .order_by(orders.c.placed_at.desc())
)
# For carts that were unknown when the order named them.
_ORDERS_NAMING = select(orders).where(
    owns(orders),
    orders.c.cart.is_(None),
    orders.c.carts.is_not(None),
    orders.c.carts != "[]",
    orders.c.placed_at >= bindparam("since"),
    orders.c.source == bindparam("source"),
)


@dataclass(frozen=True, slots=True)
class Purchase:
    """An order; ``placed_at`` None: only later events of it have come so far.

    ``by_mail``: only an e-mail address links it to the contact. The order counts as the contact's, but no chat mentions
    it.
    """

    id: UUID
    source: str
    ref: str
    number: str
    contact: UUID | None
    cart: UUID | None
    total: Money | None
    items: tuple[Item, ...]
    codes: tuple[str, ...]
    carts: tuple[str, ...]
    placed_at: datetime | None
    paid_at: datetime | None
    cancelled_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    carrier: str | None
    tracking_url: str | None
    expected: str | None
    refunded: int
    returned: int = 0
    by_mail: bool = False


class Purchases(Repository):
    """The orders of one business."""

    async def get(self, order: UUID) -> Purchase | None:
        """Return the order with that id."""
        return await self._tx.fetch(_ORDER, _order, id=order)

    async def ensure(self, source: str, ref: str, now: datetime) -> Purchase:
        """Return the order with a shop system's ``ref``; create an empty one for an event that precedes the order."""
        known = await self.find_by_ref(source, ref)
        if known is None:
            await self._tx.add(orders, id=self._tx.ids.make(), source=source, ref=ref, number=ref, created_at=now)
            known = await self.find_by_ref(source, ref)
        assert known is not None, "it was added a moment ago"
        return known

    async def find_by_ref(self, source: str, ref: str) -> Purchase | None:
        """Return the order with a shop system's ``ref``, if any event of it came."""
        return await self._tx.fetch(_ORDER_CALLED, _order, source=source, called=list_spellings(self._tx, ORDER, ref))

    async def find_placed(self, ref: str) -> Purchase | None:
        """Return the one placed order with that ``ref`` in any of a shop's systems; None if there are several,
        or none."""
        there = (orders.c.ref.in_(list_spellings(self._tx, ORDER, ref)), orders.c.placed_at.is_not(None))
        found = await self._tx.rows(select(orders).where(self._tx.owns(orders), *there).limit(2))
        return _order(found[0]) if len(found) == 1 else None

    async def find_placed_refs(self, source: str, refs: Sequence[str]) -> frozenset[str]:
        """Return those of these orders of a shop's system that were placed, and still have that name."""
        wanted = [(self._tx.business, source, ref) for ref in refs]
        where = "orders.placed_at IS NOT NULL"
        found = await bulk_statements.find(
            self._tx, orders, ("business", "source", "ref"), wanted, ("ref",), where=where
        )
        return frozenset(row[0] for row in found)

    async def customers(self, source: str, refs: Sequence[str]) -> list[UUID]:
        """Return the customers of the orders with these names in a shop's system."""
        known = [order for ref in refs if (order := await self.find_by_ref(source, ref)) is not None]
        return list(dict.fromkeys(order.contact for order in known if order.contact is not None))

    async def place(
        self,
        order: Purchase,
        event: OrderCreated,
        contact: UUID | None,
        cart: UUID | None,
        *,
        by_mail: bool = False,
    ) -> None:
        """Store a customer's order and its cart. An order cancelled before does not count.

        ``by_mail`` as in ``Purchase``.
        """
        await self.note_mail(order.id, event.customer.email)
        await self.note(
            order.id,
            by_mail=by_mail,
            number=event.number,
            contact=contact,
            cart=cart,
            total=event.total.micros,
            currency=event.total.currency,
            items=dump_items(event.items),
            codes=json.dumps(event.discount_codes),
            carts=json.dumps(event.carts),
            placed_at=event.occurred_at,
        )
        if order.cancelled_at is None:
            await self._lines.put(order.id, contact, event.occurred_at, event.items)
            await self._remember(contact, event.occurred_at)
        await self._add_up(order.id)
        await self.update_returned(order.id, event.total.micros)
        await self._count(contact)

    async def set_cart(self, order: Purchase, cart: Cart) -> None:
        """Set the cart of an order, and with it the customer."""
        await self.note(order.id, cart=cart.id)
        if order.contact is None and cart.contact is not None:
            await self.note(order.id, contact=cart.contact)
            await self._lines.set_contact(order.id, cart.contact)
            await self._remember(cart.contact, None if order.cancelled_at else order.placed_at)
            await self._count(cart.contact)

    async def call_off(self, order: UUID, at: datetime) -> None:
        """Cancel the order, which is final."""
        await self.note(order, cancelled_at=at)
        await self._lines.call_off(order)
        await self._count(await self._find_contact(order))

    @property
    def _lines(self) -> OrderLines:
        return OrderLines(self._tx)

    async def note(self, order: UUID, **values: Any) -> None:
        """Store further details of the order."""
        await self._tx.change(orders, order, **values)

    async def refund(self, order: UUID, refund: str, amount: Money, at: datetime) -> bool:
        """Record a refund; a repeated event counts once. Return True if it was new.

        ``amount`` without a currency is in the order's. An amount in another currency is stored and subtracts nothing,
        because its value in the order's is unknown; ``refunds_left_out`` counts those. Before the first event of an
        order its currency is unknown too, and refunds are added up afterwards.
        """
        told = {"amount": amount.micros, "currency": amount.currency or None}
        new = await self._tx.add_new(refunds, order=order, refund=refund, at=at, **told)
        if new:
            await self._add_up(order)
            await self._count(await self._find_contact(order))
        return new

    async def refunds_called(self, refund: str, of: Sequence[UUID]) -> dict[UUID, int]:
        """Return the amounts, in micro-units, that a refund of that name gave back on these orders, by order."""
        wanted = [(self._tx.business, order, refund) for order in of]
        found = await bulk_statements.find(
            self._tx, refunds, ("business", "order", "refund"), wanted, ("order", "amount")
        )
        return {order: int(amount) for order, amount in found}

    async def refunds_left_out(self, order: UUID) -> int:
        """Return how many refunds of an order were in another currency, and so are not in ``refunded``."""
        theirs = and_(self._tx.owns(refunds), refunds.c.order == orders.c.id, refunds.c.currency != orders.c.currency)
        query = select(func.count()).select_from(orders.join(refunds, theirs))
        return int(await self._tx.value(query.where(self._tx.owns(orders), orders.c.id == order)))

    async def _add_up(self, order: UUID) -> None:
        """Sum an order's refunds, up to its total: a shop's bookings beyond the total are not recovery's loss."""
        own = or_(refunds.c.currency.is_(None), refunds.c.currency == orders.c.currency)
        back = select(cast(func.coalesce(func.sum(refunds.c.amount), 0), BigInteger))
        told = back.where(self._tx.owns(refunds), refunds.c.order == orders.c.id, own).scalar_subquery()
        await self.note(order, refunded=case((told > orders.c.total, orders.c.total), else_=told))

    async def update_returned(self, order: UUID, total: int) -> None:
        """Update the returned value of an order of that ``total``, in micro-units: goods may have been returned before
        its first event, or now."""
        if worth := await sum_returned(self._tx, order, total):
            await self.note(order, returned=worth)

    async def _find_contact(self, order: UUID) -> UUID | None:
        """Return the person of a placed order; an unplaced one does not count."""
        found = await self._tx.row(_WHOSE, id=order)
        return None if found is None else found.contact

    async def _remember(self, contact: UUID | None, at: datetime | None) -> None:
        if contact is not None:
            await remember_purchase(self._tx, contact, at)

    async def _count(self, contact: UUID | None) -> None:
        """Recompute a person's totals after a new, changed or deleted order."""
        if contact is not None:
            await Totals(self._tx).recount([contact], ORDERS)

    async def find_refunded_at(self, order: UUID) -> datetime | None:
        """Return the moment of the last refund."""
        here = and_(self._tx.owns(refunds), refunds.c.order == order)
        newest = select(refunds.c.at).where(here).order_by(refunds.c.at.desc()).limit(1)
        return await self._tx.value_of(datetime, newest)

    async def note_mail(self, order: UUID, mail: str | None) -> None:
        """Store the e-mail address of an order, if it has one: news of it may go there."""
        for form in mail_forms(self._tx, mail)[:1]:
            await self.note(order, mail=form)

    async def names_mail(self, order: UUID, mail: str) -> bool:
        """Return True if the shop told of an order with this e-mail address."""
        row = await self._tx.row(select(orders.c.mail).where(self._tx.owns(orders), orders.c.id == order))
        return row is not None and row.mail in mail_forms(self._tx, mail)

    async def of(self, contact: UUID, most: int = 5) -> list[Purchase]:
        """Return a person's latest orders, newest first. One that is ``by_mail`` is left out once they wrote to us."""
        return [_order(row) for row in await self._tx.rows(_ORDERS_OF, contact=contact, most=most)]

    async def list_placed_since(self, contact: UUID, email: str | None, since: datetime) -> list[Purchase]:
        """Return the orders placed after ``since`` by a person or with that e-mail address, newest first."""
        forms, mail = list(mail_forms(self._tx, email)), normalise_mail(email or "")
        rows = await self._tx.rows(_PLACED_SINCE, contact=contact, since=since, forms=forms, mail=mail)
        return [_order(row) for row in rows]

    async def list_by_cart(self, cart: UUID) -> list[Purchase]:
        """Return the orders from a cart."""
        query = select(orders).where(self._tx.owns(orders), orders.c.cart == cart, orders.c.placed_at.is_not(None))
        return [_order(row) for row in await self._tx.rows(query)]

    async def list_naming(self, source: str, cart_names: Sequence[str], since: datetime) -> list[Purchase]:
        """Return orders, by anybody, placed from ``since`` on that named one of these carts before the cart's first
        event."""
        found = [_order(row) for row in await self._tx.rows(_ORDERS_NAMING, source=source, since=since)]
        wanted = {one for name in cart_names for one in list_spellings(self._tx, CART, name)}
        return [order for order in found if wanted.intersection(order.carts)]

    async def list_by_number(self, number: str, most: int = 5) -> list[Purchase]:
        """Return the orders of that number with a known customer, newest first."""
        called = {spelled for one in (strip_hash(number), strip_hash(number).upper()) for spelled in (one, f"#{one}")}
        named = or_(orders.c.number.in_(called), orders.c.ref.in_(called))
        query = select(orders).where(self._tx.owns(orders), named, orders.c.contact.is_not(None))
        return [_order(row) for row in await self._tx.rows(query.order_by(orders.c.placed_at.desc()).limit(most))]

    async def find_by_number(self, contact: UUID, number: str) -> Purchase | None:
        """Return the person's order of that number."""
        query = select(orders).where(self._tx.owns(orders), orders.c.contact == contact, orders.c.by_mail.is_(False))
        rows = [_order(row) for row in await self._tx.rows(query)]
        called = strip_hash(number).casefold()
        return next((one for one in rows if called in {one.number.casefold(), one.ref.casefold()}), None)


def strip_hash(number: str) -> str:
    """Return an order's number without the "#" that shops write before it."""
    return number.lstrip("#")


def _order(row: Any) -> Purchase:
    return read_record(
        Purchase,
        row,
        number=strip_hash(row.number),
        total=None if row.total is None else Money(row.total, row.currency),
        items=load_items(row.items),
        codes=tuple(json.loads(row.codes or "[]")),
        carts=tuple(json.loads(row.carts or "[]")),
    )
