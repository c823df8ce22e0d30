"""Photos of orders: sent in a chat, shown to the order's customer, and taken away with whatever names that person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from storage.schema import photos, reservations
from storage.sql.repository import Repository, as_read, as_written

MOST = 500  # photos that are taken away in one transaction


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG of ``width`` × ``height`` pixels and ``bytes`` bytes. ``run`` is the check that it was sent for.

    ``stored_as`` is its name where photos are kept, None once it is gone from there; a shop sent it, or a member of the
    staff.
    """

    id: UUID
    order: UUID
    run: UUID
    message: UUID
    place: int
    shop: UUID | None
    staff: UUID | None
    sha: str
    width: int
    height: int
    bytes: int
    stored_as: str | None
    created_at: datetime
    shown_at: datetime | None = None
    removed_at: datetime | None = None


class Photos(Repository):
    """The photos of one business."""

    async def add(self, photo: Photo) -> bool:
        """Keep a photo; False when it is known already."""
        return await self._tx.add_new(photos, **as_written(photo))

    async def get(self, photo: UUID) -> Photo | None:
        """The photo with that id, also one that was removed."""
        return next(iter(await self._select(photos.c.id == photo)), None)

    async def of_order(self, order: UUID) -> list[Photo]:
        """Every photo of an order that was not removed, the oldest first."""
        return await self._select(photos.c.order == order, photos.c.removed_at.is_(None))

    async def shown(self, order: UUID) -> list[Photo]:
        """Those that the customer was asked about last, the oldest first."""
        found = [one for one in await self.of_order(order) if one.shown_at is not None]
        newest = max((one.shown_at for one in found if one.shown_at), default=None)
        return [one for one in found if one.shown_at == newest]

    async def sent_with(self, messages: Collection[UUID]) -> set[UUID]:
        """The messages whose photos are kept, or were once."""
        query = select(photos.c.message).where(self._tx.mine(photos), photos.c.message.in_(messages)).distinct()
        return {row.message for row in await self._tx.rows(query)} if messages else set()

    async def show(self, run: UUID, now: datetime) -> int:
        """The customer is asked about the photos of this check; how many there are."""
        return await self._tx.change_all(photos, photos.c.run == run, photos.c.removed_at.is_(None), shown_at=now)

    async def remove_of(self, people: Sequence[UUID], now: datetime) -> int:
        """Nobody sees the photos of these customers' orders any more; how many that were."""
        theirs = select(reservations.c.id).where(self._tx.mine(reservations), reservations.c.contact.in_(people))
        return await self._remove(now, photos.c.order.in_(theirs))

    async def remove_older(self, before: datetime, now: datetime) -> int:
        """Nor those that were sent before this moment, up to MOST of them; how many that were."""
        old = select(photos.c.id).where(self._tx.mine(photos), photos.c.created_at < before)
        oldest = old.where(photos.c.removed_at.is_(None)).order_by(photos.c.created_at).limit(MOST)
        return await self._remove(now, photos.c.id.in_(oldest))

    async def _remove(self, now: datetime, which: Any) -> int:
        return await self._tx.change_all(photos, photos.c.removed_at.is_(None), which, removed_at=now)

    async def left_behind(self, most: int = MOST) -> list[Photo]:
        """Photos that were removed and whose bytes are still kept somewhere, the oldest first."""
        left = (photos.c.removed_at.is_not(None), photos.c.stored_as.is_not(None))
        query = select(photos).where(self._tx.mine(photos), *left).order_by(photos.c.removed_at)
        return [as_read(Photo, row) for row in await self._tx.rows(query.limit(most))]

    async def note_gone(self, photo: UUID) -> None:
        """The bytes of the photo are gone."""
        await self._tx.change(photos, photo, stored_as=None)

    async def _select(self, *conditions: Any) -> list[Photo]:
        query = select(photos).where(self._tx.mine(photos), *conditions).order_by(photos.c.id)
        return [as_read(Photo, row) for row in await self._tx.rows(query)]
