"""Restriction, objection and opt-out of sharing: what ends for a person's data, and is allowed again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flows.engine import Subject
from flows.privacy_limits import PrivacyLimit
from handlers.actions.action import Origin
from handlers.actions.deed_person import name_deed_person
from handlers.engine.turn import Turn
from storage.businesses.deeds import Deeds
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
    changed = await set_use(turn, origin, command)
    if changed and origin.by.row is not None:
        deed, about = _name_deed(command), await turn.unit.people.hold(command.contact)
        await turn.unit.of(Deeds).note(deed, about, origin.by, turn.now, use=command.kind.value)
    return changed


async def set_use(turn: Turn, origin: Origin, command: UseOfData) -> bool:
    """Change a use as ``change_use`` does, without a deed to undo."""
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
