"""Restriction, objection and opt-out of sharing: what ends for a person's data, and is allowed again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flows.engine import Subject
from flows.phrase import phrase
from flows.privacy_limits import PrivacyLimit
from handlers.actions import message_explanation
from handlers.actions.action import Origin
from handlers.actions.deed_person import name_deed_person
from handlers.conversation import Reversal, Undoing
from handlers.engine.turn import Turn
from storage.businesses.deeds import Deed, Deeds
from storage.consent.privacy_limits import PrivacyLimits

ENDED, ALLOWED = "data use ended", "data use allowed"
"""The deeds in the audit, each with the ``use``."""
CORRECTED = "data corrected"
"""The deed of a correction, with the names of the fields. Nobody stores the values before, so it stays."""


@dataclass(frozen=True, slots=True)
class UseOfData:
    """A use of a person's data that ends, or is ``allowed`` again."""

    contact: UUID
    kind: PrivacyLimit
    allowed: bool = False


async def change_use(turn: Turn, origin: Origin, command: UseOfData) -> bool:
    """End a use of a person's data, or allow it again; return False if nothing changed.

    The staff, a key of the API and the person (``ActorKind.CUSTOMER``) may do it. Raises Refused for erased people.
    """
    changed = await _change(turn, origin, command)
    if changed and origin.by.row is not None:
        deed, about = _name_deed(command), await turn.unit.people.hold(command.contact)
        await turn.unit.of(Deeds).note(deed, about, origin.by, turn.now, use=command.kind.value)
    return changed


async def _change(turn: Turn, origin: Origin, command: UseOfData) -> bool:
    person, _ = await name_deed_person(turn, await turn.unit.people.hold(command.contact))
    limits, kind = turn.unit.of(PrivacyLimits), command.kind
    if command.allowed:
        changed = await limits.lift(person.id, kind)
    else:
        changed = await limits.add(person.id, kind, origin.by, turn.now)
    if changed:
        about = Subject("contact", person.id)
        await turn.unit.access.log(origin.by, _name_deed(command), turn.now, about, use=kind.value)
    return changed


def _name_deed(command: UseOfData) -> str:
    return ALLOWED if command.allowed else ENDED


async def _find_reversal(turn: Turn, deed: Deed) -> Reversal:
    """Return the reversal: the use is allowed or ended again. Raises Refused for erased people."""
    person, who = await name_deed_person(turn, deed.about)
    command = UseOfData(person.id, PrivacyLimit(deed.figures["use"]), allowed=deed.kind == ENDED)

    async def does(origin: Origin) -> None:
        await _change(turn, origin, command)

    state = "allowed" if deed.kind == ALLOWED else "ended"
    what = phrase(f"deed_{command.kind}_{state}", who=who)
    return Reversal(what=what, does=does, after=await message_explanation.tap(turn, person, "privacy"))


UNDOES = Undoing.of_rows("privacy", dict.fromkeys((ENDED, ALLOWED), _find_reversal), {CORRECTED: "deed_corrected"})
