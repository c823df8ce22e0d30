"""A question the bot cannot answer goes to the staff's chat; they answer by replying, and the customer gets it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from flows.actor import Actor
from flows.channels import CHANNELS
from flows.consent.staff_answered import StaffAnswered
from flows.engine import Asks, Subject
from flows.events import ConsentAction
from flows.phrase import Phrase, phrase
from flows.policy.facts import Kind, Programme
from handlers import alerts, own_events, slash, still_told
from handlers.crowds import is_in_crowd
from handlers.keeper import Kept
from handlers.outgoing import OutboundMessage, post
from handlers.replies.intents import Intent, read
from handlers.speech import speech_to
from handlers.turn import Turn
from storage.deeds import Deeds
from storage.messages import BY_STAFF, Message
from storage.people import Address
from templates import formats
from templates.values import a_name, quoted

WROTE = "wrote"
"""The kind of deed: a member of the staff wrote to the person at an address."""
STILL_OPEN = timedelta(hours=12)
ANSWER = "answer_of_staff"
"""What is expected of the staff for whoever waits."""
LONGEST_QUOTE = 160  # characters
_RECENT = 100  # messages of a chat of the staff that are looked through
AT_ONCE = timedelta(minutes=10)  # what they write in this time after a question belongs to it
_JOINED = re.compile(r"\s*join\s+\w{12}\b", re.IGNORECASE)  # as an invite's link writes for them: handlers/joining.py
_PASSED_ON = frozenset({"passed_on", "passed_on_later", "already_open"})


@dataclass(frozen=True, slots=True)
class PassedOn:
    """What honestly answers a customer whose words go to the staff: the template that ``says`` it, with its values.

    ``passed_on``, or ``passed_on_later`` where nobody answers before the business opens; ``already_open`` while they
    are talking with the staff or a question of theirs waits; ``help`` where nobody is linked to be asked, or so many
    strangers wait that theirs is not kept.
    """

    says: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anybody was asked."""
        return self.says != "help"


def is_staffs(message: Message) -> bool:
    """Whether a member of the staff wrote it to a customer."""
    return message.key.startswith(BY_STAFF)


async def ask(
    turn: Turn,
    address: Address,
    message: Message,
    answered: Message | None = None,
    *,
    shown: str = "",
    about: Phrase | None = None,
) -> PassedOn:
    """Pass a customer's message on to everybody on the staff; what honestly answers the customer.

    ``answered`` is what the staff had written to them, where it answers that; ``shown`` the number of the order whose
    photos they write of, which is held until the staff goes on with it; ``about`` says what else it is about than
    their cart.
    """
    thread = await turn.unit.messages.thread(address.id)
    waiting = answered is not None or await is_waiting(turn, address)
    asks = None if waiting else waits_for(address)
    values = await _values(turn, address, message, thread)
    everybody = await alerts.desk(turn)
    desks = [desk for desk in everybody if answered is not None or not await is_in_crowd(turn, desk, address)]
    if not desks:
        return await _noted(turn, address, message) if everybody else PassedOn("help")
    keeper = turn.tools.conversations.keeper
    kept = Kept() if keeper is None else await keeper.keep(turn, address, message, answered)
    values |= kept.shown
    answers = answered is not None and read(message.text or "").intent is not Intent.QUESTION
    for desk in desks:
        earlier = await _earlier(turn, desk, address, thread)
        told = (_shortly(values) if earlier else values) | {"shown": shown} | ({"about": about} if about else {})
        to = earlier or await _staffs_own(turn, desk, answered)
        await _alert(turn, desk, address, message, {**told, "answers": answers}, to, asks=asks)
    return _passed_on(kept, waiting=waiting)


async def _noted(turn: Turn, address: Address, message: Message) -> PassedOn:
    """One of a crowd waits in the list, while the list has room."""
    keeper = turn.tools.conversations.keeper
    waiting = keeper is not None and await keeper.is_waiting(turn, address.id)
    kept = await keeper.note(turn, address, message) if keeper is not None else None
    return PassedOn("help") if kept is None else _passed_on(kept, waiting=waiting)


def _passed_on(kept: Kept, *, waiting: bool) -> PassedOn:
    if kept.opens is not None:
        return PassedOn("passed_on_later", {"opens": kept.opens})
    return PassedOn("already_open" if waiting else "passed_on")


