"""A code that was made by hand is taken back by an undo: it is ended. One that was ended stays so."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from flows.engine import Subject
from flows.phrase import Ours, Text, phrase
from handlers.actions.action import Origin, Preview, Refused
from handlers.conversation.undoing import Undoing, last_row
from handlers.own_codes.making import ENDED, MADE, WhyNoCode, stop
from handlers.turn import Turn
from storage.deeds import Deed, Deeds
from storage.own_codes import OwnCode, OwnCodes, OwnCodeStatus


class CodeStays(StrEnum):
    """Why a code is not taken back."""

    DONE_ALREADY = "undo_done_already"


async def _preview(turn: Turn, which: UUID) -> Preview:
    """What would be taken back: customers may have been told of it. Raises Refused."""
    deed, _code = await _open(turn, which)
    return Preview(phrase("undo_would", what=_what(deed), at=deed.at), phrase("undo_do"))


async def _take_back(turn: Turn, origin: Origin, which: UUID) -> Text:
    deed, code = await _open(turn, which)
    if not await turn.unit.of(Deeds).undo(which, turn.now):
        raise Refused(CodeStays.DONE_ALREADY)
    await stop(turn, code)
    await turn.unit.access.log(origin.by, "undone", turn.now, Subject("deed", which))
    return phrase("undo_done", what=_what(deed))


async def _open(turn: Turn, which: UUID) -> tuple[Deed, OwnCode]:
    """The deed and its code. Raises Refused where it is taken back already, or the code does not hold."""
    deed = await turn.unit.of(Deeds).get(which)
    code = None if deed is None else await turn.unit.of(OwnCodes).get(deed.about)
    if deed is None or deed.kind != MADE or deed.undone_at is not None or code is None:
        raise Refused(CodeStays.DONE_ALREADY)
    if code.status is OwnCodeStatus.ASKED:
        raise Refused(WhyNoCode.BEING_MADE, {"code": code.code})
    if not code.holds(turn.now):
        raise Refused(WhyNoCode.OVER, {"code": code.code})
    return deed, code


def _what(deed: Deed) -> Text:
    return phrase("deed_code_made", code=Ours(str(deed.figures["code"])))


_KINDS = frozenset({MADE})
UNDOES = Undoing(
    name="own_code", last=last_row(_KINDS), preview=_preview, does=_take_back, kinds=_KINDS,
    for_good={ENDED: "deed_code_ended"},
)  # fmt: skip
