"""Coming in by a link: a customer's invite with their consent and cart, a member of the staff, or a shopkeeper."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flows.counting import counted
from flows.engine import Permitted
from flows.events import ConsentAction, Means, MessageReceived, Teller
from flows.policy.facts import Kind, Programme
from flows.sourcing.status import GOING_ON
from handlers import alerts, noted
from handlers.consent import doubts, greeting
from handlers.customer_talk import stopping
from handlers.outgoing import Letter, post
from handlers.turn import Turn
from storage.access import SHOP, STAFF, Invite
from storage.consents import OWN_PROGRAMMES, Line
from storage.disclosures import Disclosure
from storage.greetings import KEY
from storage.messages import Message
from storage.people import Address
from storage.sourcing.shops import Shop

BY_LINK = "start link"
SHOP_JOINED = "shop_joined"
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
    shop = await turn.unit.shops.of_contact(address.contact) if invite is None else None
    if shop is not None:
        await _welcome_shop(turn, address, message, shop)  # pressed once more; it is no customer who says hello
        return
    if invite is not None and invite.kind == SHOP:
        await _link_shop(turn, address, message, invite)
        return
    if not token and await shop_again(turn, address, message):
        return
    if invite is None and await turn.unit.access.member_of(address.contact) is not None:
        await _answer(turn, address, message, text="You are linked already. /help lists what you can do here.")
        return
    if invite is not None:
        await _agree(turn, address, message, invite)
    else:
        await welcome(turn, address, message, comes_back=not token)


async def welcome(turn: Turn, address: Address, message: Message, *, comes_back: bool = False) -> None:
    """Say what can be done here, and ask for their consent where they gave none: nothing was shown to them yet.

    ``comes_back``: by saying hello they take back a stop of their own. It is said in the language that their app tells
    where none is known of them.
    """
    if await greeting.is_overtaken(turn, address, message):
        return
    if comes_back:
        await stopping.lift(turn, address)
        await doubts.keep(turn, address.contact, message.created_at)
        theirs = await greeting.bring_back(turn, address, message, "/start")
    else:
        theirs = await greeting.agreed(turn, address)
    locale = await _app_locale(turn, address, message)
    if theirs:
        only = greeting.named(theirs)
        values = only or ({"sells": "yes"} if await turn.unit.products.some(1) else {})
        await _answer(turn, address, message, template="joined" if only else "welcome", values=values, locale=locale)
    await greeting.ask_for_rest(turn, address, message, theirs, locale)


async def _app_locale(turn: Turn, address: Address, message: Message) -> str | None:
    person = await turn.unit.people.get(address.contact)
    return None if person is not None and (person.writes or person.locale) else message.locale


async def _link_staff(turn: Turn, address: Address, message: Message, invite: Invite) -> None:
    assert invite.staff is not None, "a staff invite names its member"
    await turn.unit.access.link(invite.staff, address.contact, turn.now)
    member = await turn.unit.access.member_of(address.contact)
    await turn.unit.access.log(str(invite.staff), "linked", str(address.id), turn.now)
    name, role = (member.name, member.role) if member else ("", "")
    text = f"Welcome, {name}. You are {role} of {turn.business.name} here. Questions of customers come to this chat. "
    await _answer(turn, address, message, text=f"{text}{await _open_orders(turn)}", kind=Kind.STAFF)


async def _open_orders(turn: Turn) -> str:
    """What is to be looked at first: of the orders that came before, no message came to this chat."""
    many = await turn.unit.reservations.count([one.value for one in GOING_ON])
    if not many:
        return "Next: /stats or /help"
    return f"{counted(many, 'order is', 'orders are')} open. Next: /orders or /help"


async def _link_shop(turn: Turn, address: Address, message: Message, invite: Invite) -> None:
    """Whoever opens the link answers for the shop. A person answers for one, or their "yes" could be either's."""
    shop = await turn.unit.shops.get(invite.shop) if invite.shop is not None else None
    theirs = await turn.unit.shops.of_contact(address.contact)
    if shop is None or shop.removed_at is not None:
        await welcome(turn, address, message)
    elif theirs is not None and theirs.id != shop.id:
        text = f"This chat answers for {theirs.name} already. {shop.name} needs a phone of its own, and a new link."
        await _answer(turn, address, message, text=text, kind=Kind.ANSWER)
    else:
        await turn.unit.shops.link(shop.id, address.contact, turn.now)
        await turn.unit.access.log(str(shop.id), "linked", str(address.id), turn.now)
        await _welcome_shop(turn, address, message, shop)


