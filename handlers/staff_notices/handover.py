"""The handover of a question that the bot cannot answer: it goes to the staff's chat, and the customer waits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from flows.engine import Asks, Subject
from flows.phrase import Phrase, phrase
from flows.policy.departure_facts import Kind
from handlers.engine import slash_command
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.people.persons import name_person
from handlers.replies.customer_intents import Intent, read
from handlers.staff_notices import alerts
from handlers.staff_notices.alerts import is_in_crowd
from handlers.staff_notices.question_keeper import KeptQuestion
from storage.people.people import Address
from storage.sending.message import BY_STAFF, Message
from templates import formats
from templates.message_values import quote_line

STILL_OPEN = timedelta(hours=12)
ANSWER = "answer_of_staff"
"""The expectation that the staff answers a waiting customer."""
LONGEST_QUOTE = 160  # characters
_RECENT = 100  # messages of a staff chat to read
AT_ONCE = timedelta(minutes=10)  # how long later messages belong to a question
_JOINED = re.compile(
    r"\s*join\s+\w{12}\b", re.IGNORECASE
)  # as an invite's link writes for the person: handlers/intake/join_links.py


@dataclass(frozen=True, slots=True)
class PassedOnAnswer:
    """The answer to a customer whose words go to the staff: the name of the template (``says``) and its values.

    It is ``passed_on``, or ``passed_on_later`` if nobody answers before the business opens; ``already_open`` during a
    talk with the staff or while an earlier question waits; ``help`` if nobody is linked, or if too many strangers wait.
    """

    says: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Return True if the staff was asked."""
        return self.says != "help"


async def ask(
    turn: Turn,
    address: Address,
    message: Message,
    answered: Message | None = None,
    *,
    shown: str = "",
    about: Phrase | None = None,
) -> PassedOnAnswer:
    """Pass a customer's message on to all of the staff; return the answer to the customer.

    ``answered`` is the staff's message that the customer answers. ``shown`` is the number of the order whose photos it
    is about; the order is on hold until the staff continues it. ``about`` names a subject other than their cart.
    """
    thread = await turn.unit.messages.thread(address.id)
    waiting = answered is not None or await is_waiting(turn, address)
    asks = None if waiting else waits_for(address)
    values = await _load_values(turn, address, message, thread)
    everybody = await alerts.list_chats(turn)
    desks = [desk for desk in everybody if answered is not None or not await is_in_crowd(turn, desk, address)]
    if not desks:
        return await _note_message(turn, address, message) if everybody else PassedOnAnswer("help")
    kept = await turn.tools.conversations.keeper.keep(turn, address, message, answered)
    values |= kept.shown
    answers = answered is not None and read(message.text or "").intent is not Intent.QUESTION
    for desk in desks:
        earlier = await _find_earlier_alert(turn, desk, address, thread)
        told = (_shorten_values(values) if earlier else values) | {"shown": shown} | ({"about": about} if about else {})
        to = earlier or await _find_own_message(turn, desk, answered)
        await _send_alert(turn, desk, address, message, {**told, "answers": answers}, to, asks=asks)
    return _pass_on(kept, waiting=waiting)


async def _note_message(turn: Turn, address: Address, message: Message) -> PassedOnAnswer:
    """Store a message of one of many strangers in the list, if it is not full; return the answer."""
    keeper = turn.tools.conversations.keeper
    waiting = await keeper.is_waiting(turn, address.id)
    kept = await keeper.note(turn, address, message)
    return PassedOnAnswer("help") if kept is None else _pass_on(kept, waiting=waiting)


def _pass_on(kept: KeptQuestion, *, waiting: bool) -> PassedOnAnswer:
    if kept.opens is not None:
        return PassedOnAnswer("passed_on_later", {"opens": kept.opens})
    return PassedOnAnswer("already_open" if waiting else "passed_on")


def waits_for(address: Address, within: timedelta = STILL_OPEN) -> Asks:
    """Make the question that the staff answers: the customer at that address waits for a reply."""
    return Asks(ANSWER, Subject("address", address.id), within=within)


async def is_waiting(turn: Turn, address: Address) -> bool:
    """Return True if the customer at that address waits for the staff."""
    return await turn.unit.questions.is_open_about(Subject("address", address.id), ANSWER, turn.now)


