"""``parley doctor``: all checks, one line each. It may run next to a service on the same database."""

from __future__ import annotations

import zoneinfo
from contextlib import AsyncExitStack

from bot.channels.simulated_channel import Phones
from bot.clock import SystemClock
from bot.config import Settings
from bot.conversations import CONVERSATIONS
from bot.database import Installation, open_database
from bot.examination import law_checks, shop_checks
from bot.examination.connection_checks import check_connections, check_credentials
from bot.examination.doctor_finding import Finding, do, fine
from bot.examination.installation_checks import check_database, check_settings
from bot.examination.menu_checks import check_menus
from bot.open_turns import OpenTurns
from bot.secret_masks import mask
from bot.sourcing import sourcing_checks
from bot.vault import Locked, Vault
from bot.vendor_accounts import VendorAccounts
from handlers.engine.turn import NONE_YET, UnknownBusiness
from storage.businesses.businesses import Tenant
from storage.database.stores import DatabaseAway, sqlite_file

_PEOPLE = (shop_checks.check, law_checks.check_registration, law_checks.list_loosened_rules, shop_checks.check_staff)
_LAW = (law_checks.list_closings, law_checks.check_places, law_checks.check_disclosures)
_LOOKS = (*_LAW, shop_checks.list_holds, shop_checks.check_troubles, shop_checks.check_keys)


async def examine(settings: Settings, business: str | None, fix: bool) -> list[Finding]:
    """Check the installation and all businesses, or only ``business``.

    ``fix`` registers webhooks, creates WhatsApp's menus and queues a test message to the owners. A fault becomes a
    finding; nothing is raised.
    """
    zoneinfo.reset_tzpath(to=[])
    lines = check_settings(settings)
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
    lines = await check_database(database.store, file, database.clock, SystemClock())
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
        return [*lines, do(NONE_YET if business is None else str(UnknownBusiness.make_for_name(business, tenants)))]
    accounts = VendorAccounts(turns, settings, vault, Phones(database.clock), sandbox=database.sandbox)
    try:
        for tenant in chosen:
            found = await _examine_one(settings, turns, vault, accounts, tenant, fix=fix)
            lines += [line.name_business(tenant.business.id) for line in found]
    finally:
        await accounts.close()
    return lines


async def _examine_one(
    settings: Settings, turns: OpenTurns, vault: Vault, accounts: VendorAccounts, tenant: Tenant, *, fix: bool
) -> list[Finding]:
    business = tenant.business
    secrets = await turns.store.read(business.id, lambda unit: unit.businesses.secrets())
    lines = check_credentials(business, secrets, vault)
    lines += await check_connections(accounts, business, settings.public_url, fix=fix)
    lines += await check_menus(turns, accounts, business, fix=fix)
    for look in (*_PEOPLE, *sourcing_checks.LOOKS, *_LOOKS):
        lines += await turns.look(business.id, look)
    return lines + await turns.act(business.id, shop_checks.greet_owners) if fix else lines
