"""Webhooks: verified over the exact bytes before anything is parsed, stored, and answered; handling comes later."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import blake2b, sha256
from types import MappingProxyType
from typing import Any

import structlog
from aiohttp import web

from bot.batcher import Batcher
from bot.channels.channel import Acknowledging, ChannelRequest, Inbound, Unproven, Unreadable
from bot.channels.channel_vendors import VENDORS, make_path
from bot.clock import Clock
from bot.inbox import Inbox
from bot.proxies import Proxies
from bot.spool import Full
from bot.vendor_accounts import VendorAccounts
from bot.web.request_bodies import read_body
from flows.channels import select_channels
from flows.connections import CONNECTIONS, PAYMENTS, STORES
from flows.events import AddressChanged, ComplaintArrived, MessageReceived, ReceiptArrived
from handlers.engine.turn import UnknownBusiness
from handlers.people.inbound_event import InboundEvent

log = structlog.get_logger()

_KEPT = 1024 * 1024  # bytes of an unreadable request
_NAMED = 40  # characters of a business's name; strangers make up longer ones
_UNPROVEN = "the signature is missing or wrong, or nothing is set up here to verify it: run parley doctor"
PROOFS: Mapping[str, str | None] = MappingProxyType(
    {name: one.proof for name, one in VENDORS.items() if one.paths}
    | {name: one.proof for name, one in CONNECTIONS.items()}
)
"""The header of each provider's signature; a request without it is not read for any business. None: no header has
it."""


@dataclass(frozen=True, slots=True)
class Webhooks:
    """The webhook endpoints. ``public_url`` is their configured address, which Twilio's signature covers."""

    accounts: VendorAccounts
    inbox: Inbox
    clock: Clock
    public_url: str | None
    proxies: Proxies = field(default_factory=Proxies)
    rounds: Batcher = field(default_factory=Batcher)

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        for name, vendor in VENDORS.items():
            for path in vendor.paths:
                app.router.add_post(make_path(name, "{business}", path), partial(self.channel, name))
        for provider in STORES:
            app.router.add_post(f"/webhooks/{provider}/{{business}}", partial(self.store, provider))
        app.router.add_post(f"/webhooks/{{provider:{'|'.join(PAYMENTS)}}}/{{business}}", self.payments)

    async def channel(self, provider: str, http: web.Request) -> web.Response:
        """Handle messages, receipts and other events of a channel provider."""
        vendor = VENDORS[provider]
        await self._take_all(http, await self._request(http, provider, vendor.longest), provider)
        text, kind = vendor.thanks
        return web.Response(text=text, content_type=kind)

    async def store(self, provider: str, http: web.Request) -> web.Response:
        """Handle all events of a store."""
        return await self._take_readings(http, provider, self.accounts.store, keeps_body=True)

    async def payments(self, http: web.Request) -> web.Response:
        """Handle all events of a payment provider. They are stored without the body, which names the payer."""
        return await self._take_readings(http, http.match_info["provider"], self.accounts.payment, keeps_body=False)

    async def _take_readings(
        self, http: web.Request, provider: str, find: Callable[[str, str], Awaitable[Any]], *, keeps_body: bool
    ) -> web.Response:
        business, request = http.match_info["business"], await self._request(http, provider)
        try:
            _, readings = await self._read(http, request, find, provider)
        except Unreadable as unreadable:
            await self._unreadable(business, provider, request, unreadable)
            return web.Response()
        kept = request.body if keeps_body else None
        for reading in readings:
            await self._take(business, InboundEvent(provider, reading.external_id, reading.event, kept))
        return web.Response()

    async def _take_all(self, http: web.Request, request: ChannelRequest, source: str) -> None:
        """Take in a provider's request. Events are stored without the body, which may quote another person."""
        business = http.match_info["business"]
        carried = select_channels(lambda one: one.provider == source)
        try:
            account, found = await self._read(http, request, self.accounts.channel, *carried)
        except Unreadable as unreadable:
            await self._unreadable(business, source, request, unreadable)
            return
        for event in found:
            await self._take(business, InboundEvent(source, make_external_id(event), event, None))
            if isinstance(event, MessageReceived) and event.callback and isinstance(account, Acknowledging):
                await account.answer_callback(event.callback)

    async def _unreadable(self, business: str, source: str, request: ChannelRequest, why: Unreadable) -> None:
        """Store a proven but unusable request with the reason; it is counted and shown by ``doctor``."""
        log.warning("unreadable", business=business, source=source, reason=str(why))
        identity = f"unreadable:{sha256(request.body).hexdigest()}"
        await self._take(business, InboundEvent(source, identity, None, request.body[:_KEPT], str(why)[:500]))

    async def _take(self, business: str, incoming: InboundEvent) -> None:
        try:
            await self.inbox.take(business, incoming)
        except Full as full:
            raise web.HTTPServiceUnavailable(text=str(full), headers={"Retry-After": "30"}) from None

    async def _read(
        self, http: web.Request, request: ChannelRequest, find: Callable[[str, str], Awaitable[Any]], *kinds: str
    ) -> tuple[Any, Any]:
        """Return the account that signed the request, and the request's events. Raises Unreadable.

        401 if no account verifies it, or none exists: strangers must not learn the names of businesses or their
        providers. The log and ``doctor`` show the reason.
        """
        business, now, known = http.match_info["business"], self.clock.now(), False
        for kind in kinds:
            account = await _find_account(find(business, kind))
            if not hasattr(account, "prove"):
                continue
            known = True
            with suppress(Unproven):
                return account, await self.rounds.take(kind, partial(_prove_and_read, account, request, now))
        raise self._unproven(http, known)

    def _unproven(self, http: web.Request, known: bool | None) -> web.HTTPUnauthorized:
        business, caller = http.match_info["business"], str(self.proxies.client(http))
        log.warning("unproven", business=business[:_NAMED], account=known, caller=caller)
        return web.HTTPUnauthorized(text=_UNPROVEN)

    async def _request(self, http: web.Request, source: str, most: int | None = None) -> ChannelRequest:
        proof = PROOFS[source]
        if proof is not None and not http.headers.get(proof):
            raise self._unproven(http, None)
        base = self.public_url.rstrip("/") if self.public_url else self.proxies.base(http)
        return ChannelRequest(
            f"{base}{http.raw_path}", http.headers, await read_body(http, most), self.clock.get_steady_date()
        )


def _prove_and_read(account: Any, request: ChannelRequest, now: datetime) -> Any:
    """Verify and parse together, so that a form is parsed once. Raises Unproven, Unreadable."""
    account.prove(request)
    return account.read(request, now)


def make_external_id(event: Inbound) -> str:
    """Return the external id of a channel's event, the same for its repeats."""
    match event:
        case MessageReceived():
            return event.key
        case ReceiptArrived(provider_id=provider_id, status=status, code=code):
            return f"receipt:{provider_id}:{status}:{code or ''}"
        case AddressChanged(channel=channel, address=address, state=state, occurred_at=at):
            whose = blake2b(f"{channel}:{address}".encode(), digest_size=8).hexdigest()  # an address stays out of keys
            return f"{channel}:{whose}:{state}:{at.isoformat()}"
        case ComplaintArrived(channel=channel, address=address, provider_id=provider_id):
            whose = blake2b(f"{channel}:{address}".encode(), digest_size=8).hexdigest()
            return f"complaint:{whose}:{provider_id or event.occurred_at.isoformat()}"


async def _find_account(account: Awaitable[Any]) -> Any:
    """Return the account, or None, also for an unknown business."""
    try:
        return await account
    except UnknownBusiness:
        return None