async def report_thanks(turn: Turn, address: Address, message: Message, answered: Message) -> None:
    """Report to the staff that the customer thanked them, so no answer is needed."""
    values = await _load_values(turn, address, message, [])
    for desk in await alerts.list_chats(turn):
        to = await _find_own_message(turn, desk, answered)
        await _send_alert(turn, desk, address, message, values, to, template="staff_thanked")


async def warn(turn: Turn, address: Address, message: Message, name: str | None = None) -> None:
    """Warn the staff, once an hour, that we stopped answering a person who writes like a machine.

    ``name`` is the staff's name for the person; if None, their own name is used.
    """
    name = quote_line(name, LONGEST_QUOTE) if name else await name_person(turn, address)
    words, channel = quote_line(message.text or "", LONGEST_QUOTE), formats.channel(address.channel)
    sent = alerts.name_media(message)
    warning = phrase("writes_like_a_machine", who=name, channel=channel, words=words, sent=sent)
    for desk in await alerts.list_chats(turn):
        key = f"machine:{address.id}:{turn.now:%Y%m%d%H}:{desk.id}"
        text = (await speech_to(turn, desk)).say(warning)
        await post(turn, desk, OutboundMessage(key, Kind.STAFF, text=text, about=address.id))


async def _send_alert(
    turn: Turn,
    desk: Address,
    address: Address,
    message: Message,
    values: Mapping[str, object],
    to: UUID | None,
    template: str = "staff_alert",
    asks: Asks | None = None,
) -> None:
    """Send the alert to one chat of the staff, ``desk``. Phrases among the ``values`` are translated for its reader."""
    key, speech = f"handover:{message.id}:{desk.id}", await speech_to(turn, desk)
    said = {name: speech.say(value) if isinstance(value, Phrase) else value for name, value in values.items()}
    letter = OutboundMessage(key, Kind.STAFF, template=template, values=said, about=address.id, reply_to=to, asks=asks)
    await post(turn, desk, letter)


async def _find_earlier_alert(turn: Turn, desk: Address, address: Address, thread: Sequence[Message]) -> UUID | None:
    """Return a recent alert in this chat about the same person, if no staff member has answered since."""
    said = await turn.unit.messages.thread(desk.id, _RECENT)
    handed = (one for one in reversed(said) if one.about == address.id and one.template)  # other alerts are texts
    alert = next(handed, None)
    if alert is None or alert.created_at <= turn.now - AT_ONCE:
        return None
    return None if any(one.by_staff and one.id > alert.id for one in thread) else alert.id


async def _find_own_message(turn: Turn, desk: Address, answered: Message | None) -> UUID | None:
    """Return the staff's message in this chat that the customer answers, so that the chat shows both; else None."""
    if answered is None or not answered.by_staff:
        return None
    written = await turn.unit.messages.get(UUID(answered.key.removeprefix(BY_STAFF)))
    return written.id if written is not None and written.address == desk.id else None


async def _load_values(turn: Turn, address: Address, message: Message, thread: list[Message]) -> dict[str, object]:
    carts = await turn.unit.carts.list_open(address.contact)
    about = phrase("cart_of", amount=carts[-1].total) if carts else ""
    return {
        "who": await name_person(turn, address),
        "channel": address.channel,
        "about": about,
        "question": _question(message),
        "thread": alerts.quote_thread(drop_commands([one for one in thread if one.id < message.id])),
    }


def _question(message: Message) -> str | Phrase:
    """Return the words of a customer's message, and the names of its media, since the alert cannot contain them."""
    if message.text:
        return alerts.quote_with_media(message, message.text)
    return phrase("without_text" if message.media else "nothing_readable")


def _shorten_values(values: Mapping[str, object]) -> dict[str, object]:
    """Reduce the values for a following alert: the chat shows it under the first one, which has the rest."""
    return {**values, "also": True, "about": "", "thread": []}


def drop_commands(thread: Sequence[Message]) -> list[Message]:
    """Return a thread except for the person's commands, since a start command contains a secret token."""
    return [one for one in thread if one.direction == "out" or not _is_command(one.text or "")]


def _is_command(text: str) -> bool:
    return slash_command.command(text) is not None or _JOINED.match(text) is not None
