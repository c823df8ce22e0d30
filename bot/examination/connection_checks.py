"""Checks of a business's connections: secrets exist, vendors accept them, webhooks come to us."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.channels.channel import Examined
from bot.channels.channel_vendors import VENDORS, make_path
from bot.examination.doctor_finding import Finding, do, fine
from bot.vault import Vault
from bot.vendor_accounts import VendorAccounts
from flows.business import Business, ChannelSettings, PaymentSettings, StoreSettings
from flows.channels import SIMULATED
from flows.connections import CONNECTIONS, PAYMENTS, STORES, UNDERSTANDING

_NEEDED = {name: one.secrets for name, one in CONNECTIONS.items()}


def check_credentials(business: Business, secrets: Mapping[str, bytes], vault: Vault) -> list[Finding]:
    """Check that every needed secret exists and can be decrypted with this key; ``secrets`` are encrypted."""
    lines = [
        do(f"the secret {name} is not there: put it into the business file and apply")
        for name in _list_needed(business)
        if name not in secrets
    ]
    lines += [
        do(
            f"no webhook of {one.provider} is trusted: set one at {one.provider}, put its secret as webhook_secret "
            f"into [payments.{one.provider}] and apply; until then Parley asks for payments from time to time"
        )
        for one in business.payments
        if one.provider in PAYMENTS and f"{one.provider}.webhook_secret" not in secrets
    ]
    closed = [name for name, sealed in sorted(secrets.items()) if not vault.opens(sealed)]
    if closed:
        lines.append(
            do(f"{', '.join(closed)} cannot be opened: restore the earlier PARLEY_SECRET_KEY, or apply the file again")
        )
    return lines or ([fine("all credentials open")] if secrets else [])


def _list_needed(business: Business) -> Iterator[str]:
    for channel in business.channels:
        vendor = VENDORS.get(channel.provider)
        yield from (f"{channel.channel}.{name}" for name in (vendor.secrets(channel) if vendor else ()))
    for store in business.stores:
        given = {STORES[store.provider].granted} if store.client else set()
        yield from (f"{store.provider}.{name}" for name in _NEEDED.get(store.provider, ()) if name not in given)
    for account in business.payments:
        yield from (f"{account.provider}.{name}" for name in _NEEDED.get(account.provider, ()))
    if business.second is not None:
        yield f"{UNDERSTANDING}.key"


async def check_connections(
    accounts: VendorAccounts, business: Business, public_url: str | None, *, fix: bool
) -> list[Finding]:
    """Return each vendor's results, one vendor after another; ``fix`` registers the webhooks first."""
    lines: list[Finding] = []
    for channel in business.channels:
        lines += await _channel(accounts, business, channel, public_url, fix=fix)
    for store in business.stores:
        lines += await _store(accounts, business, store, public_url, fix=fix)
    for payments in business.payments:
        lines += await _payments(accounts, business, payments, public_url)
    if business.second is not None:
        proposer = await accounts.proposer(business.id)
        lines += [_make_unreached("the proposer")] if proposer is None else _lines(await proposer.check())
    return lines


async def _channel(
    accounts: VendorAccounts, business: Business, settings: ChannelSettings, public_url: str | None, *, fix: bool
) -> list[Finding]:
    if settings.provider == SIMULATED:
        return [fine(f"{settings.channel} is simulated")]
    account = await accounts.channel(business.id, settings.channel)
    if account is None:
        return [_make_unreached(settings.channel)]
    vendor = VENDORS[settings.provider]
    if vendor.inbound is None:
        return _lines(await account.check(None))
    url = make_url(public_url, make_path(settings.provider, business.id, vendor.inbound))
    examine = _check_poll(account, url, fix=fix) if vendor.polled else _posting(account, url, settings.channel, fix=fix)
    return await examine


async def _store(
    accounts: VendorAccounts, business: Business, settings: StoreSettings, public_url: str | None, *, fix: bool
) -> list[Finding]:
    if settings.provider == SIMULATED:
        return [fine("the store is simulated")]
    account = await accounts.store(business.id, settings.provider)
    if account is None:
        return [_make_unreached(settings.provider)]
    url = make_url(public_url, f"/webhooks/{settings.provider}/{business.id}")
    return await _posting(account, url, settings.provider, fix=fix)


async def _payments(
    accounts: VendorAccounts, business: Business, settings: PaymentSettings, public_url: str | None
) -> list[Finding]:
    """Return the results for payments; their webhooks are set up by hand, as only the dashboard shows the secret."""
    if settings.provider == SIMULATED:
        return [fine("payments are simulated")]
    account = await accounts.payment(business.id, settings.provider)
    if account is None:
        return [_make_unreached(settings.provider)]
    url = make_url(public_url, f"/webhooks/{settings.provider}/{business.id}")
    lines = _lines(await account.check(url))
    if url is None:
        lines.append(do(f"{settings.provider} cannot report payments: set PARLEY_PUBLIC_URL"))
    return lines


async def _check_poll(account: Any, url: str | None, *, fix: bool) -> list[Finding]:
    """Check an account that can post or be polled: it must post to ``url``; if that is None, it must be polled."""
    done = await (account.unregister() if url is None else account.register(url)) if fix else []
    return _lines([*done, *await account.check(url)])


async def _posting(account: Examined, url: str | None, name: str, *, fix: bool) -> list[Finding]:
    """Check an account that can only post to us."""
    done = await account.register(url) if fix and url is not None else []
    lines = _lines([*done, *await account.check(url)])
    if url is None:
        lines.append(do(f"{name} cannot send its webhooks: set PARLEY_PUBLIC_URL, then doctor --fix"))
    return lines


def make_url(public_url: str | None, path: str) -> str | None:
    """Return the webhook address for a vendor; None without a public address."""
    return None if public_url is None else f"{public_url.rstrip('/')}{path}"


def _make_unreached(name: str) -> Finding:
    return do(f"{name} was not checked: its secrets are missing or cannot be opened")


def _lines(told: Iterable[tuple[bool, str]]) -> list[Finding]:
    """Convert an account's lines to findings; a repeated line is shown once."""
    return [Finding(ok, line) for ok, line in dict.fromkeys(told)]
