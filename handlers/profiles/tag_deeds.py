"""/undo of a tag that the staff added or removed; only the staff saw it."""

from __future__ import annotations

from uuid import UUID

from flows.actor import Actor
from flows.engine import Subject
from flows.phrase import phrase
from handlers.actions import message_explanation, person_story
from handlers.actions.action import Origin, Refused
from handlers.conversation import DeedStays, Reversal, Undoing
from handlers.engine.turn import Turn
from storage.businesses.deeds import Deed, Deeds
from storage.profiles.customer_tags import STAFF, TAGGED, UNTAGGED, CustomerTags
from templates.message_values import one_line

_TAG = "tag"


async def mark(turn: Turn, by: Actor, person: UUID, tag: str) -> bool:
    """Add a tag to a customer; return False if the customer has it already."""
    if not await turn.unit.of(CustomerTags).give(person, tag, turn.now):
        return False
    await _note(turn, by, TAGGED, person, tag)
    return True


async def unmark(turn: Turn, by: Actor, person: UUID, tag: str) -> None:
    """Remove a tag that the staff added to a customer."""
    await turn.unit.of(CustomerTags).take(person, tag)
    await _note(turn, by, UNTAGGED, person, tag)


async def _note(turn: Turn, by: Actor, kind: str, person: UUID, tag: str) -> None:
    await turn.unit.access.log(by, kind, turn.now, Subject("contact", person))
    await turn.unit.of(Deeds).note(kind, person, by, turn.now, **{_TAG: tag})


async def _find_reversal(turn: Turn, deed: Deed) -> Reversal:
    """Return the reversal: the tag is removed or added again. Raises Refused if it has changed since."""
    tags, tag = turn.unit.of(CustomerTags), deed.figures[_TAG]
    person = await turn.unit.people.get(deed.about)
    if person is None or person.erased_at is not None:
        raise Refused(DeedStays.DONE_ALREADY)
    if await tags.source(person.id, tag) != (STAFF if deed.kind == TAGGED else None):
        raise Refused(DeedStays.DONE_ALREADY)

    async def does(_origin: Origin) -> None:
        if deed.kind == TAGGED:
            await tags.take(person.id, tag)
        else:
            await tags.give(person.id, tag, turn.now)

    name = "deed_tagged" if deed.kind == TAGGED else "deed_untagged"
    what = phrase(name, who=await person_story.get_name(turn, person), tag=one_line(tag))
    return Reversal(what=what, does=does, after=await message_explanation.tap(turn, person, "customers"))


UNDOES = Undoing.of_rows("marks", dict.fromkeys((TAGGED, UNTAGGED), _find_reversal))
