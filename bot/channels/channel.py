"""What every channel does, in both directions: prove and read what comes in, perform and find what goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from flows.delivery import Answer, Found, Key, Outgoing
from flows.events import AddressChanged, MessageReceived, ReceiptArrived

__all__ = [
    "Answer",
    "Channel",
    "Charging",
    "Found",
    "Inbound",
    "Key",
    "Outgoing",
    "Request",
    "Unproven",
    "Unreadable",
]

Inbound = MessageReceived | ReceiptArrived | AddressChanged


@dataclass(frozen=True, slots=True)
class Request:
    """One proven-or-not HTTP request as its provider sent it: the exact bytes, the URL it was addressed to."""

    url: str
    headers: Mapping[str, str]
    body: bytes


class Unproven(Exception):
    """The request does not carry its sender's proof: 401, and nothing of it is kept."""


class Unreadable(Exception):
    """A proven request that holds nothing we can use; the message says what and where. Kept, counted, answered 200."""


class Channel(Protocol):
    """One account on one provider. Built at the composition root, closed in reverse order."""

    def prove(self, request: Request) -> None:
        """Raises Unproven unless the request carries the sender's proof (compared in constant time)."""

    def read(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        """What a proven request says; empty for what is none of our business. Raises Unreadable."""

    async def perform(self, outgoing: Outgoing) -> Answer:
        """Call the provider once, within 10 s. Never raises for what a provider or a network can do."""

    async def find(self, outgoing: Outgoing, since: datetime) -> Found:
        """Ask whether a message of unknown outcome exists at the provider, from ``since`` on."""

    async def close(self) -> None:
        """Give back the connections."""


@runtime_checkable
class Charging(Protocol):
    """A channel whose provider tells what a message cost some time after it took it."""

    async def price(self, provider_id: str) -> Answer:
        """Ask what it cost, as ``micros`` and ``currency``; without both, and no failure, it is not known yet."""
