"""The welcome of customers: by an invite that shows the words of a consent, or after a hello."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flows.engine import Permitted
from flows.events import ConsentAction, Means, Teller
from flows.policy.departure_facts import Programme
from handlers.consent import stop_doubts
from handlers.conversation import Written
from handlers.customer_talk import opt_out_extent
from handlers.engine import own_events
from handlers.engine.turn import Turn
from handlers.opt_in import opt_in_greeting
from handlers.people import start_words
from storage.businesses.access import Invite
from storage.consent.consents import OWN_PROGRAMMES, LedgerLine
from storage.consent.disclosures import Disclosure
from storage.people.people import Address
from storage.sending.message import Message

BY_LINK = "start link"


async def welcome_customer(turn: Turn, written: Written, *, comes_back: bool = False) -> None:
    """Introduce the chat, and ask for consent if there is none.

    ``comes_back``: the hello revokes the customer's own stop. The language is the known one, otherwise that of the app.
    """
    address, message = written.address, written.message
    if await start_words.is_overtaken(turn, address, message):
        return
    if comes_back:
        await opt_out_extent.lift(turn, address)
        await stop_doubts.keep(turn, address.contact, message.created_at)
        theirs = await opt_in_greeting.bring_back(turn, address, message, "/start")
    else:
        theirs = await opt_in_greeting.list_agreed(turn, address)
    locale = await _find_app_locale(turn, address, message)
    if theirs:
        only = opt_in_greeting.name_programmes(theirs)
        values = only or ({"sells": "yes"} if await turn.unit.products.list_some(1) else {})
        template = "joined" if only else "welcome"
        await start_words.answer(turn, written, template=template, values=values, locale=locale)
    await opt_in_greeting.ask_for_rest(turn, address, message, theirs, locale)


async def _find_app_locale(turn: Turn, address: Address, message: Message) -> str | None:
    person = await turn.unit.people.get(address.contact)
    return None if person is not None and (person.writes or person.locale) else message.locale


async def agree(turn: Turn, written: Written, invite: Invite) -> None:
    """Record consent to the programmes that the invite showed. Opening the chat counts as both opt-in steps at once."""
    address, message = written.address, written.message
    overtaken = await start_words.is_overtaken(turn, address, message)
    if not overtaken:
        await opt_out_extent.lift(turn, address)
        await stop_doubts.keep(turn, address.contact, message.created_at)
    payload: dict[str, Any] = json.loads(invite.payload) if invite.payload else {}
    consent: dict[str, Any] = payload.get("consent") or {}
    programmes = _list_shown(consent)
    for programme in programmes:
        await turn.unit.consents.record(_line(address, programme, message, consent), turn.now, message)
    contact = address.contact
    invited = await turn.unit.people.get(invite.contact) if invite.contact is not None else None
    if invited is not None and invited.erased_at is None:
        joined = await turn.unit.people.join(address.contact, invited.id, payload.get("customer"), turn.now)
        contact = invited.id if joined else address.contact
    if overtaken:
        return
    await own_events.emit(turn, contact, Permitted(), f"joined:{message.id}")
    if programmes:
        await start_words.answer(
            turn, written, template="joined", values=opt_in_greeting.name_programmes(programmes), invited=True
        )
    else:
        fresh = replace(written, address=await turn.unit.people.address_by_id(address.id))
        await welcome_customer(turn, fresh, comes_back=True)


def _list_shown(consent: Mapping[str, Any]) -> Sequence[Programme]:
    """Return the programmes that an invite showed."""
    if not consent:
        return ()
    named = consent.get("programme")
    return (Programme(named),) if named else OWN_PROGRAMMES


def _line(address: Address, programme: Programme, message: Message, consent: Mapping[str, Any]) -> LedgerLine:
    return LedgerLine(
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
        partners=tuple(consent.get("partners") or ()),
    )
