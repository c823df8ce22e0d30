"""/undo of a tag that the staff gave or removed; only the staff saw it."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from flows.actor import Actor
from flows.engine import Subject
from flows.phrase import Lines, Phrase, Text, phrase
from handlers.actions import message_explanation, person_story
from handlers.actions.action import Origin, Preview, Refused
from handlers.conversation import Undoing, last_row
from handlers.engine.turn import Turn
from storage.businesses.deeds import Deed, Deeds
from storage.people.people import Contact
from storage.profiles.customer_tags import STAFF, TAGGED, UNTAGGED, CustomerTags
from templates.message_values import one_line

_RECENT = timedelta(hours=1)
_TAG = "tag"


class MarkStays(StrEnum):
    """The reasons why a tag keeps its state."""

    DONE_ALREADY = "undo_done_already"


async def mark(turn: Turn, by: Actor, person: UUID, tag: str) -> bool:
    """Give a customer a tag; return False if the customer has it."""
    if not await turn.unit.of(CustomerTags).give(person, tag, turn.now):
        return False
    await _note(turn, by, TAGGED, person, tag)
    return True


async def unmark(turn: Turn, by: Actor, person: UUID, tag: str) -> None:
    """Remove the staff's own tag from a customer."""
    await turn.unit.of(CustomerTags).take(person, tag)
    await _note(turn, by, UNTAGGED, person, tag)


async def _note(turn: Turn, by: Actor, kind: str, person: UUID, tag: str) -> None:
    await turn.unit.access.log(by, kind, turn.now, Subject("contact", person))
    await turn.unit.of(Deeds).note(kind, person, by, turn.now, **{_TAG: tag})


async def _preview(turn: Turn, which: UUID) -> Preview:
    """Return the tag that would go or come back; an old deed needs a question. Raises Refused."""
    deed, person = await _open(turn, which)
    text = phrase("undo_would", what=await _what(turn, deed, person), at=deed.at)
    return Preview(text, phrase("undo_do"), harmless=turn.now - deed.at <= _RECENT)


async def _take_back(turn: Turn, origin: Origin, which: UUID) -> Text:
    deed, person = await _open(turn, which)
    if not await turn.unit.of(Deeds).undo(which, turn.now):
        raise Refused(MarkStays.DONE_ALREADY)
    tags, tag = turn.unit.of(CustomerTags), deed.figures[_TAG]
    if deed.kind == TAGGED:
        await tags.take(person.id, tag)
    else:
        await tags.give(person.id, tag, turn.now)
    await turn.unit.access.log(origin.by, "undone", turn.now, Subject("deed", which))
    said = phrase("undo_done", what=await _what(turn, deed, person))
    return Lines((said, phrase("next", command=await message_explanation.tap(turn, person, "customers"))))


async def _open(turn: Turn, which: UUID) -> tuple[Deed, Contact]:
    """Return the deed, and the tag's present customer. Raises Refused if the tag changed since."""
    deed = await turn.unit.of(Deeds).get(which)
    if deed is None or deed.undone_at is not None or deed.kind not in _KINDS:
        raise Refused(MarkStays.DONE_ALREADY)
    person = await turn.unit.people.get(deed.about)
    if person is None or person.erased_at is not None:
        raise Refused(MarkStays.DONE_ALREADY)
    source = await turn.unit.of(CustomerTags).source(person.id, deed.figures[_TAG])
    if source != (STAFF if deed.kind == TAGGED else None):
        raise Refused(MarkStays.DONE_ALREADY)
    return deed, person


async def _what(turn: Turn, deed: Deed, person: Contact) -> Phrase:
    name = "deed_tagged" if deed.kind == TAGGED else "deed_untagged"
    return phrase(name, who=await person_story.name(turn, person), tag=one_line(deed.figures[_TAG]))


_KINDS = frozenset({TAGGED, UNTAGGED})
UNDOES = Undoing(name="marks", last=last_row(_KINDS), preview=_preview, does=_take_back, kinds=_KINDS)