async def shop_again(turn: Turn, address: Address, message: Message) -> bool:
    """START of a shopkeeper who wrote STOP: their shop is asked again, and they come back as nothing else. False for
    everybody else, and by SMS, where no shop is asked."""
    shop = await turn.unit.shops.left(address.contact) if address.channel != "sms" else None
    if shop is None or await greeting.is_overtaken(turn, address, message):
        return False
    await stopping.lift(turn, address)
    await turn.unit.shops.link(shop.id, address.contact, turn.now)
    await turn.unit.access.log(str(shop.id), "linked", str(address.id), turn.now)
    await alerts.tell(turn, f"again:{message.id}", f"{shop.name} wrote START and is asked again.")
    await _answer(turn, address, message, template="shop_back", kind=Kind.ANSWER, locale=shop.language)
    return True


async def _welcome_shop(turn: Turn, address: Address, message: Message, shop: Shop) -> None:
    await _answer(
        turn,
        address,
        message,
        template=SHOP_JOINED,
        kind=Kind.ANSWER,
        values={"shop": shop.name},
        locale=shop.language,
    )


async def _agree(turn: Turn, address: Address, message: Message, invite: Invite) -> None:
    """Opening the chat themselves is both steps at once, for what the invite showed them."""
    overtaken = await greeting.is_overtaken(turn, address, message)
    if not overtaken:
        await stopping.lift(turn, address)
        await doubts.keep(turn, address.contact, message.created_at)
    payload: dict[str, Any] = json.loads(invite.payload) if invite.payload else {}
    consent: dict[str, Any] = payload.get("consent") or {}
    programmes = _shown(consent)
    for programme in programmes:
        await turn.unit.consents.record(_line(address, programme, message, consent), turn.now, message)
    contact = address.contact
    invited = await turn.unit.people.get(invite.contact) if invite.contact is not None else None
    if invited is not None and invited.erased_at is None:
        joined = await turn.unit.people.join(address.contact, invited.id, payload.get("customer"), turn.now)
        contact = invited.id if joined else address.contact
    if overtaken:
        return
    await noted.note(turn, contact, Permitted(), f"joined:{message.id}")
    if programmes:
        await _answer(turn, address, message, template="joined", values=greeting.named(programmes))
    else:
        await welcome(turn, await turn.unit.people.address_by_id(address.id), message, comes_back=True)


def _shown(consent: Mapping[str, str]) -> Sequence[Programme]:
    """The programmes that an invite showed them."""
    if not consent:
        return ()
    named = consent.get("programme")
    return (Programme(named),) if named else OWN_PROGRAMMES


def _line(address: Address, programme: Programme, message: Message, consent: Mapping[str, str]) -> Line:
    return Line(
        address.contact,
        address.id,
        programme,
        ConsentAction.CONFIRMED,
        consent.get("source") or BY_LINK,
        consent.get("text") or "",
        message.created_at,
        ip=consent.get("ip"),
        user_agent=consent.get("user_agent"),
        teller=Teller.PERSON,
        means=Means.INVITE,
        shown=Disclosure(consent["text"], locale=consent.get("locale")) if consent.get("text") else None,
    )


async def _answer(
    turn: Turn,
    address: Address,
    message: Message,
    *,
    template: str | None = None,
    text: str | None = None,
    kind: Kind = Kind.OPT_IN_DONE,
    values: Mapping[str, str] | None = None,
    locale: str | None = None,
) -> UUID | None:
    if kind is not Kind.STAFF and await greeting.answered_enough(turn, address):
        return None
    fresh = await turn.unit.people.address_by_id(address.id)
    key = f"answer:{message.id}:{KEY}"
    letter = Letter(
        key=key, kind=kind, template=template, text=text, values=values or {}, reply_to=message.id, locale=locale
    )
    return await post(turn, fresh, letter)
