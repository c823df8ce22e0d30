"""Events of a channel: messages, receipts, changes of addresses; and visits to our links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from flows.channels import CHANNELS
from flows.delivery import Failure
from flows.events.event import Event, Named, Naming, Thing
from flows.money import Money

_NOISE = re.compile(r"([\s,;.!?\-_*=~|/]{20})[\s,;.!?\-_*=~|/]+")
_SHORT = 20  # characters: no shorter text holds more than twenty of anything
# Runs of one letter or digit stay: the reader reports a name that is too long.
_REPEATED = re.compile(r"((?P<unit>(?!(?P<one>\w)(?P=one))\S{1,12}?\s{0,2})(?P=unit){19})(?P=unit)+")


@dataclass(frozen=True, slots=True)
class Media:
    """Something a person sent that is not text. ``url`` is the provider's and needs its credentials."""

    kind: str
    url: str
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class MessageReceived(Event):
    """A person wrote. ``address`` is theirs on the channel, ``to`` our sender, ``phone`` their number if included.

    ``other`` is a second id of the same address (a WhatsApp business-scoped id next to a phone number). ``button`` is
    the payload of a pressed button, ``reply_to`` the provider's id of the quoted message. ``keyword`` is the provider's
    own reading: ``STOP``, ``START`` or ``HELP`` (Twilio ``OptOutType``). ``reaction``: an emoji put on the message
    ``reply_to``, which does not answer it. ``start`` is the token of a Telegram ``/start``; "" if it has none. Long
    runs of blanks and marks, and of one repeated short word or sign, are cut to twenty, as more carry no meaning.
    Of a mail, ``text`` is the new part, ``quoted`` the part that quotes earlier mails, and ``references`` are the
    Message-IDs of its thread, oldest first, without its own.
    """

    TYPE: ClassVar[str] = "message.received"
    NAMING: ClassVar[Naming] = Naming.WRITER
    channel: str
    address: str
    to: str
    provider_id: str
    text: str
    occurred_at: datetime
    phone: str | None = None
    other: str | None = None
    name: str | None = None
    locale: str | None = None
    media: tuple[Media, ...] = ()
    button: str | None = None
    reply_to: str | None = None
    forwarded: bool = False
    edited: bool = False
    reaction: bool = False
    keyword: str | None = None
    start: str | None = None
    chat: str = "private"
    callback: str | None = None
    subject: str = ""
    quoted: str = ""
    references: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _strip_noise(self.text))
        object.__setattr__(self, "subject", _strip_noise(_make_line(self.subject)))

    @property
    def key(self) -> str:
        """Return the same key for every report of one message."""
        return f"{self.channel}:{self.provider_id}"

    @property
    def headline(self) -> str:
        """Return the writer's own subject: that of a mail that answers none. An answer repeats a subject of ours."""
        return "" if self.reply_to or self.references else self.subject

    @property
    def file_type(self) -> str | None:
        """Return the media type of the only file in the message; None if it has none, or several."""
        types = [one.content_type.partition(";")[0].strip().casefold() for one in self.media]
        return types[0] if len(types) == 1 else None

    def people(self) -> Named:
        numbers = [(channel, self.phone) for channel in CHANNELS[self.channel].shows]
        shown = ((self.channel, self.address), (self.channel, self.other), *numbers)
        return Named(lines=tuple((channel, value) for channel, value in shown if value))


def _strip_noise(text: str) -> str:
    """Return the text with runs of blanks, marks and one repeated word or sign cut to twenty."""
    return _REPEATED.sub(r"\1", _NOISE.sub(r"\1", text)) if len(text) > _SHORT else text


def _make_line(text: str) -> str:
    """Return the text on one line, without unseen characters."""
    return "".join(filter(str.isprintable, " ".join(text.split())))


@dataclass(frozen=True, slots=True)
class ReceiptArrived(Event):
    """A provider's report about a message's progress. ``message`` is our id if it was part of the callback's address.

    ``status`` is one of sending, sent, delivered, read, failed (queued and accepted count as sending). ``detail`` is
    what the staff can do about ``code``; it contains no phone number and no text.
    """

    TYPE: ClassVar[str] = "receipt.arrived"
    channel: str
    provider_id: str
    status: str
    occurred_at: datetime
    message: UUID | None = None
    failure: Failure | None = None
    code: str | None = None
    price: Money | None = None
    detail: str = ""

    def get_thing(self) -> Thing:
        return Thing("message", str(self.message) if self.message is not None else self.provider_id)


@dataclass(frozen=True, slots=True)
class AddressChanged(Event):
    """A person blocked our bot, or unblocked it: ``state`` is ``blocked`` or ``usable``."""

    TYPE: ClassVar[str] = "address.changed"
    NAMING: ClassVar[Naming] = Naming.ADDRESS
    channel: str
    address: str
    state: str
    occurred_at: datetime

    def people(self) -> Named:
        return Named(lines=((self.channel, self.address),))


@dataclass(frozen=True, slots=True)
class ComplaintArrived(Event):
    """A mail provider reports that a person marked our mail as spam (RFC 5965).

    ``provider_id`` is the Message-ID of our mail, "" if the report names none; ``message`` is our id in it.
    """

    TYPE: ClassVar[str] = "complaint.arrived"
    NAMING: ClassVar[Naming] = Naming.ADDRESS
    channel: str
    address: str
    provider_id: str
    occurred_at: datetime
    message: UUID | None = None

    def people(self) -> Named:
        return Named(lines=((self.channel, self.address),) if self.address else ())


@dataclass(frozen=True, slots=True)
class MessageOpened(Event):
    """A mail program fetched the picture that counts an opened mail, for a reader or on its own."""

    TYPE: ClassVar[str] = "message.opened"
    message: UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class LinkVisited(Event):
    """A short link was opened; ``robot``: by a preview rather than a person."""

    TYPE: ClassVar[str] = "link.visited"
    code: str
    robot: bool
    occurred_at: datetime
