"""Photos of orders: sent in a chat, shown to the order's customer, and deleted with all rows that name that person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from storage.schema import photos, reservations
from storage.sql.repository import Repository, dump_record, read_record

MOST = 500  # photos removed in one transaction


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG of ``width`` × ``height`` pixels and ``bytes`` bytes. ``run`` is its check.

    ``stored_as`` is its name in the photo store, None once deleted there; a shop sent it, or a member of the staff.
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
        """Store a photo; return False if it is known already."""
        return await self._tx.add_new(photos, **dump_record(photo))

    async def get(self, photo: UUID) -> Photo | None:
        """Return the photo with that id, including removed ones."""
        return next(iter(await self._select(photos.c.id == photo)), None)

    async def list_photos(self, order: UUID) -> list[Photo]:
        """Return every unremoved photo of an order, oldest first."""
        return await self._select(photos.c.order == order, photos.c.removed_at.is_(None))

    async def list_shown(self, order: UUID) -> list[Photo]:
        """Return the photos that the customer was last asked about, oldest first."""
        found = [one for one in await self.list_photos(order) if one.shown_at is not None]
        newest = max((one.shown_at for one in found if one.shown_at), default=None)
        return [one for one in found if one.shown_at == newest]

    async def find_stored(self, messages: Collection[UUID]) -> set[UUID]:
        """Return the messages whose photos are stored, or were once."""
        query = select(photos.c.message).where(self._tx.owns(photos), photos.c.message.in_(messages)).distinct()
        return {row.message for row in await self._tx.rows(query)} if messages else set()

    async def show(self, run: UUID, now: datetime) -> int:
        """Mark the photos of this check as shown to the customer; return their number."""
        return await self._tx.change_all(photos, photos.c.run == run, photos.c.removed_at.is_(None), shown_at=now)

    async def remove_of(self, people: Sequence[UUID], now: datetime) -> int:
        """Hide the photos of these customers' orders; return their number."""
        theirs = select(reservations.c.id).where(self._tx.owns(reservations), reservations.c.contact.in_(people))
        return await self._remove(now, photos.c.order.in_(theirs))

    async def remove_older(self, before: datetime, now: datetime) -> int:
        """Hide photos sent before this moment, up to MOST of them; return their number."""
        old = select(photos.c.id).where(self._tx.owns(photos), photos.c.created_at < before)
        oldest = old.where(photos.c.removed_at.is_(None)).order_by(photos.c.created_at).limit(MOST)
        return await self._remove(now, photos.c.id.in_(oldest))

    async def _remove(self, now: datetime, which: Any) -> int:
        return await self._tx.change_all(photos, photos.c.removed_at.is_(None), which, removed_at=now)

    async def list_left_behind(self, most: int = MOST) -> list[Photo]:
        """Return removed photos whose bytes are still stored somewhere, oldest first."""
        left = (photos.c.removed_at.is_not(None), photos.c.stored_as.is_not(None))
        query = select(photos).where(self._tx.owns(photos), *left).order_by(photos.c.removed_at)
        return [read_record(Photo, row) for row in await self._tx.rows(query.limit(most))]

    async def note_gone(self, photo: UUID) -> None:
        """Note that the bytes of the photo are deleted."""
        await self._tx.change(photos, photo, stored_as=None)

    async def _select(self, *conditions: Any) -> list[Photo]:
        query = select(photos).where(self._tx.owns(photos), *conditions).order_by(photos.c.id)
        return [read_record(Photo, row) for row in await self._tx.rows(query)]
