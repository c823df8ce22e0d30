"""Short links, and the visits to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from storage.schema import clicks, links
from storage.sql.repository import Repository, read_record
from storage.sql.transaction import Transaction
from storage.store.customer_totals import add_counts

EXAMPLE = "abc1234"
"""The code in example texts, which belongs to no link."""


@dataclass(frozen=True, slots=True)
class Link:
    """One URL for one recipient."""

    business: str
    code: str
    url: str
    message: UUID
    contact: UUID | None
    created_at: datetime | None = None


class Links(Repository):
    """The short links of one business and the visits to them."""

    async def add_all(self, wanted: Sequence[Link], now: datetime) -> set[UUID]:
        """Add many links; return the messages with a link now. The others' codes were taken."""
        if not wanted:
            return set()
        rows = [
            {"business": self._tx.business, "code": one.code, "url": one.url, "message": one.message}
            | {"contact": one.contact, "created_at": now}
            for one in wanted
        ]
        await self._tx.connection.execute(self._tx.make_insert(links).on_conflict_do_nothing(), rows)
        codes = [one.code for one in wanted]
        query = select(links.c.code, links.c.message).where(self._tx.owns(links), links.c.code.in_(codes))
        holders = {row.code: row.message for row in await self._tx.rows(query)}
        return {one.message for one in wanted if holders.get(one.code) == one.message}

    async def get(self, code: str) -> Link | None:
        """Return the link of this business with that code."""
        return await self._tx.fetch(select(links).where(self._tx.owns(links), links.c.code == code), _link)

    async def visit(self, link: Link, at: datetime, *, robot: bool) -> None:
        """Record a visit by a person or a preview. The caller holds the link's person, who was not merged."""
        values = {"code": link.code, "contact": link.contact, "message": link.message}
        await self._tx.add(clicks, id=self._tx.ids.make(), at=at, robot=robot, **values)
        if link.contact is not None and not robot:
            await add_counts(self._tx, "clicks", {(link.business, link.contact): (1, at)})

    async def clicks_of(self, contact: UUID, since: datetime) -> list[tuple[UUID, datetime]]:
        """Return the messages whose links a person opened since then, with the moment, newest first."""
        query = select(clicks.c.message, clicks.c.at).where(
            self._tx.owns(clicks), clicks.c.contact == contact, clicks.c.robot.is_(False), clicks.c.at >= since
        )
        return [(row.message, row.at) for row in await self._tx.rows(query.order_by(clicks.c.at.desc()))]

    async def find_clicked_at(self, message: UUID) -> datetime | None:
        """Return when a person first opened a link of that message."""
        query = select(clicks.c.at).where(self._tx.owns(clicks), clicks.c.message == message, clicks.c.robot.is_(False))
        return await self._tx.value_of(datetime, query.order_by(clicks.c.at).limit(1))


async def find_link(tx: Transaction, code: str) -> Link | None:
    """Return the link with that code, of any business."""
    return await tx.fetch(select(links).where(links.c.code == code), _link)


def _link(row: Any) -> Link:
    return read_record(Link, row)
