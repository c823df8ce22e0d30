"""The names that a business's own data has: brands and categories bought, marks, cities, sources, places visited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Select, Table, func, literal_column, select

from storage.repository import Repository
from storage.schema import contacts, customer_tags, order_lines, returns, visits

MOST = 300
"""Names of one kind: nobody types from a longer list."""


@dataclass(frozen=True, slots=True)
class OwnNames:
    """Names of each kind, as they are compared (``flows.folding``)."""

    brands: Sequence[str]
    categories: Sequence[str]
    tags: Sequence[str]
    cities: Sequence[str]
    sources: Sequence[str]
    visited: Sequence[str]


class KnownNames(Repository):
    """The names in one business's data."""

    async def all(self) -> OwnNames:
        """Up to MOST of each kind, in the order of the alphabet."""
        return OwnNames(
            await self._by_index(order_lines, order_lines.c.brand),
            await self._by_index(order_lines, order_lines.c.category),
            await self._by_index(customer_tags, customer_tags.c.tag),
            await self._each(returns, returns.c.city),
            await self._each(contacts, contacts.c.acquired_from),
            await self._each(visits, visits.c.place),
        )

    async def _by_index(self, table: Table, column: Column[str]) -> Sequence[str]:
        """One step of an index for each name, however many rows have it
        (https://wiki.postgresql.org/wiki/Loose_indexscan)."""
        mine = self._tx.mine(table)
        first: Select[str | None] = select(func.min(column).label("name")).where(mine)
        found = first.cte("found", recursive=True)
        after = select(func.min(column)).where(mine, column > found.c.name).scalar_subquery()
        found = found.union_all(select(after).where(found.c.name.is_not(None)))
        rows = await self._tx.rows(select(found.c.name).where(found.c.name.is_not(None)).limit(MOST))
        return [row.name for row in rows if row.name]

    async def _each(self, table: Table, column: Column[str]) -> Sequence[str]:
        named = select(column.label("name")).where(self._tx.mine(table), column.is_not(None), column != "")
        rows = await self._tx.rows(named.distinct().order_by(literal_column("name")).limit(MOST))
        return [row.name for row in rows]
