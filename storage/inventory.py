"""What shops said that they hold: the latest word for each shop, product and size, with its age."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from storage import bulk
from storage.schema import inventory, shops
from storage.transaction import Transaction


class Source(StrEnum):
    """How a shop's stock became known."""

    SAID = "said"  # in chat: "tiger shorts L 5"
    LIST = "list"  # a file, or the API
    REPLY = "reply"  # what it answered to a request


@dataclass(frozen=True, slots=True)
class Stated:
    """So many pieces at a shop, as of that moment; ``price`` is what the shop asks for one, in micro-units."""

    shop: UUID
    product: UUID
    size: str
    quantity: int
    as_of: datetime
    source: Source = Source.SAID
    price: int | None = None


_COLUMNS = Stated.__slots__
_KEY = ("shop", "product", "size")


class Inventory:
    """What the shops of one business hold."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    async def at(self, shop: UUID) -> list[Stated]:
        """Everything that a shop stated."""
        return await self._select(inventory.c.shop == shop)

    async def of(self, products: Collection[UUID]) -> list[Stated]:
        """What shops stated of these products; removed shops are left out."""
        keys = [(self._tx.business, product) for product in dict.fromkeys(products)]
        found = await bulk.find(self._tx, inventory, ("business", "product"), keys, _COLUMNS)
        gone = await self._removed() if found else set()
        return [_stated(row) for row in found if row[0] not in gone]

    async def put(self, stated: Sequence[Stated]) -> None:
        """Take over what shops say; what is older than what is known changes nothing."""
        if not stated:
            return
        insert = self._tx.insert(inventory)
        told = {name: insert.excluded[name] for name in ("quantity", "price", "as_of", "source")}
        newer = inventory.c.as_of <= insert.excluded.as_of
        statement = insert.on_conflict_do_update(index_elements=["business", *_KEY], set_=told, where=newer)
        rows = [{"business": self._tx.business, **dict(zip(_COLUMNS, _row(one), strict=True))} for one in stated]
        await self._tx.connection.execute(statement, rows)

    async def replace(self, shop: UUID, stated: Sequence[Stated]) -> None:
        """A shop's whole list: what it does not name any more is gone."""
        kept = {_key(one) for one in stated}
        gone = [(self._tx.business, *_key(one)) for one in await self.at(shop) if _key(one) not in kept]
        await bulk.remove(self._tx, inventory, ("business", *_KEY), gone)
        await self.put(stated)

    async def take_back(self, pairs: Sequence[tuple[Stated, Stated | None]]) -> list[tuple[Stated, Stated | None]]:
        """Each that still stands as it was stated becomes what it was before, None for not known; returns those."""
        stands = {_key(one): one for one in await self.at(pairs[0][0].shop)} if pairs else {}
        taken = [pair for pair in pairs if stands.get(_key(pair[0])) == pair[0]]
        await bulk.remove(
            self._tx, inventory, ("business", *_KEY), [(self._tx.business, *_key(one)) for one, _ in taken]
        )
        await self.put([known for _, known in taken if known is not None])
        return taken

    async def _removed(self) -> set[UUID]:
        rows = await self._tx.rows(select(shops.c.id).where(self._tx.mine(shops), shops.c.removed_at.is_not(None)))
        return {row.id for row in rows}

    async def _select(self, *conditions: Any) -> list[Stated]:
        here = and_(self._tx.mine(inventory), *conditions)
        query = select(*(inventory.c[name] for name in _COLUMNS)).where(here)
        rows = await self._tx.rows(query.order_by(inventory.c.product, inventory.c.size))
        return [_stated(row) for row in rows]


def _key(stated: Stated) -> tuple[UUID, UUID, str]:
    return stated.shop, stated.product, stated.size


def _row(stated: Stated) -> tuple[Any, ...]:
    return tuple(getattr(stated, name) for name in _COLUMNS)


def _stated(row: Sequence[Any]) -> Stated:
    shop, product, size, quantity, as_of, source, price = row
    return Stated(shop, product, size, quantity, as_of, Source(source), price)
