"""Which orders a member of the staff means: by their customer, by a shop that has to do with them, or by a product."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from flows.channels import CHANNELS
from flows.sourcing.ask import Says
from storage.people import escaped
from storage.repository import Repository
from storage.schema import addresses, contacts, promises, reservations, reserved_lines, stock_asks
from storage.transaction import Transaction

SHORTEST = 3  # digits of the end of a number
_MOST = 50  # customers that one name may mean


@dataclass(frozen=True, slots=True)
class Meant:
    """The customers, shops and products that some words may mean: an order of one of them is meant."""

    people: frozenset[UUID] = frozenset()
    shops: frozenset[UUID] = frozenset()
    products: frozenset[UUID] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.people or self.shops or self.products)


class OrderSearch(Repository):
    """The customers with sourced orders, by what the staff knows of them."""

    async def customers(self, text: str) -> frozenset[UUID]:
        """The latest fifty customers with an order: by a part of the name, or by the last digits of the number."""
        digits = "".join(letter for letter in text if letter in "0123456789")
        plain = text.strip("+-() .…").replace(" ", "").isdecimal()
        named = func.lower(contacts.c.name).like(f"%{escaped(text.casefold())}%", escape="\\")
        known = _ending_in(self._tx, digits) if plain and len(digits) >= SHORTEST else named
        ordered = select(reservations.c.contact).where(self._tx.mine(reservations), reservations.c.for_stock.is_(False))
        theirs = (self._tx.mine(contacts), contacts.c.id.in_(ordered), known)
        query = select(contacts.c.id).where(*theirs).order_by(contacts.c.id.desc()).limit(_MOST)
        return frozenset(row.id for row in await self._tx.rows(query))


def _ending_in(tx: Transaction, digits: str) -> ColumnElement[bool]:
    number = and_(tx.mine(addresses), addresses.c.channel.in_(CHANNELS), addresses.c.value.like(f"%{digits}"))
    return contacts.c.id.in_(select(addresses.c.contact).where(number))


def concerns(meant: Meant) -> ColumnElement[bool]:
    """Whether an order has to do with one of these: its customer, a shop that keeps or is asked, a line's product."""
    here = reservations.c.business
    of_order = (promises.c.business == here, promises.c.order == reservations.c.id)
    asked = (stock_asks.c.business == here, stock_asks.c.order == reservations.c.id)
    line = (reserved_lines.c.business == here, reserved_lines.c.order == reservations.c.id)
    return or_(
        reservations.c.contact.in_(meant.people),
        select(promises.c.order).where(*of_order, promises.c.shop.in_(meant.shops)).exists(),
        select(stock_asks.c.order)
        .where(*asked, stock_asks.c.shop.in_(meant.shops), stock_asks.c.says == Says.OPEN.value)
        .exists(),
        select(reserved_lines.c.order).where(*line, reserved_lines.c.product.in_(meant.products)).exists(),
    )
