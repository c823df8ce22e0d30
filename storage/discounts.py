"""Discount codes: unique, single-use, each made for one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select, update

from storage.repository import Repository, as_read, as_written
from storage.schema import discounts
from storage.totals import DISCOUNTS, Totals


@dataclass(frozen=True, slots=True)
class DiscountCode:
    """A unique single-use code, made for one person."""

    id: UUID
    code: str
    contact: UUID
    run: UUID | None
    percent: int
    status: str
    created_at: datetime
    expires_at: datetime


class Discounts(Repository):
    """The discount codes of one business."""

    async def add(self, code: DiscountCode) -> bool:
        """Keep a code that is being asked for; False when it is there already."""
        return await self._tx.add_new(discounts, **as_written(code))

    async def set_status(self, code: str, status: str, order: UUID | None = None) -> None:
        """Where a code stands: asked, created, failed, used."""
        here = update(discounts).where(self._tx.mine(discounts), discounts.c.code == code)
        rows = await self._tx.rows(here.values(status=status, order=order).returning(discounts.c.contact))
        await Totals(self._tx).recount([row.contact for row in rows], DISCOUNTS)

    async def latest_of(self, contact: UUID) -> DiscountCode | None:
        """The newest code of a person that was not a failure."""
        query = select(discounts).where(
            self._tx.mine(discounts), discounts.c.contact == contact, discounts.c.status != "failed"
        )
        return await self._tx.first(query.order_by(discounts.c.created_at.desc()).limit(1), _code)

    async def of(self, contact: UUID, since: datetime) -> list[DiscountCode]:
        """A person's codes asked for since then, oldest first, without failures."""
        mine = and_(self._tx.mine(discounts), discounts.c.contact == contact, discounts.c.status != "failed")
        query = select(discounts).where(mine, discounts.c.created_at > since).order_by(discounts.c.created_at)
        return [_code(row) for row in await self._tx.rows(query)]

    async def by_codes(self, codes: Sequence[str]) -> list[DiscountCode]:
        """The codes that are ours, in whatever case."""
        wanted = [code.upper() for code in codes]
        query = select(discounts).where(self._tx.mine(discounts), discounts.c.code.in_(wanted))
        return [_code(row) for row in await self._tx.rows(query)]


def _code(row: Any) -> DiscountCode:
    return as_read(DiscountCode, row)
