"""What a customer wrote, as it was understood: what it answers, what it asks for, in which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flows.events import MessageReceived
from flows.policy.facts import Kind
from handlers import answered, slash
from handlers.admins.chat import COMMANDS
from handlers.answered import Answered
from handlers.outgoing import Letter, post
from handlers.replies.intents import Expecting, Intent, Reading, read
from handlers.replies.language import language_of
from handlers.turn import Turn
from storage.messages import Message
from storage.people import Address
from storage.runs import Asked
from templates.library import pick_locale

WRITTEN = ("en", "es", "hi", "hi-Latn")
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # what we gather ourselves is older than whatever the shop tells
# "/cancel 1234" and "/order" are words of customers and shopkeepers, too: those of a topic are read like other text.
COMMANDED = frozenset(command.name for command in COMMANDS if not command.topic) - {"help"}
EVERYBODYS = frozenset(
    {Intent.HELP, Intent.START, Intent.JOIN, Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.CANCEL_ORDER}
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a customer wrote, where, what it answers, and how it was read in the light of that.

    ``locale`` is the language of the text, and so of our answer; None where it does not show.
    """

    address: Address
    message: Message
    event: MessageReceived
    answered: Answered
    reading: Reading
    locale: str | None


async def understand(turn: Turn, address: Address, message: Message, event: MessageReceived) -> Said:
    """Read a message in the light of what it answers."""
    to = await answered.by(turn, message)
    return Said(address, message, event, to, _read(event, message, to.asked), await _language(turn, address, event))


def is_for_staff(said: Said) -> bool:
    """Whether somebody who is not on the staff gave a command. /start, /help and /stop are everybody's.

    A word behind a slash is a command on Telegram, and elsewhere only when it is one of the staff's own.
    """
    name = None if said.event.button or said.event.channel == "sms" else slash.command(said.event.text)
    if name is None:
        return False
    if name.partition("_")[0] in COMMANDED:
        return True
    return said.event.channel == "telegram" and said.reading.intent not in EVERYBODYS


async def say(
    turn: Turn, said: Said, template: str, kind: Kind = Kind.ANSWER, values: Mapping[str, Any] | None = None
) -> UUID | None:
    """Answer where it was written, in its language; the message's id, None where nothing can leave there."""
    letter = Letter(
        key=f"answer:{said.message.id}:{template}",
        kind=kind,
        template=template,
        values=values or {},
        reply_to=said.message.id,
        locale=said.locale,
    )
    return await post(turn, said.address, letter)


def _read(event: MessageReceived, message: Message, asked: Asked | None) -> Reading:
    """Whether it is a stop was decided when it was taken in, in the light of the question that was open then."""
    if message.data.get("stops"):
        return Reading(Intent.STOP, 1.0)
    if event.keyword in {"START", "HELP"}:
        return Reading(Intent(event.keyword.lower()), 1.0)
    expecting = Expecting(asked.question.expecting) if asked else Expecting.NOTHING
    reading = read(slash.without_bot(event.text), expecting=expecting, forwarded=event.forwarded, quick=event.button)
    return replace(reading, intent=Intent.AMBIGUOUS_STOP) if reading.intent is Intent.STOP else reading


async def _language(turn: Turn, address: Address, event: MessageReceived) -> str | None:
    """The locale of what they typed, with the region that is known of them or the shop; kept for who has none yet."""
    spoken = None if event.button else language_of(event.text)
    if spoken is None:
        return None
    person = await turn.unit.people.get(address.contact)
    known = person.locale if person else None
    if known is None:
        await turn.unit.people.describe(address.contact, {"locale": spoken}, LONG_AGO)
    tags = [tag for tag in (known, turn.business.locale) if tag]
    return next((tag for tag in tags if pick_locale(tag, WRITTEN, "") == spoken), spoken)
