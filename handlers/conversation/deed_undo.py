"""Undo of deeds by members of the staff: a reversal for each kind of deed, and all that kinds have in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from flows.engine import Subject
from flows.phrase import Lines, phrase, sentences
from handlers.actions.action import RECENT, Preview, Refused
from storage.businesses.deeds import Deeds

if TYPE_CHECKING:
    from flows.actor import Actor
    from flows.phrase import Ours, Text
    from handlers.actions.action import Origin
    from handlers.engine.turn import Turn
    from storage.businesses.access import Member
    from storage.businesses.deeds import Deed


class DeedStays(StrEnum):
    """Reason why a deed is not taken back."""

    DONE_ALREADY = "undo_done_already"


@dataclass(frozen=True, slots=True)
class LastDeed:
    """Last deed: its id, actor and moment."""

    id: UUID
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """How a deed is taken back, as of the turn that looked.

    ``what`` is the deed in words, ``after`` the next command to look at. ``hears`` holds the cost and the informed
    people, a sentence each: then a question comes first. It also comes first if the reversal ``asks``. ``would`` and
    ``done`` are the texts before and after, if they are not the usual ones.
    """

    does: Callable[[Origin], Awaitable[object]]
    what: Text = ""
    after: Ours | None = None
    hears: tuple[Text, ...] = ()
    asks: bool = False
    would: Text = ""
    done: Text = ""


Last: TypeAlias = "Callable[[Turn, Member, Actor | None, Collection[UUID]], Awaitable[LastDeed | None]]"
Reverse: TypeAlias = "Callable[[Turn, Deed], Awaitable[Reversal]]"
"""A function that returns the reversal of a deed. It raises Refused with the reason and the remaining way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """Deeds that ``/undo`` takes back, under a unique ``name``. The newest deed of all kinds wins.

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

    @classmethod
    def of_rows(
        cls,
        name: str,
        reverses: Mapping[str, Reverse],
        for_good: Mapping[str, str] = MappingProxyType({}),
        *,
        alone: bool = False,
    ) -> Undoing:
        """Return the undo of the deeds that are rows, by their kinds. ``alone`` considers only the very latest row."""
        rows = _Rows(reverses, alone)
        return cls(
            name=name, last=rows.last, preview=rows.preview, does=rows.take_back, kinds=frozenset(reverses),
            for_good=for_good,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Rows:
    """The deeds of a table of reversals."""

    reverses: Mapping[str, Reverse]
    alone: bool

    async def last(self, turn: Turn, _member: Member, whose: Actor | None, but: Collection[UUID]) -> LastDeed | None:
        if not self.reverses:
            return None
        found = await turn.unit.of(Deeds).last(whose, self.reverses.keys(), () if self.alone else but)
        return None if found is None or (self.alone and found.id in but) else LastDeed(found.id, found.by, found.at)

    async def preview(self, turn: Turn, which: UUID) -> Preview:
        deed, back = await self._find(turn, which)
        would = back.would or sentences(phrase("undo_would", what=back.what, at=deed.at), *back.hears)
        harmless = not (back.asks or back.hears) and turn.now - deed.at <= RECENT
        return Preview(would, phrase("undo_do"), harmless=harmless)

    async def take_back(self, turn: Turn, origin: Origin, which: UUID) -> Text:
        """Take the deed back, mark it, and log the undo. Raises Refused, also if another undo was first."""
        _, back = await self._find(turn, which)
        if not await turn.unit.of(Deeds).undo(which, turn.now):
            raise Refused(DeedStays.DONE_ALREADY)
        await back.does(origin)
        await turn.unit.access.log(origin.by, "undone", turn.now, Subject("deed", which))
        done = sentences(back.done or phrase("undo_done", what=back.what), *back.hears)
        return Lines((done, phrase("next", command=back.after))) if back.after else done

    async def _find(self, turn: Turn, which: UUID) -> tuple[Deed, Reversal]:
        deed = await turn.unit.of(Deeds).get(which)
        if deed is None or deed.undone_at is not None or deed.kind not in self.reverses:
            raise Refused(DeedStays.DONE_ALREADY)
        return deed, await self.reverses[deed.kind](turn, deed)
