"""/undo of an end of messages, which is refused: only the person can reverse it."""

from enum import StrEnum
from uuid import UUID

from flows.phrase import Text
from handlers.actions.action import Origin, Preview, Refused
from handlers.conversation import Undoing, last_row
from handlers.engine.turn import Turn
from handlers.privacy.opt_out_by_staff import ENDED


class EndStays(StrEnum):
    """The reasons why the end stays."""

    THEIRS = "undo_of_optout"


async def _preview(_turn: Turn, _which: UUID) -> Preview:
    """Refuse. Raises Refused, always."""
    raise Refused(EndStays.THEIRS)


async def _take_back(turn: Turn, _origin: Origin, which: UUID) -> Text:
    return (await _preview(turn, which)).text


_LAST = last_row({ENDED}, alone=True)  # earlier ones get the same answer
UNDOES = Undoing(
    name="optout", last=_LAST, preview=_preview, does=_take_back, kinds=frozenset({ENDED}),
    for_good={"erase": "deed_erase"},
)  # fmt: skip
