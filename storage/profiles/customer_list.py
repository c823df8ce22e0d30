"""Customers page by page, ordered by acquaintance or by one of their figures.

In descending figures, customers with orders come first and those without come last. Each half is one index walk, and a
page begins after the end of the last one (https://use-the-index-luke.com/no-offset).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, literal, literal_column, select, text, tuple_

from storage.identity.personal_tables import is_customer, match_customers
from storage.schema import contacts, customer_totals
from storage.schema.customer_total_tables import ORDERED
from storage.sql.repository import Repository

_ORDERED = text(ORDERED)
Meant = ColumnElement[bool]
"""A condition on contacts: True if the row's person is wanted."""


class SortedBy(StrEnum):
    """The sort key of customers."""

    ID = "id"  # when they became known
    ORDERS = "orders"
    SPEND = "spend"
    LAST_ORDER_AT = "last_order_at"


@dataclass(frozen=True, slots=True)
class ListPlace:
    """The place of a customer in a list: by ``figure``, None without an order, and among equals by id."""

    contact: UUID
    figure: int | datetime | None = None


@dataclass(frozen=True, slots=True)
class Sorting:
    """The order of a list; ``down`` begins with the most, or the newest."""

    by: SortedBy = SortedBy.ID
    down: bool = True


class CustomerList(Repository):
    """The customers of one business that count: neither merged nor erased, and not there for something else alone, as
    the staff is.
    """

    async def page(
        self, sorting: Sorting, limit: int, after: ListPlace | None = None, meant: Meant | None = None
    ) -> list[ListPlace]:
        """Return the next ``limit`` customers after the place ``after``; ``meant`` is a condition on contacts."""
        if sorting.by is SortedBy.ID:
            return await self._list_plain(sorting, limit, after, [meant])
        walks = [self._list_ranked, self._list_unranked] if sorting.down else [self._list_unranked, self._list_ranked]
        in_second = after is not None and (after.figure is None) is sorting.down
        found = [] if in_second else await walks[0](sorting, limit, after, meant)
        if len(found) < limit:
            found += await walks[1](sorting, limit - len(found), after if in_second else None, meant)
        return found

    async def find_matching(self, people: list[UUID], meant: Meant) -> set[UUID]:
        """Return the people under that condition."""
        here = self._select_living(meant).where(contacts.c.id.in_(people))
        return {row.id for row in await self._tx.rows(here)}

    async def _list_ranked(
        self, sorting: Sorting, limit: int, after: ListPlace | None, meant: Meant | None
    ) -> list[ListPlace]:
        """Return customers with an order, along the index of the figure."""
        totals = customer_totals
        figure = totals.c[sorting.by.value]
        query = select(totals.c.contact, figure.label("figure")).where(
            self._tx.owns(totals),
            _ORDERED,
            is_customer(self._tx.holdings, self._tx.business, totals.c.contact),
        )
        if meant is not None:
            theirs = and_(self._tx.owns(contacts), contacts.c.id == totals.c.contact, meant)
            one: Select[Any] = select(literal_column("1")).select_from(contacts).where(theirs)
            query = query.where(one.correlate(totals).exists())
        if after is not None:
            here = tuple_(literal(after.figure, figure.type), literal(after.contact, totals.c.contact.type))
            place = tuple_(figure, totals.c.contact)
            query = query.where(place < here if sorting.down else place > here)
        order = (figure.desc(), totals.c.contact.desc()) if sorting.down else (figure, totals.c.contact)
        return [ListPlace(row.contact, row.figure) for row in await self._tx.rows(query.order_by(*order).limit(limit))]

    async def _list_unranked(
        self, sorting: Sorting, limit: int, after: ListPlace | None, meant: Meant | None
    ) -> list[ListPlace]:
        """Return customers without an order, by their ids."""
        totals = customer_totals
        theirs = and_(self._tx.owns(totals), totals.c.contact == contacts.c.id, _ORDERED)
        ordered = select(literal_column("1")).select_from(totals).where(theirs).correlate(contacts).exists()
        return await self._list_plain(sorting, limit, after, [meant, ~ordered])

    async def _list_plain(
        self, sorting: Sorting, limit: int, after: ListPlace | None, conditions: list[ColumnElement[bool] | None]
    ) -> list[ListPlace]:
        who = contacts.c.id
        query = self._select_living(*(one for one in conditions if one is not None))
        if after is not None:
            query = query.where(who < after.contact if sorting.down else who > after.contact)
        rows = await self._tx.rows(query.order_by(who.desc() if sorting.down else who).limit(limit))
        return [ListPlace(row.id) for row in rows]

    def _select_living(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        who = match_customers(self._tx.holdings, self._tx.business)
        return select(contacts.c.id).where(self._tx.owns(contacts), *who, *conditions)
