"""The interface of every channel, in both directions: prove and read incoming requests, perform and find outgoing
messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from flows.delivery import Answer, Found, Outgoing
from flows.events import AddressChanged, MessageReceived, ReceiptArrived
from flows.menu_shapes import MenuShape

Inbound = MessageReceived | ReceiptArrived | AddressChanged


@dataclass(frozen=True, slots=True)
class ChannelRequest:
    """One proven-or-not HTTP request as its provider sent it: the exact bytes, the URL it was addressed to.

    ``arrived`` is the arrival in real time, compared with a signature's own time.
    """

    url: str
    headers: Mapping[str, str]
    body: bytes
    arrived: datetime | None = None


class Unproven(Exception):
    """The request lacks its sender's proof: 401, and no line of the request is kept."""


class Unreadable(Exception):
    """A proven request that holds nothing we can use; the message says what and where. Kept, counted, answered 200."""


class Unfetched(Exception):
    """A person's file is unavailable: ``answer`` says whether to retry, and the reason."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.code or answer.failure)
        self.answer = answer


class ProviderAccount(Protocol):
    """One account on one provider. Built at the composition root, closed in reverse order."""

    def prove(self, request: ChannelRequest) -> None:
        """Raise Unproven unless the request carries the sender's proof (compared in constant time)."""

    def read(self, request: ChannelRequest, now: datetime) -> tuple[Inbound, ...]:
        """Return the content of a proven request; empty for foreign business. Raises Unreadable."""

    async def perform(self, outgoing: Outgoing) -> Answer:
        """Call the provider once, within 7 s. Never raises for what a provider or a network can do."""

    async def find(self, outgoing: Outgoing, since: datetime) -> Found:
        """Ask whether a message of unknown outcome exists at the provider, from ``since`` on."""

    async def close(self) -> None:
        """Give back the connections."""


class Examined(Protocol):
    """An account that ``parley doctor`` asks; each line is whether all is well, and what was found or is to be done."""

    async def register(self, url: str) -> Sequence[tuple[bool, str]]:
        """Have all that we read posted to ``url``; what goes there already is left alone."""

    async def check(self, url: str | None) -> Sequence[tuple[bool, str]]:
        """Return whether the credentials work and allow what we do, and whether webhooks go to ``url``, where one is
        given."""


@runtime_checkable
class VendorAccount(ProviderAccount, Examined, Protocol):
    """A vendor's whole account; what is simulated has nothing to be examined."""


@runtime_checkable
class Acknowledging(Protocol):
    """A channel on which a pressed button spins until we answer (``callback`` of a MessageReceived)."""

    async def answer_callback(self, callback: str) -> Answer:
        """Let the button rest. Never raises for what a provider or a network can do."""


@runtime_checkable
class Charging(Protocol):
    """A channel whose provider tells a message's price some time after the hand-over."""

    async def price(self, provider_id: str) -> Answer:
        """Ask what it cost, as ``micros`` and ``currency``; without both, and no failure, it is not known yet."""


@runtime_checkable
class Fetching(Protocol):
    """A channel whose provider keeps photos and other media until we fetch them."""

    async def fetch(self, url: str, most: int) -> bytes:
        """Return the bytes of a Media's ``url``, ``most`` of them at the most, from the provider's own hosts alone.

        The credentials go to the provider and nobody else. Raises Unfetched.
        """


@runtime_checkable
class Editing(Protocol):
    """A channel on which what was sent can be changed; the phone shows the new text and makes no sound."""

    async def edit(self, outgoing: Outgoing, provider_id: str) -> Answer:
        """Put the text and the buttons of ``outgoing`` in the place of a message's, once; repeating it does no harm.

        Never raises for what a provider or a network can do. The code ``flows.delivery.GONE``: nothing there can be
        changed any more, so that a new message has to say it.
        """


class Unasked(Exception):
    """A vendor did not answer what ``doctor`` asks; the message says why."""


@runtime_checkable
class DrawsMenus(Protocol):
    """A channel whose vendor keeps a content for each shape of menu (flows/menu_shapes.py)."""

    async def find_menus(self) -> Mapping[str, str]:
        """Return the vendor's ids of the contents that exist, by name. Raises Unasked."""

    async def make_menu(self, shape: MenuShape) -> str:
        """Create the content of a shape and return its id. Raises Unasked."""


@runtime_checkable
class NamedChannel(Protocol):
    """A channel whose account goes by a name that people are led to, and that its vendor knows, too."""

    async def check_name(self) -> str | None:
        """Return the remedy if the name belongs to another account; None if the vendor cannot tell."""


@runtime_checkable
class OpensApps(Protocol):
    """A channel whose chats open a page of ours as an app, and prove who opened it."""

    def app_user(self, data: str, now: datetime) -> str | None:
        """Return the channel's id of the user who opened an app; None for data without a fresh signature."""


@runtime_checkable
class Menued(Protocol):
    """A channel whose chats show a menu of commands."""

    async def set_menu(self, commands: Sequence[tuple[str, str]], chat: str | None, language: str) -> Answer:
        """Show these commands with descriptions in a chat; None is each private chat without a menu of its own.

        ``language`` is two letters, "" for readers without a menu in their language. An empty list removes the menu.
        Repeating it does no harm. Never raises for what a provider or a network can do.
        """
