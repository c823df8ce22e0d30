"""The shops' stated stock: the latest word for each shop, product and size, with its age."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select

from flows.sourcing.order_line import PromiseState
from storage.schema import inventory, promises, shops
from storage.sql import bulk_statements
from storage.sql.repository import Repository


class StockSource(StrEnum):
    """The source of a shop's stock."""

    SAID = "said"  # in chat: "tiger shorts L 5"
    LIST = "list"  # a file, or the API
    REPLY = "reply"  # its answer to a request


@dataclass(frozen=True, slots=True)
class Stated:
    """Pieces at a shop, as of that moment; ``price`` is the shop's per piece, in micro-units.

    ``taken`` pieces are not available. They include pieces kept for our orders, of any promise date, because a count
    covers everything in the shop; and pieces handed over since the count. ``kept`` are those that the shop keeps.
    """

    shop: UUID
    product: UUID
    size: str
    quantity: int
    as_of: datetime
    source: StockSource = StockSource.SAID
    price: int | None = None
    taken: int = field(default=0, compare=False)
    kept: int = field(default=0, compare=False)

    @property
    def free(self) -> int:
        """Return the unpromised pieces."""
        return max(self.quantity - self.taken, 0)

    @property
    def there(self) -> int:
        """Return the pieces in the shop, without those handed over since the count."""
        return max(self.quantity - (self.taken - self.kept), 0)


_COLUMNS = ("shop", "product", "size", "quantity", "as_of", "source", "price")
_KEY = ("shop", "product", "size")
_AT_ONCE = 500  # products of one query: each is a parameter, and databases limit them


class ShopInventory(Repository):
    """The stock of one business's shops."""

    async def list_by_shop(self, shop: UUID) -> list[Stated]:
        """Return all statements of a shop."""
        return await self._subtract_taken(await self._list_stated(shop), [inventory.c.shop == shop])

    async def of(self, products: Collection[UUID], shops: Collection[UUID] | None = None) -> list[Stated]:
        """Return shops' statements, or only those of ``shops``, about these products; removed shops are left out."""
        names: bulk_statements.Names = ("business", "product")
        keys: list[bulk_statements.Row] = [(self._tx.business, one) for one in dict.fromkeys(products)]
        if shops is not None:
            names, keys = (*names, "shop"), [(*key, shop) for key in keys for shop in dict.fromkeys(shops)]
        found = await bulk_statements.find(self._tx, inventory, names, keys, _COLUMNS)
        gone = await self._list_removed() if found else set()
        kept = [_read_stated(row) for row in found if row[0] not in gone]
        return await self._subtract_taken(kept, _portions({one.product for one in kept if one.quantity}, shops))

    async def put(self, stated: Sequence[Stated]) -> None:
        """Store the shops' statements; one older than the stored one has no effect."""
        if not stated:
            return
        insert = self._tx.make_insert(inventory)
        told = {name: insert.excluded[name] for name in ("quantity", "price", "as_of", "source")}
        newer = inventory.c.as_of <= insert.excluded.as_of
        statement = insert.on_conflict_do_update(index_elements=["business", *_KEY], set_=told, where=newer)
        rows = [{"business": self._tx.business, **dict(zip(_COLUMNS, _row(one), strict=True))} for one in stated]
        await self._tx.connection.execute(statement, rows)

    async def take_word_back(self, shop: UUID, product: UUID, size: str, now: datetime) -> None:
        """Drop a shop's wrong answer to a request: the answered stock is gone; the shop's own count stays."""
        await self._tx.change_all(inventory, *_match_answered(shop, product, size), quantity=0, as_of=now)

    async def forget_no(self, shop: UUID, product: UUID, size: str) -> None:
        """Drop a shop's no to a request: its stock is unknown; its own count stays."""
        await self._tx.remove(inventory, *_match_answered(shop, product, size))

    async def replace(self, shop: UUID, stated: Sequence[Stated]) -> None:
        """Replace a shop's whole list; unnamed entries are deleted."""
        kept = {_key(one) for one in stated}
        gone = [(self._tx.business, *_key(one)) for one in await self._list_stated(shop) if _key(one) not in kept]
        await bulk_statements.remove(self._tx, inventory, ("business", *_KEY), gone)
        await self.put(stated)

    async def take_back(self, pairs: Sequence[tuple[Stated, Stated | None]]) -> list[tuple[Stated, Stated | None]]:
        """Undo the statements that are still current: each becomes the one before, None for unknown. Return these."""
        stands = {_key(one): one for one in await self._list_stated(pairs[0][0].shop)} if pairs else {}
        taken = [pair for pair in pairs if stands.get(_key(pair[0])) == pair[0]]
        await bulk_statements.remove(
            self._tx, inventory, ("business", *_KEY), [(self._tx.business, *_key(one)) for one, _ in taken]
        )
        await self.put([known for _, known in taken if known is not None])
        return taken

    async def _subtract_taken(self, found: list[Stated], portions: Iterable[ColumnElement[bool]]) -> list[Stated]:
        """Return each with its taken pieces, summed by the database from the promises of these ``portions``.

        Promises change with their order, at once. A piece fetched at the very moment of a count may be in it or not: it
        is not offered again.
        """
        taken = dict[tuple[UUID, UUID, str], tuple[int, int]]()
        for which in portions if found else ():
            rows = await self._tx.rows(_select_taken(and_(self._tx.owns(inventory), which)))
            taken |= {(row.shop, row.product, row.size): (int(row.kept), int(row.fetched)) for row in rows}
        counts = [(one, *taken.get(_key(one), (0, 0))) for one in found]
        return [replace(one, taken=kept + fetched, kept=kept) for one, kept, fetched in counts]

    async def _list_removed(self) -> set[UUID]:
        rows = await self._tx.rows(select(shops.c.id).where(self._tx.owns(shops), shops.c.removed_at.is_not(None)))
        return {row.id for row in rows}

    async def _list_stated(self, shop: UUID) -> list[Stated]:
        """Return the statements of a shop, before pieces are subtracted."""
        here = and_(self._tx.owns(inventory), inventory.c.shop == shop)
        query = select(*(inventory.c[name] for name in _COLUMNS)).where(here)
        return [_read_stated(row) for row in await self._tx.rows(query.order_by(inventory.c.product, inventory.c.size))]


