"""What a member of the staff may take back of one kind: the last deed, what would become of it, and how."""

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
"""For so long after a deed an undo asks no question, where taking it back is harmless."""


class DeedStays(StrEnum):
    """Why a deed is not taken back."""

    DONE_ALREADY = "undo_done_already"


@dataclass(frozen=True, slots=True)
class LastDeed:
    """A deed by its id, with the actor and the moment."""

    id: UUID
    by: Actor
    at: datetime


Last: TypeAlias = "Callable[[Turn, Member, Actor | None, Collection[UUID]], Awaitable[LastDeed | None]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """The deeds of one kind that ``/undo`` takes back, by a ``name`` that no other has; the newest of all wins.

    ``last`` is the latest that ``member`` may take back of an actor's, or of anybody's where None, but for those deeds
    that are passed over. ``preview`` says what would be taken back: harmless where it moves no money and nobody heard
    of it. ``does`` takes it back and tells what came of it; ``kinds`` are those of the rows of deeds that it knows.
    Both raise Refused where it cannot be taken back, with the reason and the way that is left. ``for_good`` are deeds
    of which only the audit knows, by their names there, each with the phrase for it: an ``/undo`` behind one says that
    it stays, and jumps over none to an older one.
    """

    name: str
    last: Last
    preview: Callable[[Turn, UUID], Awaitable[Preview]]
    does: Callable[[Turn, Origin, UUID], Awaitable[Text]]
    kinds: frozenset[str] = frozenset()
    for_good: Mapping[str, str] = field(default_factory=dict)


def last_row(kinds: Collection[str], *, alone: bool = False) -> Last:
    """``last`` where the deeds are rows of these kinds; ``alone``: of the latest of all, and of none before it."""

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
