"""The end of messages to somebody is a deed of the staff, which nobody here takes back: only the person does."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from flows.actor import Actor
from flows.phrase import Text
from handlers.actions.action import Origin, Preview, Refused
from handlers.conversation import LastDeed, Undoing
from handlers.ending import ENDED
from handlers.turn import Turn
from storage.access import Member
from storage.deeds import Deeds


class EndStays(StrEnum):
    """Why the end is not taken back."""

    THEIRS = "undo_of_optout"


async def _last(turn: Turn, _member: Member, whose: Actor | None, but: Collection[UUID]) -> LastDeed | None:
    """The latest alone: of those before it the same is to be said."""
    last = await turn.unit.of(Deeds).last(whose, {ENDED})
    return None if last is None or last.id in but else LastDeed(last.id, last.by, last.at)


async def _preview(_turn: Turn, _which: UUID) -> Preview:
    """Raises Refused, always."""
    raise Refused(EndStays.THEIRS)


async def _take_back(turn: Turn, _origin: Origin, which: UUID) -> Text:
    return (await _preview(turn, which)).text


UNDOES = Undoing(name="optout", last=_last, preview=_preview, does=_take_back, kinds=frozenset({ENDED}))
