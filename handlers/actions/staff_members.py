"""The staff of a business file: its members, and the links that connect new members."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flows.business import Business
from flows.channels import CHANNELS, PROVEN, SIMULATED
from handlers.actions.secret_vault import SecretVault
from handlers.business_file import StaffEntry
from storage.businesses.access import STAFF, Invite, Member
from storage.unit import Unit

VALID_FOR = timedelta(days=30)
"""How long an unused start link works."""

# 32 characters of A-Z a-z 0-9 _ -; Telegram takes 64: https://core.telegram.org/bots/features#deep-linking
TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class StartLink:
    """A single-use link for a staff member or a shop: they open ``url``, or send it as text if it is no link."""

    name: str
    url: str


async def put_staff(unit: Unit, entries: Sequence[StaffEntry], now: datetime) -> list[str]:
    """Make exactly these people the staff, and link those with an address; return the changes."""
    before, changes = await unit.access.members(), []
    contacts = [await unit.people.prove([one.address], now) if one.address else None for one in entries]
    kept: list[Member] = []
    for entry, contact, known in zip(entries, contacts, await _find(unit, entries, contacts), strict=True):
        member, changed = await unit.access.put_member(entry.name, entry.role, now, entry.language, known)
        kept.append(member)
        if changed:
            changes += _changes(known if known in before else None, entry)
        changes += await _link(unit, member, entry, contact, now)
    leaving = [member for member in before if member.id not in {one.id for one in kept}]
    await unit.access.keep_members([one.id for one in kept], now)
    for member in leaving:
        await unit.access.void_invites(member.id, now)
    return changes + [f"staff: {member.name} leaves" for member in leaving]


def _changes(before: Member | None, entry: StaffEntry) -> list[str]:
    """Return the changes of a staff member."""
    changes = []
    if before is not None and before.name != entry.name:
        changes.append(f"staff: {before.name} is now called {entry.name}")
    if before is None or before.role != entry.role:
        changes.append(f"staff: {entry.name} {'is now' if before else 'joins as'} {entry.role}")
    if entry.language != (before.language if before else None):
        changes.append(f"staff: {entry.name} gets messages in {entry.language or 'the language of the business'}")
    return changes


async def _find(unit: Unit, entries: Sequence[StaffEntry], contacts: Sequence[UUID | None]) -> Sequence[Member | None]:
    """Return the existing member for each entry, None if there is none: by address, or else by name. The address comes
    first, so that a new name continues the old history. Only members that no address has matched are matched by
    name."""
    everybody = [*await unit.access.members(), *await unit.access.list_former()]
    found = [next((one for one in everybody if contact and one.contact == contact), None) for contact in contacts]
    for place, entry in enumerate(entries):
        others = [one for one in everybody if one not in found and one.name == entry.name]
        found[place] = found[place] or next(iter(others), None)
    return found


async def make_links(unit: Unit, business: Business, vault: SecretVault, now: datetime) -> tuple[StartLink, ...]:
    """Make a new single-use link for everybody who is not linked yet.

    Earlier links also work until one of them is opened, since they may have been forwarded. There are no links if there
    is no chat to open them in.
    """
    if not has_staff_chat(business):
        return ()
    return tuple(
        [
            await invite_member(unit, member, business, vault.hash_token, now)
            for member in sorted(await unit.access.members(), key=lambda member: member.name)
            if member.contact is None
        ]
    )


async def invite_member(
    unit: Unit,
    member: Member,
    business: Business,
    hash_token: Callable[[str], str],
    now: datetime,
    channel: str | None = None,
) -> StartLink:
    """Make a staff member's new start link, on ``channel`` if the business has it."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invite = Invite(hash_token(token), STAFF, member.id, None, None)
    await unit.access.invite(invite, now, now + VALID_FOR)
    return StartLink(member.name, make_start_url(business, token, channel))


def has_staff_chat(business: Business) -> bool:
    """Return True if the staff has a chat; senders of SMS can be forged, so SMS accepts no commands."""
    return any(channel.channel in PROVEN for channel in business.channels)


def make_start_url(business: Business, token: str, channel: str | None = None) -> str:
    """Return the link that opens a token: on the ``channel``, or the business's bot, or its WhatsApp number. If there
    is none of these, return the text to send."""
    words = f"/start {token}"
    wanted = (channel, *PROVEN) if channel in PROVEN else PROVEN
    chat = next((found for name in wanted if name and (found := business.channel(name))), None)
    if chat is None or chat.provider == SIMULATED:
        return words
    return CHANNELS[chat.channel].link(chat.address, start=token, words=words) or words


async def _link(unit: Unit, member: Member, entry: StaffEntry, contact: UUID | None, now: datetime) -> list[str]:
    """Link an address in the file; only the first message shows if it works. Return the changes."""
    if entry.address is None or contact is None or member.contact == contact:
        return []
    await unit.access.link(member.id, contact, now)
    await unit.access.void_invites(member.id, now)
    return [f"staff: {entry.name} is linked on {entry.address.channel}"]
