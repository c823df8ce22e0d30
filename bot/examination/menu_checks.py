"""A check that the vendor has content templates for buttons and lists in the open window, and their creation."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from bot.channels.channel import DrawsMenus, Unasked
from bot.examination.doctor_finding import Finding, do, fine
from bot.open_turns import OpenTurns
from bot.vendor_accounts import VendorAccounts
from flows.business import Business
from flows.channels import CHANNELS, SIMULATED, SessionMenus, get_title
from flows.menu_shapes import list_shapes
from storage.sending.session_menu_contents import SessionMenuContents


async def check_menus(turns: OpenTurns, accounts: VendorAccounts, business: Business, *, fix: bool) -> list[Finding]:
    """Return a line for each channel that draws menus; ``fix`` creates the missing content templates and stores their
    ids."""
    lines = []
    for settings in business.channels:
        can = CHANNELS[settings.channel].menus
        if can is None or settings.provider == SIMULATED:
            continue
        account = await accounts.channel(business.id, settings.channel)
        senders = await turns.store.read(business.id, lambda unit: unit.senders.all())
        sender = next((one for one in senders if one.channel == settings.channel), None)
        if isinstance(account, DrawsMenus) and sender is not None:
            lines.append(await _examine(turns, business.id, account, sender.id, settings.channel, can, fix=fix))
    return lines


async def _examine(
    turns: OpenTurns, business: str, account: DrawsMenus, sender: UUID, channel: str, can: SessionMenus, *, fix: bool
) -> Finding:
    wanted = {shape.name: shape for shape in list_shapes(can)}
    try:
        there = {name: content for name, content in (await account.find_menus()).items() if name in wanted}
        for name, shape in wanted.items() if fix else ():
            if name not in there:
                there[name] = await account.make_menu(shape)
    except Unasked as no:
        return do(f"{get_title(channel)} menus are not known: {no}")
    kept = (await turns.store.read(business, lambda unit: unit.of(SessionMenuContents).of([sender]))).get(sender, {})
    if fix and kept != there:
        await _keep(turns, business, sender, there)
        kept = there
    missing = {name for name in wanted if name not in there or kept.get(name) != there[name]}
    return _describe_missing(channel, missing, len(wanted))


async def _keep(turns: OpenTurns, business: str, sender: UUID, contents: Mapping[str, str]) -> None:
    await turns.store.write(business, lambda unit: unit.of(SessionMenuContents).replace(sender, contents))


def _describe_missing(channel: str, missing: set[str], wanted: int) -> Finding:
    title = get_title(channel)
    if not missing:
        return fine(f"{title} draws buttons and lists: {wanted} menus exist")
    return do(
        f"{title} spells out buttons as text: {len(missing)} of {wanted} menus are missing. "
        "Run parley doctor --fix to create them; no approval is needed"
    )
