"""Undo of one kind of deed by a member of the staff: the last deed, its preview, and the undo itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from flows.engine import Subject
from handlers.actions.action import Refused
from storage.businesses.deeds import Deed, Deeds

if TYPE_CHECKING:
    from flows.actor import Actor
    from flows.phrase import Text
    from handlers.actions.action import Origin, Preview
    from handlers.engine.turn import Turn
    from storage.businesses.access import Member


RECENT = timedelta(hours=1)
"""Time after a deed in which a harmless undo asks no question."""


class DeedStays(StrEnum):
    """Reason why a deed is not taken back."""

    DONE_ALREADY = "undo_done_already"


@dataclass(frozen=True, slots=True)
class LastDeed:
    """Last deed: its id, actor and moment."""

    id: UUID
    by: Actor
    at: datetime


Last: TypeAlias = "Callable[[Turn, Member, Actor | None, Collection[UUID]], Awaitable[LastDeed | None]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """Deeds of one kind that ``/undo`` takes back, under a unique ``name``. The newest deed of all kinds wins.

    ``last`` finds the latest deed that ``member`` may take back: of one actor, or of all for None, without the deeds to
    pass over. ``preview`` describes the undo; the undo is harmless if it moves no money and nobody heard of the deed.
    ``does`` takes the deed back and returns the result. ``kinds`` are the kinds of its rows. ``preview`` and ``does``
    raise Refused with the reason and the remaining way. ``for_good`` are deeds that only the audit has, by their audit
    names, each with its phrase. An ``/undo`` after one of these says that the deed stays, and skips to no older deed.
    """

    name: str
    last: Last
    preview: Callable[[Turn, UUID], Awaitable[Preview]]
    does: Callable[[Turn, Origin, UUID], Awaitable[Text]]
    kinds: frozenset[str] = frozenset()
    for_good: Mapping[str, str] = field(default_factory=dict)


def last_row(kinds: Collection[str], *, alone: bool = False) -> Last:
    """Return ``last`` for deeds that are rows of these kinds. ``alone`` considers only the very latest row."""

    async def last(turn: Turn, _member: Member, whose: Actor | None, but: Collection[UUID]) -> LastDeed | None:
        found = await turn.unit.of(Deeds).last(whose, kinds, () if alone else but)
        return None if found is None or (alone and found.id in but) else LastDeed(found.id, found.by, found.at)

    return last


async def open_deed(turn: Turn, which: UUID, kinds: Collection[str]) -> Deed:
    """Return the deed of one of these kinds. Raises Refused if it is taken back already."""
    deed = await turn.unit.of(Deeds).get(which)
    if deed is None or deed.undone_at is not None or deed.kind not in kinds:
        raise Refused(DeedStays.DONE_ALREADY)
    return deed


@asynccontextmanager
async def taken_back(turn: Turn, origin: Origin, which: UUID) -> AsyncIterator[None]:
    """Mark a deed as taken back, and log it after the block. Raises Refused if another undo was first."""
    if not await turn.unit.of(Deeds).undo(which, turn.now):
        raise Refused(DeedStays.DONE_ALREADY)
    yield
    await turn.unit.access.log(origin.by, "undone", turn.now, Subject("deed", which))