def _match_answered(*key: UUID | str) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on a shop's answer about a product's size."""
    yield from (inventory.c[name] == value for name, value in zip(_KEY, key, strict=True))
    yield inventory.c.source == StockSource.REPLY.value


def _portions(products: Collection[UUID], shops: Collection[UUID] | None) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on rows of these products, and of these ``shops`` if named, in portions."""
    theirs = () if shops is None else (inventory.c.shop.in_(shops),)
    for some in bulk_statements.split_portions(list(products), _AT_ONCE):
        yield and_(inventory.c.product.in_(some), *theirs)


def _select_taken(which: ColumnElement[bool]) -> Select[Any]:
    """Select two sums of pieces for each count: those kept, and those fetched since the count. The index finds both;
    joined, databases begin with all pieces ever promised by a shop.
    """
    held = promises.c.stand == PromiseState.HELD.value
    fetched = and_(promises.c.stand == PromiseState.PICKED.value, promises.c.at >= inventory.c.as_of)
    keys = (inventory.c[name] for name in _KEY)
    query = select(*keys, _pieces(held).label("kept"), _pieces(fetched).label("fetched"))
    return query.where(which, inventory.c.quantity > 0)


def _pieces(which: ColumnElement[bool]) -> ColumnElement[int]:
    """Return the number of pieces promised for an inventory row."""
    of = and_(promises.c.business == inventory.c.business, *(promises.c[name] == inventory.c[name] for name in _KEY))
    return select(func.coalesce(func.sum(promises.c.quantity), 0)).where(of, which).scalar_subquery()


def _key(stated: Stated) -> tuple[UUID, UUID, str]:
    return stated.shop, stated.product, stated.size


def _row(stated: Stated) -> tuple[Any, ...]:
    return tuple(getattr(stated, name) for name in _COLUMNS)


def _read_stated(row: Sequence[Any]) -> Stated:
    shop, product, size, quantity, as_of, source, price = row
    return Stated(shop, product, size, quantity, as_of, StockSource(source), price)
