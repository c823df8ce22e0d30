"""The vendors' accounts behind a business's senders: built when first used, cached until its settings change."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, assert_never
from uuid import UUID

from bot.channels.channel import VendorAccount
from bot.channels.channel_vendors import VENDORS, make_path
from bot.channels.simulated_channel import Phones
from bot.config import Settings
from bot.loopback import is_loopback
from bot.open_turns import OpenTurns
from bot.payments.payment_provider import PaymentGateway
from bot.payments.simulated_payments import SimulatedPayments
from bot.photos.photo_calls import Photographs
from bot.photos.photo_home import PhotoHome
from bot.photos.photo_home_choice import open_home
from bot.proposer import Proposer
from bot.sandbox_guard import FencedChannel, FencedPayments, FencedStore
from bot.stores.storefront import Storefront
from bot.vault import Locked, Vault
from flows.business import Business, ChannelSettings, PaymentSettings, StoreSettings
from flows.channels import CHANNELS, SIMULATED
from flows.connections import UNDERSTANDING, PaymentProvider, StoreProvider
from flows.delivery import Answer

if TYPE_CHECKING:
    from bot.common_calls import Perform
    from handlers.calls.call_lifecycle import CallRequest

A = TypeVar("A")

# Seconds before a replaced account closes: the sender's lease, so its last users have ended by then.
LONGEST_USE = 60.0


@dataclass(slots=True)
class _Kept:
    """An account, its settings and secrets, and their revision when read."""

    fingerprint: str
    revision: int
    account: Any


class VendorAccounts:
    """The builder and cache of accounts of channels, stores, payment providers and models.

    ``performed`` maps each kind of call to its function. A sandbox reaches only loopback and the simulator; accounts of
    outside providers get no calls.
    """

    def __init__(
        self,
        turns: OpenTurns,
        settings: Settings,
        vault: Vault,
        phones: Phones,
        *,
        sandbox: bool,
        performed: Callable[[], Mapping[str, Perform]] = dict,
        home: PhotoHome | None = None,
        longest_use: float = LONGEST_USE,
    ) -> None:
        self._turns = turns
        self._settings = settings
        self._vault = vault
        self._phones = phones
        self._performed = performed
        self._sandbox = sandbox
        self.photographs = Photographs(home or open_home(settings, phones.clock.get_steady_date, sandbox=sandbox))
        self._kept: dict[tuple[str, str], _Kept] = {}
        self._building: defaultdict[tuple[str, str], asyncio.Lock] = defaultdict(asyncio.Lock)
        self._longest_use = longest_use
        self._closing = asyncio.Event()
        self._retired: set[asyncio.Task[None]] = set()

    @property
    def in_sandbox(self) -> bool:
        """Return True in a sandbox, which calls nothing outside this machine."""
        return self._sandbox

    async def channel(self, business: str, channel: str) -> Any | None:
        """Return the channel's account; None if the business has none or its secrets cannot be decrypted."""
        tenant = await self._turns.tenant(business)
        settings = tenant.business.channel(channel)
        if settings is None:
            return None
        if settings.provider == SIMULATED:
            return self._phones.on(business, settings, lambda event: self._knows(business, event))
        return await self._keep(tenant.business, channel, settings, lambda s: self._build(settings, s))

    async def store(self, business: str, provider: str) -> Storefront | None:
        """Return the store's account; None if the business has none of that provider or its secrets cannot be
        decrypted."""
        tenant = await self._turns.tenant(business)
        settings = next((one for one in tenant.business.stores if one.provider == provider), None)
        if settings is None or provider == SIMULATED:
            return None
        return await self._keep(tenant.business, provider, settings, lambda s: self._build_store(settings, s))

    async def payment(self, business: str, provider: str) -> PaymentGateway | None:
        """Return the payment account; None if the business has none of that provider or its secrets cannot be
        decrypted."""
        tenant = await self._turns.tenant(business)
        settings = next((one for one in tenant.business.payments if one.provider == provider), None)
        if settings is None or provider == SIMULATED:
            return None
        return await self._keep(tenant.business, provider, settings, lambda s: self._build_payments(settings, s))

    async def proposer(self, business: str) -> Proposer | None:
        """Return the business's proposer; None if it has none, if its key is missing, or if a sandbox may not
        reach it."""
        tenant = await self._turns.tenant(business)
        second = tenant.business.second
        if second is None or not self._may_reach(second.url):
            return None

        def build(secrets: dict[str, str]) -> Proposer:
            return Proposer(second.url, second.model, secrets["key"])

        return await self._keep(tenant.business, UNDERSTANDING, second, build)

    async def caller(self, business: str, provider: str) -> Callable[[CallRequest], Awaitable[Answer]]:
        """Return the function that performs the business's calls of each kind, with this provider's accounts."""

        async def perform(request: CallRequest) -> Answer:
            return await self._performed()[request.kind](self, business, provider, request)

        return perform

    def get_simulated_payments(self, business: str) -> SimulatedPayments:
        """Return a sandbox's simulated payments."""
        base = self._settings.address(sandbox=self._sandbox) or ""
        return SimulatedPayments(business, base, lambda event: self._knows(business, event))

    def callback(self, business: str, channel: str, message: UUID) -> str | None:
        """Return the URL for a provider's receipts, with the message's id; None without a public address."""
        base = self._settings.address(sandbox=self._sandbox)
        provider = CHANNELS[channel].provider
        receipts = VENDORS[provider].receipts
        return base and receipts and f"{base}{make_path(provider, business, receipts)}?m={message}"

    async def close(self) -> None:
        """Close all accounts, newest first, including replaced ones. No call may be in progress."""
        for kept in reversed(self._kept.values()):
            await kept.account.close()
        self._kept.clear()
        self._closing.set()
        await asyncio.gather(*self._retired)
        await self.photographs.home.close()

    async def _knows(self, business: str, event: UUID) -> bool:
        return await self._turns.store.read(business, lambda unit: unit.inbox.is_known(event))

    async def _keep(
        self, business: Business, name: str, settings: object, build: Callable[[dict[str, str]], A]
    ) -> A | None:
        known = self._kept.get((business.id, name))
        revision = await self._turns.revision()
        if known is not None and known.revision == revision:
            kept: A = known.account
            return kept
        async with self._building[business.id, name]:
            return await self._renew(business, name, settings, build)

    async def _renew(
        self, business: Business, name: str, settings: object, build: Callable[[dict[str, str]], A]
    ) -> A | None:
        """Return the cached account if its settings and secrets are unchanged, else build a new one; None if that is
        impossible."""
        known = self._kept.get((business.id, name))
        revision = await self._turns.revision()
        sealed = await self._turns.store.read(business.id, lambda unit: unit.businesses.secrets())
        mine = {key: value for key, value in sealed.items() if key.startswith(f"{name}.")}
        fingerprint = repr(settings) + "".join(f"{key}{value!r}" for key, value in sorted(mine.items()))
        if known is not None and known.fingerprint == fingerprint:
            known.revision = revision
            kept: A = known.account
            return kept
        try:
            secrets = {key.partition(".")[2]: self._vault.decrypt(value) for key, value in mine.items()}
            account = build(secrets)
        except (Locked, KeyError):
            return None
        self._kept[(business.id, name)] = _Kept(fingerprint, revision, account)
        if known is not None:
            self._retire(known.account)
        return account

    def _retire(self, account: Any) -> None:
        """Close a replaced account after its calls have ended, as a broken call has an unknown outcome."""
        task = asyncio.create_task(self._close_later(account), name="retired account")
        self._retired.add(task)
        task.add_done_callback(self._retired.discard)

    async def _close_later(self, account: Any) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), self._longest_use)
        await account.close()

    def _build(self, settings: ChannelSettings, secrets: dict[str, str]) -> VendorAccount:
        vendor = VENDORS[settings.provider]
        origin = self._settings.api_url(settings.provider) or vendor.origin(settings)
        account = vendor.build(settings, secrets, origin)
        mailbox = vendor.mailbox and vendor.mailbox(settings)
        reached = self._may_reach(origin) and (not mailbox or self._may_reach(mailbox))
        return account if reached else FencedChannel(account, settings.channel, settings.provider)

    def _build_store(self, settings: StoreSettings, secrets: dict[str, str]) -> Storefront:
        match provider := StoreProvider(settings.provider):
            case StoreProvider.SHOPIFY:
                from bot.stores.shopify import Shopify

                origin = self._settings.shopify_api_url or f"https://{settings.domain}"
                token = secrets.get("access_token", "")
                account: Storefront = Shopify(
                    settings.domain, secrets["webhook_secret"], token, origin, settings.client
                )
            case _:
                assert_never(provider)
        return account if self._may_reach(origin) else FencedStore(account, settings.provider)

    def _build_payments(self, settings: PaymentSettings, secrets: dict[str, str]) -> PaymentGateway:
        webhooks = secrets.get("webhook_secret", "")
        match provider := PaymentProvider(settings.provider):
            case PaymentProvider.RAZORPAY:
                from bot.payments.razorpay import ORIGIN as RAZORPAY
                from bot.payments.razorpay import Razorpay

                origin = self._settings.razorpay_api_url or RAZORPAY
                account: PaymentGateway = Razorpay(settings.account, secrets["key_secret"], webhooks, origin)
            case PaymentProvider.STRIPE:
                from bot.payments.stripe import ORIGIN as STRIPE
                from bot.payments.stripe import Stripe

                origin = self._settings.stripe_api_url or STRIPE
                account = Stripe(secrets["secret_key"], webhooks, origin, settings.account)
            case _:
                assert_never(provider)
        return account if self._may_reach(origin) else FencedPayments(account, settings.provider)

    def _may_reach(self, origin: str) -> bool:
        """Return False if a sandbox would leave this machine."""
        return not self._sandbox or is_loopback(origin)
