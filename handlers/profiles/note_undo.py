"""/undo of a note on a customer; only the staff ever saw the note."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from flows.phrase import Lines, Text, phrase
from handlers.actions import message_explanation, person_story
from handlers.actions.action import Origin, Preview, Refused
from handlers.conversation import RECENT, DeedStays, Undoing, last_row, open_deed, taken_back
from handlers.engine.turn import Turn
from storage.people.people import Contact
from storage.profiles.customer_notes import CustomerNote, CustomerNotes

NOTED = "noted of a customer"
"""The kind of deed: a note on a customer was written."""


class NoteStays(StrEnum):
    """The reasons why a note stays, or is not saved."""

    ERASED = "note_of_erased"
    TOO_LONG = "note_too_long"


async def _preview(turn: Turn, which: UUID) -> Preview:
    """Return the note that would go; an old one needs a question. Raises Refused."""
    note, person = await _open(turn, which)
    what = phrase("deed_noted_of", who=await person_story.name(turn, person))
    text = phrase("undo_would", what=what, at=note.at)
    return Preview(text, phrase("undo_do"), harmless=turn.now - note.at <= RECENT)


async def _take_back(turn: Turn, origin: Origin, which: UUID) -> Text:
    note, person = await _open(turn, which)
    async with taken_back(turn, origin, which):
        await turn.unit.of(CustomerNotes).remove(note.contact, note.id)
    what = phrase("deed_noted_of", who=await person_story.name(turn, person))
    after = phrase("next", command=await message_explanation.tap(turn, person, "customers"))
    return Lines((phrase("undo_done", what=what), after))


async def _open(turn: Turn, which: UUID) -> tuple[CustomerNote, Contact]:
    """Return the note of a deed, and its present customer. Raises Refused for a missing note."""
    deed = await open_deed(turn, which, {NOTED})
    note = await turn.unit.of(CustomerNotes).get(UUID(deed.figures["note"]))
    person = await turn.unit.people.get(note.contact) if note is not None else None
    if note is None or person is None:
        raise Refused(DeedStays.DONE_ALREADY)
    return note, person


UNDOES = Undoing(name="profiles", last=last_row({NOTED}), preview=_preview, does=_take_back, kinds=frozenset({NOTED}))
