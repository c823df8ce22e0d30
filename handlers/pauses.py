"""A pause and its end are deeds of the staff: an /undo after one means it, and is told the command against it.

Neither is done by a word of which nobody knows whether it means that.
"""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from flows.actor import Actor
from flows.phrase import Ours, Text
from handlers.actions.action import Origin, Preview, Refused
from handlers.actions.pausing import PAUSED, RESUMED
from handlers.conversation import LastDeed, Undoing
from handlers.turn import Turn
from storage.access import Member
from storage.deeds import Deeds

_KINDS = frozenset({PAUSED, RESUMED})


class PauseStays(StrEnum):
    """Why a pause, or its end, is not taken back by /undo: the command against it says what then happens."""

    PAUSED = "undo_of_pause"
    RESUMED = "undo_of_resume"
    OVER = "undo_of_pause_over"


async def _last(turn: Turn, _member: Member, whose: Actor | None, but: Collection[UUID]) -> LastDeed | None:
    """The latest alone: the pause before an end of it is over."""
    last = await turn.unit.of(Deeds).last(whose, _KINDS)
    return None if last is None or last.id in but else LastDeed(last.id, last.by, last.at)


async def _preview(turn: Turn, which: UUID) -> Preview:
    """Raises Refused, always: with the command that does the opposite."""
    deed, paused = await turn.unit.of(Deeds).get(which), turn.tenant.paused_at is not None
    if deed is None or (deed.kind == PAUSED) is not paused:
        raise Refused(PauseStays.OVER, {"paused": True} if paused else {})
    if paused:
        raise Refused(PauseStays.PAUSED, {"command": Ours("/resume")})
    raise Refused(PauseStays.RESUMED, {"command": Ours("/pause")})


async def _take_back(turn: Turn, _origin: Origin, which: UUID) -> Text:
    return (await _preview(turn, which)).text


UNDOES = Undoing(last=_last, preview=_preview, does=_take_back, kinds=_KINDS)
