"""The interface of every channel: verify and parse inbound requests, send and look up outgoing messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from flows.delivery import Answer, Found, Outgoing
from flows.events import AddressChanged, ComplaintArrived, MessageReceived, ReceiptArrived
from flows.menu_shapes import MenuShape

Inbound = MessageReceived | ReceiptArrived | AddressChanged | ComplaintArrived


@dataclass(frozen=True, slots=True)
class ChannelRequest:
    """One HTTP request, verified or not, as its provider sent it: the exact bytes and the URL.

    ``arrived`` is the real time of its arrival, which is compared with the signature's own time.
    """

    url: str
    headers: Mapping[str, str]
    body: bytes
    arrived: datetime | None = None


class Unproven(Exception):
    """The request lacks its sender's proof. The service answers 401 and stores no part of the request."""


class Unreadable(Exception):
    """A proven request without anything usable; the message says what is wrong and where. It is stored, counted and
    answered 200."""


class Unfetched(Exception):
    """A person's file is unavailable: ``answer`` says whether to retry, and the reason."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.code or answer.failure)
        self.answer = answer


class ProviderAccount(Protocol):
    """One account on one provider. Built at the composition root, closed in reverse order."""

    async def perform(self, outgoing: Outgoing) -> Answer:
        """Call the provider once, within 7 s. Errors of the provider or the network are answers, not exceptions."""

    async def find(self, outgoing: Outgoing, since: datetime) -> Found:
        """Ask whether a message of unknown outcome exists at the provider, from ``since`` on."""

    async def close(self) -> None:
        """Close the connections."""


@runtime_checkable
class PostsWebhooks(Protocol):
    """A channel with webhooks: messages and receipts are posted to us."""

    def prove(self, request: ChannelRequest) -> None:
        """Raise Unproven unless the request carries the sender's proof (compared in constant time): in a header, in the
        body or in its address."""

    def read(self, request: ChannelRequest, now: datetime) -> tuple[Inbound, ...]:
        """Return the inbound events of a proven request; empty if none concern us. Raises Unreadable."""


class Examined(Protocol):
    """An account that ``parley doctor`` checks; each result is whether it is fine, and a sentence with what was found
    or what to do."""

    async def register(self, url: str) -> Sequence[tuple[bool, str]]:
        """Register ``url`` for all webhooks that we read; webhooks that already go there are left alone."""

    async def check(self, url: str | None) -> Sequence[tuple[bool, str]]:
        """Check that the credentials work and allow what we need, and that webhooks go to ``url``, if given."""


@runtime_checkable
class VendorAccount(ProviderAccount, Examined, Protocol):
    """A vendor's whole account; a simulated account is a ProviderAccount only, as it has nothing to check."""


@runtime_checkable
class Acknowledging(Protocol):
    """A channel on which a pressed button shows as busy until we acknowledge it (``callback`` of a MessageReceived)."""

    async def answer_callback(self, callback: str) -> Answer:
        """Acknowledge the pressed button. Errors of the provider or the network are answers, not exceptions."""


class PollRefused(Exception):
    """A provider did not hand out what it keeps: ``answer`` says why and when to ask again, ``advice`` what the staff
    can do ("" for nothing)."""

    def __init__(self, answer: Answer, advice: str = "") -> None:
        super().__init__(answer.detail)
        self.answer = answer
        self.advice = advice


@runtime_checkable
class Polled(Protocol):
    """A channel whose provider keeps what people do until it is asked for, where there is no public address."""

    async def poll(self, offset: int | None) -> Sequence[tuple[int, bytes]]:
        """Return what the provider keeps from number ``offset`` on, None for all, as (number, body) in order.

        It may wait for the first. The provider may drop earlier ones: ask when those are stored, not before. Raises
        PollRefused.
        """

    def read(self, request: ChannelRequest, now: datetime) -> tuple[Inbound, ...]:
        """Return the inbound events of one body; empty if none concern us. Raises Unreadable."""

    async def unregister(self) -> Sequence[tuple[bool, str]]:
        """Make the provider keep what people do; each result is a line for ``doctor``."""


@runtime_checkable
class Charging(Protocol):
    """A channel whose provider reports a message's price some time after the hand-over."""

    async def price(self, provider_id: str) -> Answer:
        """Return a message's price as ``micros`` and ``currency``; with neither these nor a failure, it is not known
        yet."""


@runtime_checkable
class Fetching(Protocol):
    """A channel whose provider stores photos and other media until we fetch them."""

    async def fetch(self, url: str, most: int) -> bytes:
        """Return at most ``most`` bytes of a Media's ``url``, from the provider's own hosts only.

        Credentials are sent to the provider alone. Raises Unfetched.
        """


@runtime_checkable
class Editing(Protocol):
    """A channel on which sent messages can be edited; the phone shows the new text without a notification."""

    async def edit(self, outgoing: Outgoing, provider_id: str) -> Answer:
        """Replace the text and the buttons of a sent message; repeating it does no harm.

        Errors of the provider or the network are answers, not exceptions. The code ``flows.delivery.GONE`` means that
        the message can no longer be edited, so that a new one is needed.
        """


class Unasked(Exception):
    """A vendor did not answer what ``doctor`` asks; the message says why."""


@runtime_checkable
class DrawsMenus(Protocol):
    """A channel whose vendor stores a content template for each shape of menu (flows/menu_shapes.py)."""

    async def find_menus(self) -> Mapping[str, str]:
        """Return the vendor's ids of the existing content templates, by name. Raises Unasked."""

    async def make_menu(self, shape: MenuShape) -> str:
        """Create the content template of a shape and return its id. Raises Unasked."""


@runtime_checkable
class NamedChannel(Protocol):
    """A channel whose links open an account by name, which its vendor can check."""

    async def check_name(self) -> str | None:
        """Return what to do if the name belongs to another account; None if it is right, or cannot be checked."""


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

        ``language`` is two letters; "" is for readers without a menu in their language. An empty list removes the menu.
        Repeating it does no harm. Errors of the provider or the network are answers, not exceptions.
        """
