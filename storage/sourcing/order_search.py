"""Orders that a staff member refers to: by the customer, by a shop in the order, or by a product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, exists, or_, select

from flows import search_words
from flows.search_words import Spelling
from flows.sourcing.shop_ask import Says
from storage.identity.index_walks import beginning, begins, select_newest
from storage.schema import addresses, name_parts, promises, reservations, reserved_lines, stock_asks
from storage.sql.repository import Repository
from storage.sql.statements import owns

SHORTEST = 3  # digits of the end of a number
_MOST = 50  # customers that one name may match


@dataclass(frozen=True, slots=True)
class Meant:
    """The customers, shops and products that some words may refer to, to find their orders."""

    people: frozenset[UUID] = frozenset()
    shops: frozenset[UUID] = frozenset()
    products: frozenset[UUID] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.people or self.shops or self.products)


class OrderSearch(Repository):
    """The customers with sourced orders, by the staff's words."""

    async def customers(self, text: str) -> frozenset[UUID]:
        """Return the latest fifty customers with an order: by a part of the name, or by the last digits of the
        number.
        """
        words = search_words.words(text)
        for digits in search_words.ends(text, SHORTEST):
            found = await self._find_with_order(_NUMBERED, digits[::-1])
            if found:
                return found
        number = bool(search_words.ends(text, SHORTEST))
        for name in [Spelling(tuple(words)), *search_words.spell_alike(text)] if words and not number else ():
            found = await self._find_with_order(_NAMED, name.begins(*name.words))
            if found:
                return found
        return frozenset()

    async def _find_with_order(self, walk: Select[Any], start: str) -> frozenset[UUID]:
        return frozenset(row.contact for row in await self._tx.rows(walk, most=_MOST, **beginning(start)))


def _select_with_orders(table: Table, column: ColumnElement[str]) -> Select[Any]:
    """Select the people found along an index that have an order: each is looked up, for most customers have none."""
    theirs = (owns(reservations), reservations.c.contact == table.c.contact, reservations.c.for_stock.is_(False))
    walk = select(table.c.contact).where(owns(table), begins(column), exists().where(*theirs))
    return select_newest(walk.order_by(column, table.c.contact))


_NAMED = _select_with_orders(name_parts, name_parts.c.part)
_NUMBERED = _select_with_orders(addresses, addresses.c.sought)


def match_orders(meant: Meant) -> ColumnElement[bool]:
    """Return the condition on orders with one of these: the customer, a shop that keeps or is asked, a line's
    product.
    """
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
