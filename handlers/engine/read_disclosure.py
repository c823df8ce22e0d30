"""The words that a person read before consenting: as sent, without names.

Consents are disputed years later, when messages have lost their texts, or after an erasure. So the words are stored
with the consent, and contain no names.
"""

from __future__ import annotations

import re
from uuid import UUID

from flows.channels import CHANNELS, Buttons
from flows.events import Means
from flows.policy.departure_facts import ASKS, Kind, Programme
from handlers.engine.turn import Turn
from storage.consent.disclosures import Disclosure
from storage.sending.message import Message

LONGEST_WORDS = 1000  # characters of a person's words that are kept with their consent
_LINK = re.compile(r"(?:https?://)?[^\s/]+/(?:l|track)/[\w.~-]+")


def get_means(message: Message) -> Means:
    """Return how the person answered yes to our question: by button or by text."""
    return Means.BUTTON if message.data.get("button") else Means.ANSWER


def get_words(message: Message) -> str | None:
    """Return the text of an answer, or the label of the tapped button."""
    return (message.text or "")[:LONGEST_WORDS] or None


async def find_run_disclosure(turn: Turn, run: UUID, answer: Message) -> Disclosure | None:
    """Return the ask of the run that was sent before the answer was written; None if there is none."""
    sent = [one for one in await turn.unit.messages.list_for_run(run) if one.kind in ASKS and one.left_at and one.text]
    seen = [one for one in sent if one.left_at is not None and one.left_at <= answer.created_at]
    return await _read_disclosure(turn, max(seen, key=lambda one: one.left_at or one.created_at)) if seen else None


async def find_stop_disclosure(turn: Turn, answer: Message) -> Disclosure | None:
    """Return the confirmation of a stop, which mentions START, if the message answers it; None otherwise."""
    last = await turn.unit.messages.find_last_word(answer.address, answer.id)
    named = last is not None and last.kind is Kind.OPT_OUT_DONE and last.text
    return await _read_disclosure(turn, last) if last is not None and named else None


async def read_message_disclosure(turn: Turn, asked: UUID) -> Disclosure | None:
    """Return the words of the message with the question, as the phone showed them."""
    message = await turn.unit.messages.get(asked)
    return await _read_disclosure(turn, message) if message is not None and message.text else None


async def find_last_disclosure(turn: Turn, address: UUID, programme: Programme) -> Disclosure | None:
    """Return the words of the last consent to the programme at the address."""
    return await turn.unit.evidence.find_last_shown(address, programme)


async def _read_disclosure(turn: Turn, message: Message) -> Disclosure:
    """Return the words of our message as the phone showed them."""
    spelled = CHANNELS[message.channel].buttons is Buttons.APPROVED and message.menu is None
    labels = "" if spelled else "".join(f"\n[{one['text']}]" for one in message.buttons)
    person = await turn.unit.people.get(message.contact)
    text = f"{message.text}{labels}"
    return Disclosure(_hide_name(text, person.name if person else None), message.template, message.locale)


def _hide_name(text: str, name: str | None) -> str:
    for word in sorted({name or "", *(name or "").split()} - {""}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "{name}", text)
    return _LINK.sub("{link}", text)
