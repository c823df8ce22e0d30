"""Sandbox accounts of outside providers: they receive normally, but send nothing.

The sandbox proves and reads a provider's posts; it does not even try a call that would leave this machine. Each try is
answered as refused for good: the reason is recorded, and the call is neither repeated nor in doubt.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.channels.channel import ChannelRequest, Unfetched
from bot.payments.payment_provider import PaymentGateway
from bot.stores.storefront import StoreCheck, Storefront
from flows.delivery import Answer, Failure, Found, Outgoing

CODE = "sandbox"
WHY = "a sandbox sends to loopback only"
_REFUSED = Answer(failure=Failure.SETUP, code=CODE, detail=f"{WHY[0].upper()}{WHY[1:]}.")


class _Heard:
    """An account that is heard as any other, and closed in the end."""

    def __init__(self, account: Any, name: str, provider: str) -> None:
        self._account = account
        self._unasked = _describe_unasked(name, provider)

    def prove(self, request: ChannelRequest) -> None:
        """Prove as the account itself. Raises Unproven."""
        self._account.prove(request)

    def read(self, request: ChannelRequest, now: datetime) -> tuple[Any, ...]:
        """Read as the account itself. Raises Unreadable."""
        found: tuple[Any, ...] = self._account.read(request, now)
        return found

    async def close(self) -> None:
        """Give back what the account holds."""
        await self._account.close()

    async def _refuse(self, *_given: object, **_named: object) -> Answer:
        """Refused for good: the run goes on without it, and no provider is asked."""
        return _REFUSED

    async def _register_nothing(self, *_given: object) -> list[Any]:
        """Register and change nothing; ``check`` says so."""
        return []


class FencedChannel(_Heard):
    """A channel that hears and does not speak."""

    perform = edit = price = answer_callback = _Heard._refuse
    register = unregister = _Heard._register_nothing

    async def find(self, outgoing: Outgoing, since: datetime) -> Found:
        """Ask nobody."""
        return Found(asked=False)

    async def fetch(self, url: str, most: int) -> bytes:
        """Raise Unfetched: nobody is asked."""
        raise Unfetched(_REFUSED)

    async def poll(self, offset: int | None) -> tuple[tuple[int, bytes], ...]:
        """Raise telegram.Failed: what people write to the bot stays with Telegram."""
        from bot.channels.telegram import Failed

        raise Failed(_REFUSED)

    async def check(self, url: str | None) -> list[tuple[bool, str]]:
        """Return the one line there is for ``doctor``."""
        return [(False, self._unasked)]


class _FencedVendor(_Heard):
    """The common parts of a fenced store and payment provider: both may send events, and get no calls."""

    def __init__(self, account: Storefront | PaymentGateway, provider: str) -> None:
        super().__init__(account, provider, provider)

    async def check(self, url: str | None = None) -> list[StoreCheck]:
        """Return the one line there is for ``doctor``."""
        return [StoreCheck(False, self._unasked)]


class FencedStore(_FencedVendor):
    """A store that is heard and not asked for anything: reminders go without a code."""

    create_discount = add_codes = look_codes = look_discount = end_discount = _Heard._refuse
    register = _Heard._register_nothing


class FencedPayments(_FencedVendor):
    """Payments that are heard, and neither asked for anything nor moved."""

    open_link = cancel_link = look_link = refund = look_refund = _Heard._refuse


def _describe_unasked(name: str, provider: str) -> str:
    setting = f"PARLEY_{provider.upper()}_API_URL"
    return f"{name} was not asked: {WHY}; point {setting} to a fake on this machine, or serve it live"
