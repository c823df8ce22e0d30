"""Short links, the visits to them, discount codes, and the one reason for which an order counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select, update

from storage.schema import attributions, clicks, discounts, links
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Link:
    """One URL for one recipient."""

    business: str
    code: str
    url: str
    message: UUID
    contact: UUID | None


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


class Links:
    """The short links of one business and who opened them."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    async def add(self, code: str, url: str, message: UUID, contact: UUID | None, now: datetime) -> bool:
        """Make a link; False when the code is taken already, by this message or another."""
        return await self._tx.add_new(links, code=code, url=url, message=message, contact=contact, created_at=now)

    async def get(self, code: str) -> Link | None:
        """The link of this business with that code."""
        row = await self._tx.row(select(links).where(self._tx.mine(links), links.c.code == code))
        return None if row is None else _link(row)

    async def visit(self, link: Link, at: datetime, *, robot: bool) -> None:
        """Somebody, or a preview, opened it."""
        values = {"code": link.code, "contact": link.contact, "message": link.message}
        await self._tx.add(clicks, id=self._tx.ids.new(), at=at, robot=robot, **values)

    async def clicks_of(self, contact: UUID, since: datetime) -> list[tuple[UUID, datetime]]:
        """The messages whose links a person opened since then, with the moment, newest first."""
        query = select(clicks.c.message, clicks.c.at).where(
            self._tx.mine(clicks), clicks.c.contact == contact, clicks.c.robot.is_(False), clicks.c.at >= since
        )
        return [(row.message, row.at) for row in await self._tx.rows(query.order_by(clicks.c.at.desc()))]

    async def clicked_at(self, message: UUID) -> datetime | None:
        """When a person first opened a link of that message."""
        query = select(clicks.c.at).where(self._tx.mine(clicks), clicks.c.message == message, clicks.c.robot.is_(False))
        row = await self._tx.row(query.order_by(clicks.c.at).limit(1))
        return None if row is None else row.at


class Discounts:
    """The discount codes of one business."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    async def add(self, code: DiscountCode) -> bool:
        """Keep a code that is being asked for; False when it is there already."""
        return await self._tx.add_new(discounts, **{name: getattr(code, name) for name in DiscountCode.__slots__})

    async def set_status(self, code: str, status: str, order: UUID | None = None) -> None:
        """Where a code stands: asked, created, failed, used."""
        here = and_(self._tx.mine(discounts), discounts.c.code == code)
        await self._tx.run(update(discounts).where(here).values(status=status, order=order))

    async def latest_of(self, contact: UUID) -> DiscountCode | None:
        """The newest code of a person that was not a failure."""
        query = select(discounts).where(
            self._tx.mine(discounts), discounts.c.contact == contact, discounts.c.status != "failed"
        )
        row = await self._tx.row(query.order_by(discounts.c.created_at.desc()).limit(1))
        return None if row is None else _code(row)

    async def of(self, contact: UUID, since: datetime) -> list[DiscountCode]:
        """A person's codes asked for since then, oldest first, without failures."""
        mine = and_(self._tx.mine(discounts), discounts.c.contact == contact, discounts.c.status != "failed")
        query = select(discounts).where(mine, discounts.c.created_at > since).order_by(discounts.c.created_at)
        return [_code(row) for row in await self._tx.rows(query)]

    async def find(self, codes: Sequence[str]) -> list[DiscountCode]:
        """Those of the codes that are ours, whatever their case."""
        wanted = [code.upper() for code in codes]
        query = select(discounts).where(self._tx.mine(discounts), discounts.c.code.in_(wanted))
        return [_code(row) for row in await self._tx.rows(query)]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Why an order counts: its code, that checkout after a delivered message, or a click."""

    order: UUID
    reason: str
    message: UUID
    contact: UUID | None
    step: int | None
    at: datetime


class Attributions:
    """The orders of one business that count as recovered, each once and for one reason."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    async def add(self, attribution: Attribution) -> bool:
        """Count an order; False when it counts already."""
        values = {name: getattr(attribution, name) for name in Attribution.__slots__}
        return await self._tx.add_new(attributions, **values)

    async def of_message(self, message: UUID) -> Attribution | None:
        """The order that counts for that message."""
        query = select(attributions).where(self._tx.mine(attributions), attributions.c.message == message)
        row = await self._tx.row(query.limit(1))
        return None if row is None else _attribution(row)


async def find_link(tx: Transaction, code: str) -> Link | None:
    """The link with that code, whichever business it belongs to."""
    row = await tx.row(select(links).where(links.c.code == code))
    return None if row is None else _link(row)


def _link(row: Any) -> Link:
    return Link(row.business, row.code, row.url, row.message, row.contact)


def _code(row: Any) -> DiscountCode:
    return DiscountCode(row.id, row.code, row.contact, row.run, row.percent, row.status, row.created_at, row.expires_at)


def _attribution(row: Any) -> Attribution:
    return Attribution(row.order, row.reason, row.message, row.contact, row.step, row.at)
