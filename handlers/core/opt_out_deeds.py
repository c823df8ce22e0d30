"""/undo of what the staff did for a person, which is refused: an opt-out, an erasure, a request for data."""

from enum import StrEnum

from handlers.actions.action import Refused
from handlers.conversation import Reversal, Undoing
from handlers.engine.turn import Turn
from handlers.privacy.data_requests import ASKED, HANDED_OVER
from handlers.privacy.opt_out_by_staff import ENDED
from handlers.privacy.record_handover import LINK_SENT
from handlers.staff_chat.suppressions_command import LIFTED
from storage.businesses.deeds import Deed


class EndStays(StrEnum):
    """The reasons why the opt-out cannot be undone."""

    THEIRS = "undo_of_optout"


async def _refuse(_turn: Turn, _deed: Deed) -> Reversal:
    """Refuse the undo. Always raises Refused."""
    raise Refused(EndStays.THEIRS)


# Only the latest row counts: earlier ones get the same answer.
_FOR_GOOD = {
    "erase": "deed_erase", ASKED: "deed_data_request", HANDED_OVER: "deed_record_handed_over",
    LINK_SENT: "deed_record_link", LIFTED: "deed_lift",
}  # fmt: skip
UNDOES = Undoing.of_rows("optout", {ENDED: _refuse}, _FOR_GOOD, alone=True)
