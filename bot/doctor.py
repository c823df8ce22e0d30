"""``parley doctor``: everything looked at, one line each. It may run beside a service on the same database."""

from __future__ import annotations

import zoneinfo
from contextlib import AsyncExitStack

from bot.channels.simulated_channel import Phones
from bot.clock import SystemClock
from bot.config import Settings
from bot.conversations import CONVERSATIONS
from bot.database import Installation, open_database
from bot.examination import law_checks, shop_checks
from bot.examination.connection_checks import connection_lines, credential_lines
from bot.examination.doctor_finding import Finding, do, fine
from bot.examination.installation_checks import database_lines, settings_lines
from bot.examination.menu_checks import menu_lines
from bot.open_turns import OpenTurns
from bot.secret_masks import mask
from bot.sourcing import sourcing_checks
from bot.vault import Locked, Vault
from bot.vendor_accounts import VendorAccounts
from handlers.engine.turn import NONE_YET, UnknownBusiness
from storage.businesses.businesses import Tenant
from storage.database.stores import DatabaseAway, sqlite_file

_PEOPLE = (shop_checks.template_lines, law_checks.registration_lines, law_checks.looser_lines, shop_checks.staff_lines)
_LAW = (law_checks.closing_lines, law_checks.place_lines, law_checks.disclosure_lines)
_LOOKS = (*_LAW, shop_checks.held_lines, shop_checks.trouble_lines, shop_checks.key_lines)


async def examine(settings: Settings, business: str | None, fix: bool) -> list[Finding]:
    """Look at everything, or beside the installation at one business only.

    ``fix`` registers webhooks, makes WhatsApp's menus and queues a test message to the owners. A fault becomes a
    finding; nothing is raised.
    """
    zoneinfo.reset_tzpath(to=[])
    lines = settings_lines(settings)
    async with AsyncExitStack() as stack:
        try:
            database = await stack.enter_async_context(open_database(settings))
        except Exception as error:  # any error of the driver is a finding to report
            return [*lines, do(f"the database cannot be used: {mask(str(getattr(error, 'orig', None) or error))}")]
        try:
            return lines + await _examine(settings, database, business, fix=fix)
        except DatabaseAway as away:
            return [*lines, do(str(away))]


async def _examine(settings: Settings, database: Installation, business: str | None, *, fix: bool) -> list[Finding]:
    file = sqlite_file(settings.database_url)
    lines = await database_lines(database.store, file, database.clock, SystemClock())
    if settings.secret_key is None and not database.sandbox:
        return [*lines, do("PARLEY_SECRET_KEY is not set: use the value from when the business was applied")]
    try:
        vault = database.vault(settings)
    except Locked as locked:
        return [*lines, do(str(locked))]
    lines.append(fine("/metrics from elsewhere takes a bearer token, which parley doctor --metrics-token prints"))
    turns = database.turns(settings, CONVERSATIONS)
    tenants = await turns.tenants()
    chosen = [tenant for name, tenant in tenants.items() if business in {None, name}]
    if not chosen:
        return [*lines, do(NONE_YET if business is None else str(UnknownBusiness.named(business, tenants)))]
    accounts = VendorAccounts(turns, settings, vault, Phones(database.clock), sandbox=database.sandbox)
    try:
        for tenant in chosen:
            found = await _examine_one(settings, turns, vault, accounts, tenant, fix=fix)
            lines += [line.of(tenant.business.id) for line in found]
    finally:
        await accounts.close()
    return lines


async def _examine_one(
    settings: Settings, turns: OpenTurns, vault: Vault, accounts: VendorAccounts, tenant: Tenant, *, fix: bool
) -> list[Finding]:
    business = tenant.business
    secrets = await turns.store.read(business.id, lambda unit: unit.businesses.secrets())
    lines = credential_lines(business, secrets, vault)
    lines += await connection_lines(accounts, business, settings.public_url, fix=fix)
    lines += await menu_lines(turns, accounts, business, fix=fix)
    for look in (*_PEOPLE, *sourcing_checks.LOOKS, *_LOOKS):
        lines += await turns.look(business.id, look)
    return lines + await turns.act(business.id, shop_checks.greet_owners) if fix else lines
