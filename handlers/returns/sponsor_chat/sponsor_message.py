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
from storage.events.open_questions import QuestionRecord
from storage.people.people import Address
from storage.sending.message import Message

SPONSOR_ASKED = "sponsor_asked"
"""The expectation of a question to a partner; its value ``ASKS`` says for what."""
ASKS = "asks"
MENU_ASKED = "menu"
"""The question of the menu after a text that was not understood."""
_ASKED_FOR = timedelta(days=1)
_MENU = ("offers", "stats", "invoice", "page", "help")

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
    turn: Turn, talk: SponsorTalk, text: Text, choices: Choices | None = None, asks: Mapping[str, str] | None = None,
    *, name: str = "said",
) -> None:  # fmt: skip
    """Answer a message once for each ``name``, with the menu unless there are ``choices`` or it ``asks`` something.
    Where no buttons are drawn, their numbers answer as well.
    """
    choices = make_menu() if choices is None and asks is None else choices or ()
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


def read_pressed(text: str, button: str | None, question: QuestionRecord | None) -> str | None:
    """Return the answer of a pressed button, or of the number of one; None for other texts."""
    if button is not None:
        return button
    if question is None or question.expects != SPONSOR_ASKED or not question.choices:
        return None
    number = read_choice(text, most=len(question.choices))
    return None if number is None else question.choices[number - 1]


def make_menu() -> Choices:
    """Return the buttons of what a partner can ask for; each answers with its command."""
    return [(name, phrase(f"partner_button_{name}")) for name in _MENU]
