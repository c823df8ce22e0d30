"""Deeds of the staff that can be undone: a row for each, with the data to undo it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from flows.actor import Actor
from storage.schema import deeds
from storage.sql.repository import Repository, dump_actor, read_actor, read_record


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed of one ``kind`` about an order, a shop, a product, a row of a saved answer, a question, or its member.

    ``figures`` hold the state before and the change: ids, codes and numbers, no phones and no texts.
    """

    id: UUID
    kind: str
    about: UUID
    figures: Mapping[str, Any]
    by: Actor
    at: datetime
    undone_at: datetime | None = None


class Deeds(Repository):
    """The deeds of one business."""

    async def note(self, kind: str, about: UUID, by: Actor, now: datetime, **figures: Any) -> UUID:
        """Store a deed with the figures that its undo needs."""
        identity = self._tx.ids.make()
        told = {"kind": kind, "about": about, "figures": json.dumps(figures), "at": now}
        await self._tx.add(deeds, id=identity, **dump_actor(by), **told)
        return identity

    async def get(self, deed: UUID) -> Deed | None:
        """Return the deed with that id."""
        return await self._tx.fetch(select(deeds).where(self._tx.owns(deeds), deeds.c.id == deed), _read_deed)

    async def last(self, by: Actor | None, kinds: Collection[str], but: Collection[UUID] = ()) -> Deed | None:
        """Return the latest deed of these kinds by an actor, or by anybody if None, without undone ones and those in
        ``but``."""
        whose = [] if by is None else [deeds.c.actor == by.id, deeds.c.actor_kind == by.kind.value]
        others = [deeds.c.id.not_in(but)] if but else []
        query = select(deeds).where(self._tx.owns(deeds), deeds.c.undone_at.is_(None), deeds.c.kind.in_(kinds))
        return await self._tx.fetch(query.where(*whose, *others).order_by(deeds.c.id.desc()).limit(1), _read_deed)

    async def list_about(self, thing: UUID, kinds: Collection[str], most: int) -> Sequence[Deed]:
        """Return the latest deeds of these kinds about one subject, including undone ones, newest first."""
        theirs = select(deeds).where(self._tx.owns(deeds), deeds.c.about == thing, deeds.c.kind.in_(kinds))
        return [_read_deed(row) for row in await self._tx.rows(theirs.order_by(deeds.c.id.desc()).limit(most))]

    async def forget(self, about: Collection[UUID], kinds: Collection[str]) -> None:
        """Delete these deeds about these erased people."""
        await self._tx.remove(deeds, deeds.c.about.in_(about), deeds.c.kind.in_(kinds))

    async def undo(self, deed: UUID, now: datetime) -> bool:
        """Mark the deed as undone; return False if it was before."""
        return await self._tx.change(deeds, deed, deeds.c.undone_at.is_(None), undone_at=now) == 1


def _read_deed(row: Any) -> Deed:
    return read_record(Deed, row, by=read_actor(row), figures=json.loads(row.figures))