def waits_for(address: Address, within: timedelta = STILL_OPEN) -> Asks:
    """What the staff is asked: whoever writes from that address waits for their answer."""
    return Asks(ANSWER, Subject("address", address.id), within=within)


async def was_said(turn: Turn, message: Message) -> bool:
    """Whether the last that left before a message, for its address, says that the staff was asked."""
    last = await turn.unit.messages.last_word(message.address, message.id)
    return last is not None and last.template in _PASSED_ON


async def is_waiting(turn: Turn, address: Address) -> bool:
    """Whether the staff was asked for whoever writes from there, and has not answered yet."""
    return await turn.unit.questions.is_open_about(Subject("address", address.id), ANSWER, turn.now)


async def thanked(turn: Turn, address: Address, message: Message, answered: Message) -> None:
    """Tell the staff that the customer thanked them: nobody waits for an answer to that."""
    values = await _values(turn, address, message, [])
    for desk in await alerts.desk(turn):
        to = await _staffs_own(turn, desk, answered)
        await _alert(turn, desk, address, message, values, to, template="staff_thanked")


async def warn(turn: Turn, address: Address, message: Message, name: str | None = None) -> None:
    """Tell the staff, once an hour, that we do not answer somebody any more because they write like a machine.

    ``name`` is what the staff calls them, where that is not the person's own.
    """
    name = quoted(name, LONGEST_QUOTE) if name else await named(turn, address)
    words, channel = quoted(message.text or "", LONGEST_QUOTE), formats.channel(address.channel)
    sent = alerts.sent(message)
    warning = phrase("writes_like_a_machine", who=name, channel=channel, words=words, sent=sent)
    for desk in await alerts.desk(turn):
        key = f"machine:{address.id}:{turn.now:%Y%m%d%H}:{desk.id}"
        text = (await speech_to(turn, desk)).say(warning)
        await post(turn, desk, OutboundMessage(key, Kind.STAFF, text=text, about=address.id))


async def answer(turn: Turn, customer: Address, reply: Message, words: str | None = None) -> bool:
    """A member of the staff answers a customer, by what they wrote or by ``words`` that they chose: the customer gets
    it in their own channel."""
    said = words or reply.text
    if not said:
        return False
    text = said if CHANNELS[customer.channel].is_chat else signed(turn, said)
    letter = OutboundMessage(key=f"{BY_STAFF}{reply.id}", kind=Kind.ANSWER, text=text)
    await post_answer(turn, customer, letter, reply.contact)
    return True


async def post_answer(turn: Turn, customer: Address, letter: OutboundMessage, by: UUID | None) -> None:
    """The words of a member of the staff to a customer, by whichever way they were given: the customer waits no longer,
    and whoever waited for a person to read them goes on. ``by`` is the member's contact."""
    await post(turn, customer, letter)
    await turn.unit.questions.settle_about(Subject("address", customer.id), ANSWER, turn.now)
    member = await turn.unit.access.member_of(by) if by is not None else None
    if member is not None:
        await note_words(turn, customer, Actor.staff(member.id))
    if (keeper := turn.tools.conversations.keeper) is not None:
        await keeper.answered(turn, customer, member.id if member else None)
    key = f"answered:{letter.key.removeprefix(BY_STAFF)}"
    await own_events.emit(turn, customer.contact, StaffAnswered(), key)


async def note_words(turn: Turn, to: Address, by: Actor) -> None:
    """Keep that a member of the staff wrote to somebody: an ``/undo`` after that means those words, not older deeds."""
    await turn.unit.of(Deeds).note(WROTE, to.id, by, turn.now)


async def takes_no_answer(turn: Turn, customer: Address) -> bool:
    """Whether nobody may answer them: they wrote STOP last, and hear of no order that goes on in this chat."""
    if still_told.is_answered_at(customer) and await still_told.are_answered(turn, customer.contact):
        return False
    return await was_stopped(turn, customer)


