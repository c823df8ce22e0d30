"""The names that a business's own data has: brands and categories bought, marks, cities, sources,
places visited, regions, and what its goods are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Select, Table, func, literal_column, select

from storage.schema import contacts, customer_tags, order_lines, places, products, returns, visits
from storage.sql.repository import Repository

MOST = 300
"""Names of one kind: nobody types from a longer list."""
MOST_GOODS = 5_000
"""Goods of the catalogue, and as many of orders."""
NEWEST_LINES = 20_000
"""Lines of the latest orders in which goods are looked up: no index has their titles, and all lines are too many."""


@dataclass(frozen=True, slots=True)
class OwnGoods:
    """The titles and the business's own numbers of its goods, as they are written, in the order of the alphabet."""

    titles: Sequence[str]
    skus: Sequence[str]


@dataclass(frozen=True, slots=True)
class OwnNames:
    """Names of each kind, as they are compared (``flows.name_folding``)."""

    brands: Sequence[str]
    categories: Sequence[str]
    tags: Sequence[str]
    cities: Sequence[str]
    sources: Sequence[str]
    visited: Sequence[str]
    regions: Sequence[str]


class KnownNames(Repository):
    """The names in one business's data."""

    async def all(self) -> OwnNames:
        """Up to MOST of each kind, in the order of the alphabet."""
        return OwnNames(
            await self._by_index(order_lines, order_lines.c.brand),
            await self._by_index(order_lines, order_lines.c.category),
            await self._by_index(customer_tags, customer_tags.c.tag),
            await self._cities(),
            await self._each(contacts, contacts.c.acquired_from),
            await self._each(visits, visits.c.place),
            await self._by_index(places, places.c.region),
        )

    async def goods(self) -> OwnGoods:
        """What is or was in the catalogue, and what the latest orders name, MOST_GOODS of each."""
        listed = select(products.c.title, products.c.sku).where(self._tx.mine(products)).order_by(products.c.id.desc())
        lines = select(order_lines.c.title, order_lines.c.sku).where(self._tx.mine(order_lines))
        newest = lines.order_by(order_lines.c.order.desc()).limit(NEWEST_LINES).subquery()
        ordered = select(newest.c.title, newest.c.sku).distinct()
        rows = [
            *await self._tx.rows(listed.limit(MOST_GOODS)),
            *await self._tx.rows(ordered.order_by(newest.c.title).limit(MOST_GOODS)),
        ]
        titles, skus = {row.title for row in rows}, {row.sku for row in rows}
        return OwnGoods(sorted(titles - {""}), sorted(skus - {""}))

    async def _cities(self) -> Sequence[str]:
        told, sent_back = await self._by_index(contacts, contacts.c.city), await self._each(returns, returns.c.city)
        return sorted({*told, *sent_back})[:MOST]

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
