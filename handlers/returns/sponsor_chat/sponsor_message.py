"""A partner's message as one value, and our answers to it, with buttons or numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from flows.channels import CHANNELS, Buttons
from flows.engine import Asks
from flows.phrase import Text, phrase
from flows.policy.departure_facts import Kind
from flows.promotions.sponsor import Sponsor
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import load_speech
from handlers.engine.turn import Turn
from handlers.replies.numbered_choices import read_choice
from handlers.returns.sponsor_chat.sponsor_command import SponsorIntent
from storage.events.open_questions import QuestionRecord
from storage.people.people import Address
from storage.sending.message import Message

SPONSOR_ASKED = "sponsor_asked"
"""The expectation of a question to a partner; its value ``ASKS`` says for what."""
ASKS = "asks"
MENU_ASKED = "menu"
"""The question of the menu after a text that was not understood."""
_ASKED_FOR = timedelta(days=1)
_MENU = "partner."

Choices: TypeAlias = Sequence[tuple[str, Text]]
"""Buttons: what each answers, and its label of at most 20 characters."""


@dataclass(frozen=True, slots=True)
class SponsorTalk:
    """A message of a partner, and the question that it answers."""

    sponsor: Sponsor
    address: Address
    message: Message
    question: QuestionRecord | None = None

    def get_asked(self, name: str = ASKS) -> str:
        """Return a value of the question that the message answers; "" without one."""
        asked = self.question
        return str(asked.data.get(name, "")) if asked is not None and asked.expects == SPONSOR_ASKED else ""


async def say(
    turn: Turn, talk: SponsorTalk, name: str, text: Text, choices: Choices = (), asks: Mapping[str, str] | None = None
) -> None:
    """Answer a message once for each ``name``. Where no buttons are drawn, their numbers answer as well."""
    speech = load_speech(turn, talk.sponsor.language or turn.business.locale)
    labels: list[str] = [speech.say(label) for _, label in choices]
    spelled: list[str] = []
    if CHANNELS[talk.address.channel].buttons is not Buttons.ANY:
        labels = spelled = [f"{number} {label}" for number, label in enumerate(labels, 1)]
    answers = tuple(answer for answer, _ in choices)
    question = Asks(SPONSOR_ASKED, choices=answers, values=asks or {}, within=_ASKED_FOR) if choices or asks else None
    letter = OutboundMessage(
        f"answer:{talk.message.id}:{name}", Kind.ANSWER, text="\n".join([speech.say(text), *spelled]),
        buttons=tuple(zip(answers, labels, strict=True)), reply_to=talk.message.id, asks=question,
    )  # fmt: skip
    await post(turn, talk.address, letter)


def read_press(text: str, button: str | None, question: QuestionRecord | None) -> str | None:
    """Return the answer of a pressed button, or of the number of one; None for other texts."""
    if button is not None:
        return button
    if question is None or question.expects != SPONSOR_ASKED or not question.choices:
        return None
    number = read_choice(text, most=len(question.choices))
    return None if number is None else question.choices[number - 1]


def make_menu() -> Choices:
    """Return the buttons of what a partner can ask for."""
    shown = (SponsorIntent.OFFERS, SponsorIntent.STATS, SponsorIntent.INVOICE, SponsorIntent.PAGE, SponsorIntent.HELP)
    return [make_button(one) for one in shown]


def make_button(intent: SponsorIntent) -> tuple[str, Text]:
    """Return the button of a request."""
    return f"{_MENU}{intent.value}", phrase(f"partner_button_{intent.value}")


def read_menu(pressed: str) -> SponsorIntent | None:
    """Return the request of a menu's button; None for other buttons."""
    known = {f"{_MENU}{one.value}": one for one in SponsorIntent}
    return known.get(pressed)
