"""/note: the staff's notes on a customer, or on a thing of another conversation, such as an order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flows.engine import Subject
from flows.phrase import Lines, Text, phrase
from handlers.actions import message_explanation, person_story
from handlers.actions.action import Origin, Refused
from handlers.conversation import DeedStays, Reversal, Undoing
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.named_things import Notable, Noting
from handlers.staff_chat.person_argument import ask_who, find_people, is_name_part, list_latest
from handlers.staff_chat.staff_command import Command, IssuedCommand, Reply
from storage.businesses.deeds import Deed, Deeds
from storage.profiles.customer_notes import CustomerNotes
from templates.message_values import one_line, quote_line

NOTED = "noted of a customer"
"""The kind of deed: a note on a customer was written."""
_LONGEST = 2000  # characters of a note, as the API takes it
_WORD = re.compile(r'"[^"]*"|“[^”]*”|\S+')
_MARKS = ":,;-–—"  # between a name and its note
_MOST_NAMES = 4  # words that may be a name
_SURE = 1  # the doubt about a whole name


class NoteStays(StrEnum):
    """The reasons why a note cannot be stored."""

    ERASED = "note_of_erased"
    TOO_LONG = "note_too_long"


@dataclass(frozen=True, slots=True)
class KeepNote:
    """A request to store a note on a thing, by its id, in the conversation ``part``."""

    part: str
    thing: UUID
    text: str


async def _find_part(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the conversation whose match is the surest."""
    if not words or asked.is_bare:
        return Missing()
    first, *others = words
    said = (first.rstrip(_MARKS), *others)
    noting = conversations_of(asked.turn).noting
    every = [(part, await one.finds(asked, said)) for part, one in noting.items()]
    found = [(part, one) for part, one in every if one is not None]
    part, best = min(found, key=lambda one: _doubt(one[1], said), default=("", None))
    if best is None or (asked.is_loose and _doubt(best, said) > _SURE and not _asks(best)):
        return Reply(phrase("note_knows_nothing", wanted=quote_line(said[0].strip(_MARKS), 40)), understood=False)
    return best if isinstance(best, Reply) else FoundArgument(part, best.rest, best)


def _doubt(found: Notable | Reply, said: Sequence[str]) -> int:
    """Return how doubtful a match is, 0 the least: a whole name at the beginning, then later, then a part of a name."""
    if isinstance(found, Reply):
        return 2 if found.understood else 4
    begins = not found.rest or tuple(said[-len(found.rest) :]) == found.rest
    return (0 if begins else 1) if found.whole else 3


def _asks(found: Notable | Reply) -> bool:
    """Return True if a match asks which of several is meant."""
    return isinstance(found, Reply) and found.understood


async def _read_note(_asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    return FoundArgument(known["part"].id, words)


async def _text(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the text after the name, as written. The answer to our question may repeat the name."""
    again = {known["part"].word.casefold(), ""}
    while words and words[0].strip("#" + _MARKS).casefold() in again:
        words = words[1:]
    return FoundArgument(get_written_words(asked, words)) if words else Missing()


def get_written_words(asked: IssuedCommand, words: Sequence[str]) -> str:
    """Return the words as written: the end of the text if they are its end, else all after the command."""
    last = words if tuple(asked.arguments[-len(words) :]) == tuple(words) else asked.arguments
    spelled = [*_WORD.finditer(asked.text)]
    text = asked.text[spelled[-len(last)].start() :] if 0 < len(last) <= len(spelled) else " ".join(words)
    return one_line(text).strip('"“”')


async def _ask_part(asked: IssuedCommand, _known: Known) -> Reply:
    return Reply(phrase("note_how"), await list_latest(asked), understood=False)


async def _ask_text(asked: IssuedCommand, known: Known) -> Reply:
    """Ask for the note; the next message is about the same thing, even if it begins with a name."""
    return Reply(known["part"].asks, asks=(asked.command, known["part"].word))


async def _keep(turn: Turn, origin: Origin, command: KeepNote) -> Text:
    """Store the note with its thing. Raises Refused if the text is too long."""
    if len(command.text) > _LONGEST:
        raise Refused(NoteStays.TOO_LONG, {"long": len(command.text), "most": _LONGEST})
    return await conversations_of(turn).noting[command.part].keeps(turn, origin, command.thing, command.text)


async def _find_customer(asked: IssuedCommand, words: tuple[str, ...]) -> Notable | Reply | None:
    """Find the customer whose name begins the words; if several match, ask which, and keep the text."""
    bare = tuple(word.strip(_MARKS) for word in words[:_MOST_NAMES])
    people, many = await find_people(asked.turn, bare)
    rest = words[many:]
    while rest and not rest[0].strip(_MARKS):
        rest = rest[1:]
    if not people:
        return None
    if len(people) > 1:
        return await ask_who(asked, people, get_written_words(asked, rest) if rest else "")
    who = people[0]
    asks = phrase("what_to_note_of", who=await person_story.get_name(asked.turn, who))
    return Notable(who.id, who.id.hex, rest, asks, whole=is_name_part(who, bare[:many]))


async def _save_note(turn: Turn, origin: Origin, contact: UUID, text: str) -> Text:
    """Store the note with a customer. Raises Refused if they were erased."""
    person = await turn.unit.people.get(contact)
    if person is None or person.erased_at is not None:
        raise Refused(NoteStays.ERASED)
    note = await turn.unit.of(CustomerNotes).add(person.id, text, origin.by, turn.now)
    await turn.unit.of(Deeds).note(NOTED, person.id, origin.by, turn.now, note=str(note.id))
    await turn.unit.access.log(origin.by, "noted", turn.now, Subject("contact", person.id))
    head = phrase("noted_of", who=await person_story.get_name(turn, person))
    return Lines((head, phrase("next", command=await message_explanation.tap(turn, person, "customers"))))


async def _find_reversal(turn: Turn, deed: Deed) -> Reversal:
    """Return the reversal that removes the note, which only the staff saw. Raises Refused if it is missing."""
    notes = turn.unit.of(CustomerNotes)
    note = await notes.get(UUID(deed.figures["note"]))
    person = await turn.unit.people.get(note.contact) if note is not None else None
    if note is None or person is None:
        raise Refused(DeedStays.DONE_ALREADY)
    what, after = await person_story.get_name(turn, person), await message_explanation.tap(turn, person, "customers")
    return Reversal(
        what=phrase("deed_noted_of", who=what), does=lambda _: notes.remove(note.contact, note.id), after=after
    )


UNDOES = Undoing.of_rows("profiles", {NOTED: _find_reversal})


def _describe_note(text: Text) -> Text:
    return text


NOTING = Noting(_find_customer, _save_note)
NOTE = Command(
    name="note",
    usage="/note{person} likes red",
    arguments=(
        Argument("part", "", _find_part, _ask_part), Argument("thing", "", _read_note),
        Argument("text", "", _text, _ask_text, written=True),
    ),
    takes=KeepNote,
    does=_keep,
    says=_describe_note,
    topic="people",
    acts=True,
)  # fmt: skip
