"""Progress of customers in the loyalty programmes of their shop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from flows.name_folding import fold_name
from storage.schema import loyalty
from storage.sql.repository import Repository
from storage.sql.statements import owns

_ONE = 1_000_000  # amounts are kept in millionths
_KEYS = ("contact", "programme")
_OF_ALL = (
    select(loyalty)
    .where(owns(loyalty), loyalty.c.contact.in_(bindparam("people", expanding=True)))
    .order_by(loyalty.c.contact, loyalty.c.programme)
)


@dataclass(frozen=True, slots=True)
class Progress:
    """A customer's position in a ``programme``: ``progress`` of ``goal``, as of ``at``."""

    programme: str
    progress: Decimal
    goal: Decimal
    reward: str
    reward_expires: datetime | None
    at: datetime


class Loyalty(Repository):
    """The progress of one business's customers."""

    async def put(self, contact: UUID, news: Progress) -> bool:
        """Store a customer's position; return False if a newer one in that programme is stored."""
        programme = fold_name(news.programme)
        row = await self._tx.row(self._theirs(contact).where(loyalty.c.programme == programme))
        if row is not None and row.at > news.at:
            return False
        amounts = {"progress": int(news.progress * _ONE), "goal": int(news.goal * _ONE)}
        told = {"reward": news.reward, "reward_expires": news.reward_expires, "at": news.at}
        named = {"contact": contact, "programme": programme, "written": news.programme}
        await self._tx.put(loyalty, _KEYS, **named, **amounts, **told)
        return True

    async def list_progress(self, contact: UUID) -> list[Progress]:
        """Return a customer's position in each programme."""
        return [_progress_of(row) for row in await self._tx.rows(self._theirs(contact).order_by(loyalty.c.programme))]

    async def find_progress(self, people: Sequence[UUID]) -> Mapping[UUID, Sequence[Progress]]:
        """Return these people's positions in each programme."""
        found: dict[UUID, list[Progress]] = defaultdict(list)
        for row in await self._tx.rows(_OF_ALL, people=people):
            found[row.contact].append(_progress_of(row))
        return found

    async def merge(self, contact: UUID, into: UUID) -> None:
        """Merge two customers: the newest position in each programme wins."""
        for one in await self.list_progress(contact):
            await self.put(into, one)
        await self._tx.remove(loyalty, loyalty.c.contact == contact)

    def _theirs(self, contact: UUID) -> Select[Any]:
        return select(loyalty).where(self._tx.owns(loyalty), loyalty.c.contact == contact)


def _progress_of(row: Any) -> Progress:
    amounts = Decimal(row.progress) / _ONE, Decimal(row.goal) / _ONE
    return Progress(row.written, *amounts, row.reward, row.reward_expires, row.at)
