"""The names in a business's own data: bought brands and categories, tags, cities, sources, visited places, regions and
titles of goods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Select, Table, func, literal_column, select

from storage.schema import contacts, customer_tags, order_lines, places, products, returns, visits
from storage.sql.repository import Repository

MOST = 300
"""Maximum names of one kind: nobody types a longer list."""
MOST_GOODS = 5_000
"""Maximum goods from the catalogue, and from orders."""
NEWEST_LINES = 20_000
"""The latest order lines searched for goods. Titles have no index, and reading all lines takes too long."""


@dataclass(frozen=True, slots=True)
class OwnGoods:
    """The titles and the business's own numbers of its goods, as written, in alphabetical order."""

    titles: Sequence[str]
    skus: Sequence[str]


@dataclass(frozen=True, slots=True)
class OwnNames:
    """Names of each kind, in the compared form (``flows.name_folding``)."""

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
        """Return up to MOST names of each kind, in alphabetical order."""
        return OwnNames(
            await self._walk_index(order_lines, order_lines.c.brand),
            await self._walk_index(order_lines, order_lines.c.category),
            await self._walk_index(customer_tags, customer_tags.c.tag),
            await self._list_cities(),
            await self._list(contacts, contacts.c.acquired_from),
            await self._list(visits, visits.c.place),
            await self._walk_index(places, places.c.region),
        )

    async def goods(self) -> OwnGoods:
        """Return current and former goods of the catalogue, and goods of the latest orders, MOST_GOODS of each."""
        listed = select(products.c.title, products.c.sku).where(self._tx.owns(products)).order_by(products.c.id.desc())
        lines = select(order_lines.c.title, order_lines.c.sku).where(self._tx.owns(order_lines))
        newest = lines.order_by(order_lines.c.order.desc()).limit(NEWEST_LINES).subquery()
        ordered = select(newest.c.title, newest.c.sku).distinct()
        rows = [
            *await self._tx.rows(listed.limit(MOST_GOODS)),
            *await self._tx.rows(ordered.order_by(newest.c.title).limit(MOST_GOODS)),
        ]
        titles, skus = {row.title for row in rows}, {row.sku for row in rows}
        return OwnGoods(sorted(titles - {""}), sorted(skus - {""}))

    async def _list_cities(self) -> Sequence[str]:
        told, sent_back = await self._walk_index(contacts, contacts.c.city), await self._list(returns, returns.c.city)
        return sorted({*told, *sent_back})[:MOST]

    async def _walk_index(self, table: Table, column: Column[str]) -> Sequence[str]:
        """Return each name by one index step, for any number of rows
        (https://wiki.postgresql.org/wiki/Loose_indexscan).
        """
        mine = self._tx.owns(table)
        first: Select[str | None] = select(func.min(column).label("name")).where(mine)
        found = first.cte("found", recursive=True)
        after = select(func.min(column)).where(mine, column > found.c.name).scalar_subquery()
        found = found.union_all(select(after).where(found.c.name.is_not(None)))
        rows = await self._tx.rows(select(found.c.name).where(found.c.name.is_not(None)).limit(MOST))
        return [row.name for row in rows if row.name]

    async def _list(self, table: Table, column: Column[str]) -> Sequence[str]:
        named = select(column.label("name")).where(self._tx.owns(table), column.is_not(None), column != "")
        return [row.name for row in await self._tx.rows(named.distinct().order_by(literal_column("name")).limit(MOST))]
