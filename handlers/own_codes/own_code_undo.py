"""/undo of a code that was made by hand: the code ends. An ended one stays so."""

from __future__ import annotations

from uuid import UUID

from flows.phrase import Ours, Text, phrase
from handlers.actions.action import Origin, Preview, Refused
from handlers.conversation.deed_undo import DeedStays, Undoing, last_row, open_deed, taken_back
from handlers.engine.turn import Turn
from handlers.own_codes.own_code_creation import ENDED, MADE, WhyNoCode, stop
from storage.businesses.deeds import Deed
from storage.store.own_codes import OwnCode, OwnCodes, OwnCodeStatus

_KINDS = frozenset({MADE})


async def _preview(turn: Turn, which: UUID) -> Preview:
    """Return the effect of an undo: customers may know the code. Raises Refused."""
    deed, _code = await _open(turn, which)
    return Preview(phrase("undo_would", what=_what(deed), at=deed.at), phrase("undo_do"))


async def _take_back(turn: Turn, origin: Origin, which: UUID) -> Text:
    deed, code = await _open(turn, which)
    async with taken_back(turn, origin, which):
        await stop(turn, code)
    return phrase("undo_done", what=_what(deed))


async def _open(turn: Turn, which: UUID) -> tuple[Deed, OwnCode]:
    """Return the deed and its code. Raises Refused if it is undone already, or the code has ended."""
    deed = await open_deed(turn, which, _KINDS)
    code = await turn.unit.of(OwnCodes).get(deed.about)
    if code is None:
        raise Refused(DeedStays.DONE_ALREADY)
    if code.status is OwnCodeStatus.ASKED:
        raise Refused(WhyNoCode.BEING_MADE, {"code": code.code})
    if not code.holds(turn.now):
        raise Refused(WhyNoCode.OVER, {"code": code.code})
    return deed, code


def _what(deed: Deed) -> Text:
    return phrase("deed_code_made", code=Ours(str(deed.figures["code"])))


UNDOES = Undoing(
    name="own_code", last=last_row(_KINDS), preview=_preview, does=_take_back, kinds=_KINDS,
    for_good={ENDED: "deed_code_ended"},
)  # fmt: skip
