"""/undo of changes to the use of a customer's data."""

from __future__ import annotations

from flows.phrase import phrase
from flows.privacy_limits import PrivacyLimit
from handlers.actions import message_explanation
from handlers.actions.action import Origin
from handlers.actions.deed_person import name_deed_person
from handlers.conversation import Reversal, Undoing
from handlers.engine.turn import Turn
from handlers.privacy.privacy_deeds import ALLOWED, CORRECTED, ENDED, UseOfData, set_use
from storage.businesses.deeds import Deed


async def _find_reversal(turn: Turn, deed: Deed) -> Reversal:
    """Return the reversal: the use is allowed or ended again. Raises Refused for erased people."""
    person, who = await name_deed_person(turn, deed.about)
    command = UseOfData(person.id, PrivacyLimit(deed.figures["use"]), allowed=deed.kind == ENDED)

    async def does(origin: Origin) -> None:
        await set_use(turn, origin, command)

    state = "allowed" if deed.kind == ALLOWED else "ended"
    what = phrase(f"deed_{command.kind}_{state}", who=who)
    return Reversal(what=what, does=does, after=await message_explanation.tap(turn, person, "privacy"))


UNDOES = Undoing.of_rows("privacy", dict.fromkeys((ENDED, ALLOWED), _find_reversal), {CORRECTED: "deed_corrected"})
