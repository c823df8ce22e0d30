"""In which language a person is written to: the one they last clearly wrote in, else the one that the shop's system
tells, else the business's.

One clear text counts: who asks in English is answered in English, and so are the "haan" after it and the news that it
brings. What shows no language of its own ("ok", "2", a button, what they forward) changes nothing. A word or two tell
one only of somebody who never wrote clearly, and never English, whose short words everybody uses. An address is in the
language of its town: it changes none that is known.
"""

from __future__ import annotations

from uuid import UUID

from flows.business import Business
from flows.events import MessageReceived
from handlers.replies.language import is_clear, language_named, language_of
from handlers.turn import Turn
from storage.people import Address, Contact
from storage.questions import Question
from templates.library import pick_locale

WRITTEN = ("en", "es", "hi", "hi-Latn")


async def heard(turn: Turn, address: Address, event: MessageReceived, question: Question | None = None) -> None:
    """Keep the language of what a person wrote, where it shows; ``question`` is the one that it answers."""
    person = await turn.unit.people.get(address.contact)
    is_place = question is not None and turn.tools.conversations.asks_for_place(question.expects)
    spoken = None if person is None else _spoken(event, person.writes, is_place=is_place)
    if person is not None and spoken not in {None, person.writes}:
        await turn.unit.people.write_in(person.id, spoken)


def of(person: Contact | None, business: Business) -> str:
    """The locale in which they are written to, with the region that is known of them or the business."""
    told = [tag for tag in (person.locale if person else None, business.locale) if tag]
    if person is None or person.writes is None:
        return told[0]
    return next((tag for tag in told if pick_locale(tag, WRITTEN, "") == person.writes), person.writes)


async def of_staff(turn: Turn, contact: UUID) -> str | None:
    """The language that the business file names for a member of the staff; None for everybody else."""
    member = await turn.unit.access.member_of(contact)
    return member.language if member else None


def _spoken(event: MessageReceived, before: str | None, *, is_place: bool) -> str | None:
    """The language that a message of a person tells; None where the message tells none."""
    if event.button or event.forwarded:
        return None
    named = language_named(event)
    if named is not None:
        return named
    spoken = language_of(event.text)
    if before is not None and is_place and any(map(str.isdigit, event.text)):
        return None
    return spoken if is_clear(event.text) or (before is None and spoken != "en") else None
