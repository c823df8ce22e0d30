"""Shops' latest answers: the record for choosing shops, also shown to owners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from flows.sourcing.shop_ask import Says
from storage.schema import stock_asks
from storage.sql.repository import Repository

LATELY = 20
"""The number of a shop's last requests that describe it now."""
_GOOD = frozenset({Says.YES.value, Says.PART.value, Says.LATER.value})
_COUNTS = frozenset({*_GOOD, Says.NO.value, Says.SILENT.value, Says.TAKEN_BACK.value})


@dataclass(frozen=True, slots=True)
class ShopRecord:
    """A shop's last requests: how many had something in the answer, and how fast; spared ones do not count."""

    asked: int = 0
    yes: int = 0
    silent: int = 0
    median_reply: timedelta | None = None
    last: tuple[str, ...] = ()


class ShopRecords(Repository):
    """The answer records of one business's shops."""

    async def load_records(self, which: Collection[UUID], since: datetime) -> dict[UUID, ShopRecord]:
        """Return the records of these shops since a moment, each of a limited number of requests."""
        if not which:
            return {}
        newest = func.row_number().over(partition_by=stock_asks.c.shop, order_by=stock_asks.c.asked_at.desc())
        columns = (stock_asks.c.shop, stock_asks.c.says, stock_asks.c.asked_at, stock_asks.c.answered_at)
        here = (self._tx.owns(stock_asks), stock_asks.c.shop.in_(which), stock_asks.c.asked_at >= since)
        asked = select(*columns, newest.label("place")).where(*here, stock_asks.c.says.in_(_COUNTS)).subquery()
        rows = await self._tx.rows(select(asked).where(asked.c.place <= LATELY).order_by(asked.c.place))
        found: dict[UUID, list[Any]] = defaultdict(list)
        for row in rows:
            found[row.shop].append(row)
        return {shop: _record(theirs) for shop, theirs in found.items()}


def _record(rows: list[Any]) -> ShopRecord:
    replies = [row.answered_at - row.asked_at for row in rows if row.answered_at is not None]
    says = tuple(row.says for row in rows)
    middle = timedelta(seconds=median(reply.total_seconds() for reply in replies)) if replies else None
    return ShopRecord(len(rows), sum(one in _GOOD for one in says), says.count(Says.SILENT.value), middle, says[:5])
