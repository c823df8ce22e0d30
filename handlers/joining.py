"""Coming in by a link: a customer's invite with their consent and cart, or a member of the staff."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID

from flows.engine import Permitted
from flows.events import ConsentAction, MessageReceived
from flows.policy.facts import Kind, Programme
from handlers import noted
from handlers.outgoing import Letter, post
from handlers.turn import Turn
from storage.access import STAFF, Invite
from storage.consents import OWN_PROGRAMMES, Line
from storage.messages import Message
from storage.people import Address

BY_LINK = "start link"
_JOIN = re.compile(r"\s*join\s+([A-HJKMNP-Z2-9]{12})\b", re.IGNORECASE)


def start_token(event: MessageReceived) -> str | None:
    """The token somebody comes in by, "" for a bare ``/start``, None for another message.

    A Telegram link presses start for them; a WhatsApp or SMS link writes ``JOIN token`` or ``/start token`` as text.
    """
    if event.start is not None:
        return event.start
    join = _JOIN.match(event.text)
    if join is not None:
        return join[1].upper()
    word, _, rest = event.text.strip().partition(" ")
    return rest.strip() if word.lower() == "/start" and event.channel != "sms" else None


async def started(turn: Turn, address: Address, message: Message, token: str) -> None:
    """``/start``: with a token it redeems an invite, without one it is a person's wish to hear from the shop."""
    invite = await turn.unit.access.use_invite(turn.tools.token_hash(token), turn.now) if token else None
    if invite is not None and invite.kind == STAFF:
        await _link_staff(turn, address, message, invite)
        return
    if invite is None and await turn.unit.access.member_of(address.contact) is not None:
        await _answer(turn, address, message, text="You are linked already. /help lists what you can do here.")
        return
    if token and invite is None:
        await _answer(turn, address, message, template="welcome")
        return
    await _agree(turn, address, message, invite)
    await _answer(turn, address, message, template="joined" if invite else "welcome")


async def _link_staff(turn: Turn, address: Address, message: Message, invite: Invite) -> None:
    assert invite.staff is not None, "a staff invite names its member"
    await turn.unit.access.link(invite.staff, address.contact, turn.now)
    member = await turn.unit.access.member_of(address.contact)
    await turn.unit.access.log(str(invite.staff), "linked", str(address.id), turn.now)
    name, role = (member.name, member.role) if member else ("", "")
    text = f"Welcome, {name}. You are {role} of {turn.business.name} here. Questions of customers come to this chat. "
    await _answer(turn, address, message, text=f"{text}Next: /stats or /help", kind=Kind.STAFF)


async def _agree(turn: Turn, address: Address, message: Message, invite: Invite | None) -> None:
    """Opening the chat themselves is both steps at once; the invite says what they were shown."""
    payload: dict[str, Any] = json.loads(invite.payload) if invite and invite.payload else {}
    consent = payload.get("consent") or {}
    named = consent.get("programme")
    programmes = (Programme(named),) if named else OWN_PROGRAMMES
    for programme in programmes:
        line = Line(
            address.contact,
            address.id,
            programme,
            ConsentAction.CONFIRMED,
            consent.get("source") or BY_LINK,
            consent.get("text") or "/start",
            message.created_at,
        )
        await turn.unit.consents.record(line, turn.now, message.id)
    contact = address.contact
    invited = await turn.unit.people.get(invite.contact) if invite is not None and invite.contact is not None else None
    if invited is not None and invited.erased_at is None:
        joined = await turn.unit.people.join(address.contact, invited.id, turn.now)
        contact = invited.id if joined else address.contact
    await noted.note(turn, contact, Permitted(), f"joined:{message.id}")


async def _answer(
    turn: Turn,
    address: Address,
    message: Message,
    *,
    template: str | None = None,
    text: str | None = None,
    kind: Kind = Kind.OPT_IN_DONE,
) -> UUID | None:
    fresh = await turn.unit.people.address_by_id(address.id)
    key = f"answer:{message.id}:start"
    return await post(turn, fresh, Letter(key=key, kind=kind, template=template, text=text, reply_to=message.id))
