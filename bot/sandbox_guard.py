"""Accounts of a sandbox whose providers stand elsewhere: heard as any other, and closed towards the outside.

What a provider posts to a sandbox is proven and read; nothing that would leave this machine is even tried. Each such
try is answered as refused for good, so that it is written down with its reason and neither repeated nor in doubt.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.channels.channel import Found, Inbound, Outgoing, Request, Unfetched
from bot.payments.payment import LinkRequest, Payments, RefundRequest
from bot.stores.store import Check, DiscountRequest, Reading, Storefront
from flows.delivery import Answer, Failure

CODE = "sandbox"
WHY = "a sandbox sends to loopback only"
_REFUSED = Answer(failure=Failure.SETUP, code=CODE, detail=f"{WHY[0].upper()}{WHY[1:]}.")


class FencedChannel:
    """A channel that hears and does not speak."""

    def __init__(self, account: Any, name: str, provider: str) -> None:
        self._account = account
        self._unasked = _unasked(name, provider)

    def prove(self, request: Request) -> None:
        """As the channel itself. Raises Unproven."""
        self._account.prove(request)

    def read(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        """As the channel itself. Raises Unreadable."""
        found: tuple[Inbound, ...] = self._account.read(request, now)
        return found

    async def perform(self, outgoing: Outgoing) -> Answer:
        """Refused for good: the message fails, and its conversation goes on without it."""
        return _REFUSED

    async def edit(self, outgoing: Outgoing, provider_id: str) -> Answer:
        """Refused for good: the message stays as sent."""
        return _REFUSED

    async def find(self, outgoing: Outgoing, since: datetime) -> Found:
        """Nobody is asked."""
        return Found(asked=False)

    async def price(self, provider_id: str) -> Answer:
        """Nobody is asked."""
        return _REFUSED

    async def fetch(self, url: str, most: int) -> bytes:
        """Raises Unfetched: nobody is asked."""
        raise Unfetched(_REFUSED)

    async def answer_callback(self, callback: str, text: str = "") -> Answer:
        """A pressed button goes on spinning."""
        return _REFUSED

    async def poll(self, offset: int | None) -> tuple[tuple[int, bytes], ...]:
        """Raises telegram.Failed: what people write to the bot stays with Telegram."""
        from bot.channels.telegram import Failed

        raise Failed(_REFUSED)

    async def register(self, url: str) -> list[tuple[bool, str]]:
        """Nothing is registered; ``check`` says so."""
        return []

    async def unregister(self) -> list[tuple[bool, str]]:
        """Nothing is changed; ``check`` says so."""
        return []

    async def check(self, url: str | None) -> list[tuple[bool, str]]:
        """The one line there is for ``doctor``."""
        return [(False, self._unasked)]

    async def close(self) -> None:
        """Give back what the channel holds."""
        await self._account.close()


class _Heard:
    """An account that is heard and not asked for anything: what a store and a payment provider have in common."""

    def __init__(self, account: Storefront | Payments, provider: str) -> None:
        self._account = account
        self._unasked = _unasked(provider, provider)

    def prove(self, request: Request) -> None:
        """As the account itself. Raises Unproven."""
        self._account.prove(request)

    def read(self, request: Request, now: datetime) -> tuple[Reading, ...]:
        """As the account itself. Raises Unreadable."""
        return self._account.read(request, now)

    async def check(self, url: str | None = None) -> list[Check]:
        """The one line there is for ``doctor``."""
        return [Check(False, self._unasked)]

    async def close(self) -> None:
        """Give back what the account holds."""
        await self._account.close()


class FencedStore(_Heard):
    """A store that is heard and not asked for anything."""

    async def create_discount(self, request: DiscountRequest) -> Answer:
        """Refused for good: reminders go without a code."""
        return _REFUSED

    async def register(self, url: str) -> list[Check]:
        """Nothing is registered; ``check`` says so."""
        return []


class FencedPayments(_Heard):
    """Payments that are heard, and neither asked for anything nor moved."""

    async def open_link(self, request: LinkRequest) -> Answer:
        """Refused for good."""
        return _REFUSED

    async def cancel_link(self, link: str) -> Answer:
        """Refused for good."""
        return _REFUSED

    async def look_link(self, link: str) -> Answer:
        """Nobody is asked."""
        return _REFUSED

    async def refund(self, request: RefundRequest) -> Answer:
        """Refused for good: the staff hear that no money moved."""
        return _REFUSED

    async def look_refund(self, refund: str, payment: str) -> Answer:
        """Nobody is asked."""
        return _REFUSED


def _unasked(name: str, provider: str) -> str:
    setting = f"PARLEY_{provider.upper()}_API_URL"
    return f"{name} was not asked: {WHY}; let {setting} lead to a stand-in on this machine, or serve it live"
