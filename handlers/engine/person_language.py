"""The language of a person: of their last clear text, else the one from the shop's system, else the business's."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flows.business import Business
from flows.events import MessageReceived
from handlers.engine.turn import Turn
from storage.events.open_questions import QuestionRecord
from storage.people.people import Address, Contact
from templates.message_library import pick_locale
from templates.phrases import Phrases
from templates.speech import Speech

WRITTEN = ("en", "es", "hi", "hi-Latn")


async def learn(turn: Turn, address: Address, event: MessageReceived, question: QuestionRecord | None = None) -> None:
    """Store the language of a person's message, if it is clear; ``question`` is the question that it answers."""
    person = await turn.unit.people.get(address.contact)
    is_place = question is not None and turn.tools.conversations.asks_for_place(question.expects)
    spoken = None if person is None else _detect_language(event, person.writes, is_place=is_place)
    if person is not None and spoken not in {None, person.writes}:
        await turn.unit.people.write_in(person.id, spoken)


def of(person: Contact | None, business: Business) -> str:
    """Return the locale for messages to a person, with the known region of the person or business."""
    told = [tag for tag in (person.locale if person else None, business.locale) if tag]
    if person is None or person.writes is None:
        return told[0]
    return next((tag for tag in told if pick_locale(tag, WRITTEN, "") == person.writes), person.writes)


async def get_staff_language(turn: Turn, contact: UUID) -> str | None:
    """Return the language that the business file states for a staff member; None for everybody else."""
    member = await turn.unit.access.member_of(contact)
    return member.language if member else None


def _detect_language(event: MessageReceived, before: str | None, *, is_place: bool) -> str | None:
    """Return the language of a person's message; None if it is unclear."""
    if event.button or event.forwarded:
        return None
    from handlers.replies.text_language import find_named_language, is_clear, language_of  # loads with the first text

    named = find_named_language(event)
    if named is not None:
        return named
    spoken = language_of(event.text)
    if before is not None and is_place and any(map(str.isdigit, event.text)):
        return None
    return spoken if is_clear(event.text) or (before is None and spoken != "en") else None


ENGLISH = Speech(Phrases.load(), "en", {}, {})
"""Speech of programs that read values without a moment."""


async def speech_to(turn: Turn, address: Address) -> Speech:
    """Return the speech for the reader at this address: in the reader's language, else the business's."""
    own = await get_staff_language(turn, address.contact)
    locale = own or of(await turn.unit.people.get(address.contact), turn.business)
    return _speech(turn, locale, turn.business.texts)


def load_speech(turn: Turn, locale: str) -> Speech:
    """Return the speech for readers of a language."""
    return _speech(turn, locale, turn.business.texts)


def make_english(turn: Turn) -> Speech:
    """Return the English speech of the command line."""
    return _speech(turn, "en", {})


def _speech(turn: Turn, locale: str, texts: Mapping[str, str]) -> Speech:
    business = turn.business
    common = {"brand": business.name, "zone": turn.zone, "now": turn.now, "currency": business.currency}
    return Speech(Phrases.load(), locale, common, texts)
