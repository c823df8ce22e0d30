"""Earlier returns: whether a person has one, and which size people kept who had returned one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, select

from flows.promotions.size_evidence import is_size_reason
from storage.schema import order_lines, returned_lines, returns
from storage.sql.repository import Repository
from storage.sql.statements import is_one_of

MOST = 500
"""The latest returns that count: more change no suggestion, and cost the decision time."""


class ReturnHistory(Repository):
    """The returns of one business's customers and what they kept afterwards."""

    async def has_other(self, contact: UUID, ref: str) -> bool:
        """Return True if the person has a return besides the one with that id."""
        here = (self._tx.owns(returns), returns.c.contact == contact, returns.c.ref != ref)
        return await self._tx.row(select(returns.c.id).where(*here).limit(1)) is not None

    async def count_kept(self, brand: str, category: str, size: str, fewest: int) -> Mapping[str, int]:
        """Return how many people kept each size by their next order of a brand and category (in compared form, "" for
        any) after they had returned ``size``, as written, because of the size. Empty for fewer than ``fewest`` people.
        """
        since = await self._find_returned(brand, category, size)
        if len(since) < fewest:
            return {}
        return Counter((await self._find_kept(brand, category, since)).values())

    async def _find_returned(self, brand: str, category: str, size: str) -> Mapping[UUID, datetime]:
        """Return the people who returned the size, with the moment of their first return among the latest."""
        line, back = returned_lines.c, returns.c
        here = [self._tx.owns(returned_lines), line.brand == brand, line.size == size]
        here += [line.category == category] if category else []
        joined = returned_lines.join(returns, and_(back.business == line.business, back.id == line.returned))
        query = select(back.contact, back.at, line.reason).select_from(joined).where(*here, back.contact.is_not(None))
        rows = await self._tx.rows(query.order_by(line.returned.desc()).limit(MOST))
        return {row.contact: row.at for row in sorted(rows, key=_at, reverse=True) if is_size_reason(row.reason)}

    async def _find_kept(self, brand: str, category: str, since: Mapping[UUID, datetime]) -> Mapping[UUID, str]:
        """Return the size in each person's first order after the moment, without lines that were returned as well."""
        line = order_lines.c
        here = [self._tx.owns(order_lines), line.brand == brand, line.size != ""]
        here += [line.category == category] if category else []
        again = exists().where(
            self._tx.owns(returns), returns.c.order == line.order,
            returned_lines.c.business == returns.c.business, returned_lines.c.returned == returns.c.id,
            returned_lines.c.brand == line.brand, returned_lines.c.size == line.size,
        )  # fmt: skip
        some = is_one_of(line.contact, since, postgres=self._tx.postgres)
        rows = await self._tx.rows(select(line.contact, line.at, line.size).where(*here, some, ~again))
        after = [row for row in sorted(rows, key=_at, reverse=True) if row.at > since[row.contact]]
        return {row.contact: row.size for row in after}


def _at(row: Any) -> datetime:
    found: datetime = row.at
    return found
