"""Customers by months: when they came, when they first ordered, and in what later months they ordered again.

A month is given by its beginning, oldest first; a moment belongs to the last month that began before it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, func, literal, select

from storage.identity.personal_tables import match_customers
from storage.schema import contacts, customer_totals, orders
from storage.sql.column_types import Moment
from storage.sql.repository import Repository

SOURCES = 20
"""Sources of customers that are listed apart; the others are one."""


class Cohorts(Repository):
    """The months of one business's customers; ``begins`` are their beginnings."""

    async def count_newcomers(self, begins: Sequence[datetime]) -> list[Counter[str]]:
        """Return, for each month, the number of new customers by their first recorded source; "" for no source."""
        theirs = and_(customer_totals.c.business == contacts.c.business, customer_totals.c.contact == contacts.c.id)
        at = func.coalesce(customer_totals.c.acquired_at, contacts.c.created_at)
        month, source = _month(at, begins).label("month"), func.coalesce(contacts.c.acquired_from, "").label("source")
        who = match_customers(self._tx.holdings, self._tx.business)
        query = select(month, source, func.count().label("many")).select_from(
            contacts.outerjoin(customer_totals, theirs)
        )
        rows = await self._tx.rows(
            query.where(self._tx.owns(contacts), *who, at >= _moment(begins[0])).group_by(month, source)
        )
        found: list[Counter[str]] = [Counter() for _ in begins]
        for row in rows:
            found[row.month][row.source] += row.many
        return found

    async def count_ordered(self, begins: Sequence[datetime]) -> Mapping[int, Mapping[int, int]]:
        """Return, by the month of the first order, how many customers ordered in it and in each later month."""
        theirs = and_(customer_totals.c.business == orders.c.business, customer_totals.c.contact == orders.c.contact)
        first, at = customer_totals.c.first_order_at, orders.c.placed_at
        cohort, month = _month(first, begins).label("cohort"), _month(at, begins).label("month")
        since = _moment(begins[0])
        here = (orders.c.cancelled_at.is_(None), at >= since, first >= since)
        query = select(cohort, month, func.count(orders.c.contact.distinct()).label("many")).select_from(
            orders.join(customer_totals, theirs)
        )
        rows: Sequence[Any] = await self._tx.rows(query.where(self._tx.owns(orders), *here).group_by(cohort, month))
        found: dict[int, dict[int, int]] = defaultdict(dict)
        for row in rows:
            found[row.cohort][row.month] = row.many
        return found


def merge_small_sources(told: Sequence[Counter[str]]) -> list[dict[str, int]]:
    """Return the same by the largest sources, the others together as "other"."""
    total: Counter[str] = sum(told, Counter())
    large = {source for source, _ in total.most_common(SOURCES)}
    found = []
    for month in told:
        named = {source: many for source, many in month.most_common() if source in large}
        rest = sum(month.values()) - sum(named.values())
        found.append(named | ({"other": named.get("other", 0) + rest} if rest else {}))
    return found


def _month(at: ColumnElement[Any], begins: Sequence[datetime], first: int = 0) -> ColumnElement[int]:
    """Return the number of the month, by repeated halving."""
    if len(begins) == 1:
        return literal(first, Integer)
    half = len(begins) // 2
    earlier, later = _month(at, begins[:half], first), _month(at, begins[half:], first + half)
    return case((at < _moment(begins[half]), earlier), else_=later)


def _moment(at: datetime) -> ColumnElement[datetime]:
    return literal(at, Moment)
