"""The person that a staff deed is about, as the preview names them."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from flows.phrase import Text
from handlers.actions import person_story
from handlers.actions.action import Refused
from handlers.engine.turn import Turn
from storage.people.people import Contact


class WhyNobody(StrEnum):
    """The reasons why there is no such person."""

    ERASED = "erased_already"


async def name_deed_person(turn: Turn, contact: UUID) -> tuple[Contact, Text]:
    """Return the person, with their whole name, because initials are not enough for a permanent deed.

    Raises Refused if the person's data was deleted.
    """
    person = await turn.unit.people.get(contact)
    if person is None or person.erased_at is not None:
        raise Refused(WhyNobody.ERASED)
    return person, await person_story.get_name(turn, person)
