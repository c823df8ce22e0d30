"""Our own stock, by product and size: the pieces, and those held for orders."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Update, and_, case, or_, select, update

from flows.sourcing.order_line import MOST_PIECES
from storage.schema import products, stocks
from storage.sql import bulk_statements
from storage.sql.repository import Repository

_COLUMNS = ("product", "size", "count", "held", "low_water", "stated", "as_of", "alerted_at")
_KEY = ("business", "product", "size")


@dataclass(frozen=True, slots=True)
class Stock:
    """One size of one product. ``stated`` is the figure of the business file, None if it never named one."""

    product: UUID
    size: str
    count: int
    held: int
    low_water: int | None
    stated: int | None
    as_of: datetime
    alerted_at: datetime | None = None

    @property
    def free(self) -> int:
        """Return the unpromised pieces."""
        return max(0, self.count - self.held)

    @property
    def to_twice_the_mark(self) -> int:
        """Return the pieces that bring the free ones to twice the low-water mark, from 1 to 999; 0 without a mark.

        So the remainder at the mark equals the sales from one refill to the next.
        """
        return 0 if self.low_water is None else min(max(2 * self.low_water - self.free, 1), MOST_PIECES)

    def set_mark(self, mark: int | None) -> Stock:
        """Return the stock with another low-water mark; above the mark the next fall causes an alert."""
        low = mark is not None and self.free <= mark
        return replace(self, low_water=mark, alerted_at=self.alerted_at if low else None)


class Stocks(Repository):
    """The own stock of one business. One conditional update takes each piece, so never twice."""

    async def get(self, product: UUID, size: str) -> Stock | None:
        """Return the stock of one size; None if it was never stated."""
        return (await self.find_stocks([product])).get((product, size))

    async def find_stocks(self, which: Collection[UUID]) -> dict[tuple[UUID, str], Stock]:
        """Return the stock of these products, by product and size."""
        keys = [(self._tx.business, product) for product in dict.fromkeys(which)]
        found = [Stock(*row) for row in await bulk_statements.find(self._tx, stocks, _KEY[:2], keys, _COLUMNS)]
        return {(one.product, one.size): one for one in found}

    async def all(self) -> dict[tuple[UUID, str], Stock]:
        """Return every stock, by product and size."""
        rows = await self._tx.rows(select(*(stocks.c[name] for name in _COLUMNS)).where(self._tx.owns(stocks)))
        return {(row.product, row.size): Stock(*tuple(row)) for row in rows}

    async def take(self, product: UUID, size: str, quantity: int) -> bool:
        """Reserve ``quantity`` free pieces for an order; return False, and reserve nothing, if there are fewer."""
        enough = stocks.c.count - stocks.c.held >= quantity
        return await self._run(self._update_one(product, size, enough).values(held=stocks.c.held + quantity))

    async def give_back(self, product: UUID, size: str, quantity: int) -> bool:
        """Release held pieces; return False if fewer were held."""
        held = stocks.c.held >= quantity
        return await self._run(self._update_one(product, size, held).values(held=stocks.c.held - quantity))

    async def use(self, product: UUID, size: str, quantity: int) -> bool:
        """Remove reserved pieces that left; return False if fewer were reserved.

        The count never falls below zero: somebody may have counted after the pieces were put aside.
        """
        held = stocks.c.held >= quantity
        left = case((stocks.c.count >= quantity, stocks.c.count - quantity), else_=0)
        return await self._run(self._update_one(product, size, held).values(count=left, held=stocks.c.held - quantity))

    async def refill(self, product: UUID, size: str, quantity: int, now: datetime) -> None:
        """Add pieces to the stock in one statement, safe against concurrent takers."""
        more = stocks.c.count + quantity
        changed = self._update_one(product, size).values(count=more, as_of=now, alerted_at=_clear_unless_low(more))
        if not await self._run(changed):
            fresh = await self._tx.add_new(stocks, product=product, size=size, count=quantity, as_of=now)
            if not fresh:  # somebody else was quicker to state the first figure
                await self._run(changed)

    async def put_stated(self, changed: Sequence[Stock]) -> None:
        """Set the business file's changed counts. ``changed`` holds only rows that differ from the last file.

        Held pieces stay, because an order may take one meanwhile.
        """
        names = ("count", "low_water", "stated", "as_of", "alerted_at")
        rows = [
            (one.count, one.low_water, one.stated, one.as_of, one.alerted_at, self._tx.business, one.product, one.size)
            for one in changed
        ]
        await bulk_statements.change(self._tx, stocks, _KEY, names, rows)

    async def watch(self, changed: Sequence[Stock]) -> None:
        """Set the low-stock limits of these products; counts stay."""
        rows = [(one.low_water, one.alerted_at, self._tx.business, one.product, one.size) for one in changed]
        await bulk_statements.change(self._tx, stocks, _KEY, ("low_water", "alerted_at"), rows)

    async def add(self, fresh: Sequence[Stock]) -> None:
        """Add rows of new stock."""
        rows = [(self._tx.business, *(getattr(one, name) for name in _COLUMNS)) for one in fresh]
        await bulk_statements.insert(self._tx, stocks, ("business", *_COLUMNS), rows)

    async def list_running_low(self, most: int = 100) -> list[Stock]:
        """Return stock at its low-water mark without an alert; only of products on sale."""
        low = stocks.c.count - stocks.c.held <= stocks.c.low_water
        sold = and_(products.c.business == stocks.c.business, products.c.id == stocks.c.product)
        query = select(*(stocks.c[name] for name in _COLUMNS)).join(products, sold)
        here = and_(self._tx.owns(stocks), stocks.c.alerted_at.is_(None), low, products.c.removed_at.is_(None))
        rows = await self._tx.rows(query.where(here).order_by(products.c.sku, stocks.c.size).limit(most))
        return [Stock(*tuple(row)) for row in rows]

    async def note_alert(self, product: UUID, size: str, now: datetime) -> bool:
        """Note the low-stock alert to the staff; return False if it was sent before."""
        return await self._run(self._update_one(product, size, stocks.c.alerted_at.is_(None)).values(alerted_at=now))

    def _update_one(self, product: UUID, size: str, *conditions: ColumnElement[bool]) -> Update:
        here = and_(self._tx.owns(stocks), stocks.c.product == product, stocks.c.size == size)
        return update(stocks).where(here, *conditions)

    async def _run(self, changed: Update) -> bool:
        return await self._tx.run(changed) == 1


def _clear_unless_low(count: int | ColumnElement[int]) -> Any:
    """Return the alert mark, cleared above the low-water mark so that the next fall causes an alert again."""
    low = or_(stocks.c.low_water.is_(None), count - stocks.c.held > stocks.c.low_water)
    return case((low, None), else_=stocks.c.alerted_at)