async def was_stopped(turn: Turn, customer: Address) -> bool:
    """Whether they wrote STOP, wherever, and have not written here since.

    An opt-out holds for all of a shop's texts but one that confirms it (47 CFR 64.1200(a)(12)); a question that they
    write afterwards may be answered.
    """
    stopped = await turn.unit.consents.stopped([customer.id])
    revoked = await turn.unit.consents.revoked_at(customer.id, Programme.REMINDERS) if stopped else None
    thread = await turn.unit.messages.thread(customer.id)
    last = next((one for one in reversed(thread) if one.direction == "in"), None)
    if revoked is None:
        return False
    if last is None or last.data.get("stops") or last.created_at < revoked:
        return True
    # A yes to whether our messages shall stop is in the ledger, and was no stop when it came in.
    ended = (one for one in await turn.unit.consents.ledger(customer.contact) if one.action is ConsentAction.REVOKED)
    return any(one.event == last.id for one in ended)


def signed(turn: Turn, text: str) -> str:
    """An SMS shows a number and no name: it begins with the brand, unless they have written it there themselves."""
    brand = turn.business.name
    return text if text.lower().startswith(brand.lower()) else f"{brand}: {text}"


async def _alert(
    turn: Turn,
    desk: Address,
    address: Address,
    message: Message,
    values: Mapping[str, object],
    to: UUID | None,
    template: str = "staff_alert",
    asks: Asks | None = None,
) -> None:
    """``values`` may be phrases: each desk reads them in its language."""
    key, speech = f"handover:{message.id}:{desk.id}", await speech_to(turn, desk)
    said = {name: speech.say(value) if isinstance(value, Phrase) else value for name, value in values.items()}
    letter = OutboundMessage(key, Kind.STAFF, template=template, values=said, about=address.id, reply_to=to, asks=asks)
    await post(turn, desk, letter)


async def _earlier(turn: Turn, desk: Address, address: Address, thread: Sequence[Message]) -> UUID | None:
    """The alert that this desk got minutes ago about the same person, if nobody has answered since."""
    said = await turn.unit.messages.thread(desk.id, _RECENT)
    handed = (one for one in reversed(said) if one.about == address.id and one.template)  # other alerts are texts
    alert = next(handed, None)
    if alert is None or alert.created_at <= turn.now - AT_ONCE:
        return None
    return None if any(is_staffs(one) and one.id > alert.id for one in thread) else alert.id


async def _staffs_own(turn: Turn, desk: Address, answered: Message | None) -> UUID | None:
    """What was written at this desk and is answered now, so that a chat shows the two together."""
    if answered is None or not is_staffs(answered):
        return None
    written = await turn.unit.messages.get(UUID(answered.key.removeprefix(BY_STAFF)))
    return written.id if written is not None and written.address == desk.id else None


async def _values(turn: Turn, address: Address, message: Message, thread: list[Message]) -> dict[str, object]:
    person = await turn.unit.people.get(address.contact)
    carts = await turn.unit.carts.open_of(address.contact)
    about = phrase("cart_of", amount=carts[-1].total) if carts else ""
    return {
        "who": who(person.name if person else None, address),
        "channel": address.channel,
        "about": about,
        "question": _question(message),
        "thread": alerts.quoted(spoken([one for one in thread if one.id < message.id])),
    }


def _question(message: Message) -> str | Phrase:
    """What a customer's message says: its words and, since the alert carries no media, that there were some."""
    if message.text:
        return alerts.with_media(message, message.text)
    return phrase("without_text" if message.media else "nothing_readable")


def _shortly(values: Mapping[str, object]) -> dict[str, object]:
    """What a following alert says: the chat shows it under the first, which has the rest."""
    return {**values, "also": True, "about": "", "thread": []}


def spoken(thread: Sequence[Message]) -> list[Message]:
    """A thread without the commands of the person: no words of theirs, and a start's token is a secret."""
    return [one for one in thread if one.direction == "out" or not _is_command(one.text or "")]


def _is_command(text: str) -> bool:
    return slash.command(text) is not None or _JOINED.match(text) is not None


async def named(turn: Turn, address: Address) -> str:
    """The person at an address as the staff may see them."""
    person = await turn.unit.people.get(address.contact)
    return who(person.name if person else None, address)


def who(name: str | None, address: Address) -> str:
    """A person as the staff may see them in a chat: the name, and the end of the number."""
    tail = f"…{address.value[-4:]}"
    return f"{a_name(name)} ({tail})" if name else tail
