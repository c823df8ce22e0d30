"""Alerts to the staff, once a day about the same matter; many strangers at once make one alert."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from flows.actor import Actor
from flows.channels import PROVEN
from flows.engine import Subject
from flows.phrase import Ours, Phrase, Text, join_first, phrase
from flows.policy.departure_facts import Kind
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.replies.automatic_senders import HOUR
from storage.identity.personal_tables import find_answering
from storage.people.people import Address
from storage.people.stranger_questions import find_asked, has_dealings
from storage.sending.message import Message
from templates.message_values import LINK, disarm_taps, one_line, shorten

ROLES = ("owner", "manager", "agent")
RESPONSIBLE = ROLES[:2]
_LINES, _LONGEST = 3, 80  # of a thread, and characters of each: the question fits on a phone's first screen
_MEDIA = {"image": "a_photo", "photo": "a_photo", "audio": "a_voice_note", "voice": "a_voice_note", "video": "a_video"}
_LINK = re.compile(r"(?:[a-z][a-z0-9+.-]{0,20}://|\b[\w.-]{1,253}/l/)\S+", re.IGNORECASE)


async def tell(
    turn: Turn,
    about: str,
    text: Text,
    *,
    down: str = "",
    but: Actor | None = None,
    person: UUID | None = None,
    subject: Subject | None = None,
    once: bool = False,
) -> bool:
    """Send ``text`` to every linked owner and manager; return False if they all have got it already.

    ``about`` identifies the alert for today, or for good if ``once``.

    ``down`` is a channel with no service now: members with another channel get it there. ``but`` is a staff member who
    needs no alert. ``person`` is the address of a customer in the text: an erasure deletes it from the text, and a
    reply goes to the customer, as to a question. ``subject`` is the customer's order: photos in an answer belong to it.
    """
    day, new = "once" if once else turn.today.isoformat(), []
    for address in await list_chats(turn, roles=RESPONSIBLE, down=down, but=but):
        key = f"alert:{about}:{day}:{address.id}"
        said = (await speech_to(turn, address)).say(text)
        letter = OutboundMessage(key=key, kind=Kind.STAFF, text=said, about=person, subject=subject)
        new.append(await post(turn, address, letter) is not None)
    return any(new) or not new


async def list_chats(
    turn: Turn, roles: Sequence[str] = ROLES, *, down: str = "", but: Actor | None = None
) -> list[Address]:
    """Return the chats of linked staff members with these roles, owners first; empty if there are none."""
    members = [member for member in await turn.unit.access.members() if member.contact and member.role in roles]
    found = []
    for member in sorted(members, key=lambda one: ROLES.index(one.role)):
        if Actor.staff(member.id) == but:
            continue
        chat = await find_chat(turn, member.contact, down=down) if member.contact else None
        if chat is not None:
            found.append(chat)
    return found


def quote_thread(thread: Sequence[Message]) -> list[str]:
    """Return the last messages of a thread for an alert, shortened, except for links and buttons.

    A staff member's tap on a customer's link would count as the customer's click.
    """
    spoken = [(one, words) for one in thread if (words := _words(one))]
    return [f"{'<' if one.direction == 'out' else '>'} {words}" for one, words in spoken[-_LINES:]]


def name_media(message: Message) -> Text:
    """Name the media of a person's message for an alert, each kind once."""
    kinds = dict.fromkeys(_MEDIA.get(one["kind"], "a_file") for one in message.media)
    return join_first([phrase(kind) for kind in kinds or ["something_empty"]])


def quote_with_media(message: Message, words: str) -> str | Phrase:
    """Return the words of a person's message, with the names of its media."""
    return phrase("said_with_media", words=words, sent=name_media(message)) if message.media else words


def _words(message: Message) -> str:
    """Return the words on one line, except for links, and for buttons that are written out in the text."""
    lines = replace(message, text=message.open_text).listed.splitlines()
    said = [line for line in lines if not any(_is_button(line, button) for button in message.buttons)]
    return shorten(unlink_text(one_line(" ".join(said))), _LONGEST, "…")


def unlink_text(text: str) -> str:
    """Replace links in a text, and change commands so that they cannot be tapped."""
    return disarm_taps(LINK.sub("(link)", _LINK.sub("(link)", text)))


def _is_button(line: str, button: Mapping[str, str]) -> bool:
    """Return True if a line is a button as ``Rendered.spell_buttons`` writes it: with address, number or dash."""
    text = button["text"]
    return line.startswith(f"{text}: ") if button.get("url") else line.removeprefix("- ") == text


async def find_chat(turn: Turn, contact: UUID, *, down: str = "") -> Address | None:
    """Return the chat where a staff member sends commands; one on a channel that is down comes last."""
    theirs = [address for address in await turn.unit.people.addresses_of(contact) if address.channel in PROVEN]
    theirs.sort(key=lambda address: (address.channel == down, PROVEN.index(address.channel)))
    return theirs[0] if theirs else None


CROWD = 20  # people in an hour whose questions alert the staff one by one


async def is_in_crowd(turn: Turn, desk: Address, address: Address) -> bool:
    """Return True if this question only goes into the list, because too many other strangers asked within the hour.

    Known customers, shopkeepers, and people whose questions were passed on within the hour are not part of a crowd.
    """
    about = await find_asked(turn.unit, desk.id, turn.now - HOUR, CROWD)
    if len(about) < CROWD or address.id in about or not await is_stranger(turn, address):
        return False
    await _tell(turn, desk)
    return True


async def is_stranger(turn: Turn, address: Address) -> bool:
    """Return True if the shop does not know the person: no cart, order or customer id, and no shopkeeper."""
    known = await turn.unit.people.addresses_of(address.contact)
    told = any(not one.writable and one.last_inbound_at is None for one in known)  # by a shop's system
    if told or await find_answering(turn.unit, [address.contact]):
        return False
    return not await has_dealings(turn.unit, address.contact)


async def _tell(turn: Turn, desk: Address) -> None:
    """Alert the staff to the crowd, once an hour."""
    text = (await speech_to(turn, desk)).say(phrase("crowd", many=CROWD, command=Ours("/questions")))
    await post(turn, desk, OutboundMessage(f"crowd:{turn.now:%Y%m%d%H}:{desk.id}", Kind.STAFF, text=text))
