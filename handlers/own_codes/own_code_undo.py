"""/undo of a code that was created in chat: the code ends. A code that has ended cannot be restored."""

from __future__ import annotations

from flows.phrase import Ours, phrase
from handlers.actions.action import Refused
from handlers.conversation.deed_undo import DeedStays, Reversal, Undoing
from handlers.engine.turn import Turn
from handlers.own_codes.own_code_creation import ENDED, MADE, WhyNoCode, stop
from storage.businesses.deeds import Deed
from storage.store.own_codes import OwnCodes, OwnCodeStatus


async def _find_reversal(turn: Turn, deed: Deed) -> Reversal:
    """Return the reversal that ends the code, after a question, since customers may know the code. Raises Refused."""
    code = await turn.unit.of(OwnCodes).get(deed.about)
    if code is None:
        raise Refused(DeedStays.DONE_ALREADY)
    if code.status is OwnCodeStatus.ASKED:
        raise Refused(WhyNoCode.BEING_MADE, {"code": code.code})
    if not code.holds(turn.now):
        raise Refused(WhyNoCode.OVER, {"code": code.code})
    what = phrase("deed_code_made", code=Ours(str(deed.figures["code"])))
    return Reversal(what=what, does=lambda _: stop(turn, code), asks=True)


UNDOES = Undoing.of_rows("own_code", {MADE: _find_reversal}, {ENDED: "deed_code_ended"})
