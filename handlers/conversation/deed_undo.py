"""Undo of deeds by staff members: a reversal for each kind of deed, and what all kinds have in common."""

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
    """Reason why a deed cannot be undone."""

    DONE_ALREADY = "undo_done_already"


@dataclass(frozen=True, slots=True)
class LastDeed:
    """The last deed: its id, actor and time."""

    id: UUID
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """How to undo a deed, as of the current turn.

    ``what`` describes the deed, ``after`` is the next command to look at. ``hears`` are sentences about the cost and
    the people informed; if there are any, or if ``asks`` is set, the undo needs a confirmation. ``would`` and ``done``
    are the texts before and after, if they are not the usual ones.
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
    """The deeds that ``/undo`` can reverse, under a unique ``name``. The newest deed of all kinds is undone. ``last``
    finds the latest deed that ``member`` may undo: of one actor, or of all for None, except the deeds to pass over.
    ``preview`` describes the undo; it is harmless if it moves no money and nobody was informed of the deed. ``does``
    undoes the deed and returns the result. ``kinds`` are the kinds of its rows. ``preview`` and ``does`` raise Refused
    with the reason and the command that helps instead. ``for_good`` are deeds that only the audit records, by their
    audit names, each with its phrase. An ``/undo`` after one of these says that it is final, and does not skip to an
    older deed."""

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
        """Make the undo of deeds that are rows, by their kinds. If ``alone``, only the very latest row counts."""
        rows = _Rows(reverses, alone)
        return cls(
            name=name, last=rows.last, preview=rows.preview, does=rows.take_back, kinds=frozenset(reverses),
            for_good=for_good,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Rows:
    """The deeds stored as rows, with the reversal for each kind."""

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
        """Undo the deed, mark it as undone, and log the undo. Raises Refused, also if another undo was faster."""
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
