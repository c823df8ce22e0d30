"""The end of messages to somebody is a deed of the staff, which nobody here takes back: only the person does."""

from enum import StrEnum
from uuid import UUID

from flows.phrase import Text
from handlers.actions.action import Origin, Preview, Refused
from handlers.conversation import Undoing, last_row
from handlers.engine.turn import Turn
from handlers.privacy.opt_out_by_staff import ENDED


class EndStays(StrEnum):
    """Why the end is not taken back."""

    THEIRS = "undo_of_optout"


async def _preview(_turn: Turn, _which: UUID) -> Preview:
    """Raises Refused, always."""
    raise Refused(EndStays.THEIRS)


async def _take_back(turn: Turn, _origin: Origin, which: UUID) -> Text:
    return (await _preview(turn, which)).text


_LAST = last_row({ENDED}, alone=True)  # of those before it the same is to be said
UNDOES = Undoing(
    name="optout", last=_LAST, preview=_preview, does=_take_back, kinds=frozenset({ENDED}),
    for_good={"erase": "deed_erase"},
)  # fmt: skip
