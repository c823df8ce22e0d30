"""/undo of an opt-out made by the staff, which is refused: only the person can reverse it."""

from enum import StrEnum

from handlers.actions.action import Refused
from handlers.conversation import Reversal, Undoing
from handlers.engine.turn import Turn
from handlers.privacy.opt_out_by_staff import ENDED
from handlers.staff_chat.suppressions_command import LIFTED
from storage.businesses.deeds import Deed


class EndStays(StrEnum):
    """The reasons why the opt-out cannot be undone."""

    THEIRS = "undo_of_optout"


async def _refuse(_turn: Turn, _deed: Deed) -> Reversal:
    """Refuse the undo. Always raises Refused."""
    raise Refused(EndStays.THEIRS)


# Only the latest row counts: earlier ones get the same answer.
UNDOES = Undoing.of_rows("optout", {ENDED: _refuse}, {"erase": "deed_erase", LIFTED: "deed_lift"}, alone=True)
