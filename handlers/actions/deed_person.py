"""The person whom a deed of the staff is about, as what is shown before the deed names them."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from flows.phrase import Text
from handlers.actions import person_story
from handlers.actions.action import Refused
from handlers.engine.turn import Turn
from storage.people.people import Contact


class WhyNobody(StrEnum):
    """Why it is about nobody."""

    ERASED = "erased_already"


async def person_meant(turn: Turn, contact: UUID) -> tuple[Contact, Text]:
    """The person, with the whole name, as the staff sees it elsewhere: nothing is for good by initials.

    Raises Refused where the person's data was deleted.
    """
    person = await turn.unit.people.get(contact)
    if person is None or person.erased_at is not None:
        raise Refused(WhyNobody.ERASED)
    return person, await person_story.name(turn, person)
