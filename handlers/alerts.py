"""Telling the staff that something needs a person, once a day for the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flows.policy.facts import Kind
from handlers.outgoing import Letter, post
from handlers.turn import Turn
from storage.people import Address

ROLES = ("owner", "manager", "agent")
RESPONSIBLE = ROLES[:2]
_CHAT = ("telegram", "whatsapp")


async def tell(turn: Turn, about: str, text: str) -> None:
    """Write ``text`` to every linked owner and manager; ``about`` tells whether it was said today already."""
    day = turn.now.astimezone(turn.zone).date().isoformat()
    for address in await desk(turn, roles=RESPONSIBLE):
        key = f"alert:{about}:{day}:{address.id}"
        await post(turn, address, Letter(key=key, kind=Kind.STAFF, text=text))


async def desk(turn: Turn, roles: Sequence[str] = ROLES) -> list[Address]:
    """Where the staff of these roles is written to: each linked member's chat, owners first; empty for nobody."""
    members = [member for member in await turn.unit.access.members() if member.contact and member.role in roles]
    found = []
    for member in sorted(members, key=lambda one: ROLES.index(one.role)):
        chat = await chat_of(turn, member.contact) if member.contact else None
        if chat is not None:
            found.append(chat)
    return found


async def chat_of(turn: Turn, contact: UUID) -> Address | None:
    """The chat a member of the staff commands from: Telegram first."""
    theirs = [address for address in await turn.unit.people.addresses_of(contact) if address.channel in _CHAT]
    theirs.sort(key=lambda address: _CHAT.index(address.channel))
    return theirs[0] if theirs else None
