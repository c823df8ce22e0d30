"""Real providers' accounts in a sandbox: they receive normally, but send nothing.

The sandbox verifies and parses a provider's posts; it never calls a provider outside this machine. Such calls are
answered as refused for good, with the reason, so that they are neither retried nor in doubt.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.channels.channel import ChannelRequest, PollRefused, Unfetched
from bot.config import name_origin
from bot.payments.payment_provider import PaymentGateway
from bot.stores.storefront import StoreCheck, Storefront
from flows.delivery import Answer, Failure, Found, Outgoing

CODE = "sandbox"
WHY = "a sandbox sends to loopback only"
_REFUSED = Answer(failure=Failure.SETUP, code=CODE, detail=f"{WHY[0].upper()}{WHY[1:]}.")


class _Heard:
    """An account that receives like any other, and is closed at the end."""

    def __init__(self, account: Any, name: str, provider: str) -> None:
        self._account = account
        self._unasked = _describe_unasked(name, provider)

    def prove(self, request: ChannelRequest) -> None:
        """Verify with the account itself. Raises Unproven."""
        self._account.prove(request)

    def read(self, request: ChannelRequest, now: datetime) -> tuple[Any, ...]:
        """Parse with the account itself. Raises Unreadable."""
        found: tuple[Any, ...] = self._account.read(request, now)
        return found

    async def close(self) -> None:
        """Close the account."""
        await self._account.close()

    async def _refuse(self, *_given: object, **_named: object) -> Answer:
        """Refuse for good without calling the provider; the run goes on without the call."""
        return _REFUSED

    async def _register_nothing(self, *_given: object) -> list[Any]:
        """Register nothing; ``check`` reports that."""
        return []


class FencedChannel(_Heard):
    """A channel that receives and does not send."""

    perform = edit = price = answer_callback = _Heard._refuse
    register = unregister = _Heard._register_nothing

    async def find(self, outgoing: Outgoing, since: datetime) -> Found:
        """Return that nobody was asked."""
        return Found(asked=False)

    async def fetch(self, url: str, most: int) -> bytes:
        """Raise Unfetched without a call."""
        raise Unfetched(_REFUSED)

    async def poll(self, offset: int | None) -> tuple[tuple[int, bytes], ...]:
        """Raise PollRefused without a call: messages stay at the provider."""
        raise PollRefused(_REFUSED)

    async def check(self, url: str | None) -> list[tuple[bool, str]]:
        """Return the only line for ``doctor``."""
        return [(False, self._unasked)]


class _FencedVendor(_Heard):
    """The common parts of a store and a payment provider in a sandbox: both may send events, and get no calls."""

    def __init__(self, account: Storefront | PaymentGateway, provider: str) -> None:
        super().__init__(account, provider, provider)

    async def check(self, url: str | None = None) -> list[StoreCheck]:
        """Return the only line for ``doctor``."""
        return [StoreCheck(False, self._unasked)]


class FencedStore(_FencedVendor):
    """A store that sends events and gets no calls: reminders have no discount code."""

    create_discount = add_codes = look_codes = look_discount = end_discount = _Heard._refuse
    register = _Heard._register_nothing


class FencedPayments(_FencedVendor):
    """A payment provider that sends events and gets no calls, so that no money moves."""

    open_link = cancel_link = look_link = refund = look_refund = _Heard._refuse
    issue_invoice = settle_invoice = look_invoice = _Heard._refuse


def _describe_unasked(name: str, provider: str) -> str:
    setting = f"PARLEY_{name_origin(provider).upper()}"
    return f"{name} was not asked: {WHY}; point {setting} to a fake on this machine, or serve it live"
