"""Updates of a shop's systems about people: identities, consents and revocations."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flows.channels import CHANNELS, SMS
from flows.engine import Left, Permitted
from flows.events import ConsentAction, ConsentGiven, Customer, CustomerConsented, CustomerUpdated, Means
from flows.policy.departure import needs_second_step
from flows.policy.departure_facts import ConsentState, Kind, Programme, Purpose
from handlers.engine import own_events
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.people import persons
from storage.consent.consents import ALL_PROGRAMMES, OWN_PROGRAMMES, LedgerLine, list_ended_programmes
from storage.consent.disclosures import Disclosure
from storage.consent.opt_out_reach import carry
from storage.events.event_inbox import Stored
from storage.facts.departures import Planned, load_facts
from storage.people.people import Address
from templates import formats

CHECKOUT_TEXT = "checkout_text"
"""The source of words next to the box of a business's checkout, as the business reported."""
USUAL_LABEL = "usual_label"
"""The source of words that a store puts there by default, in any language that it sells in."""


async def learn_customer(turn: Turn, stored: Stored, event: CustomerUpdated) -> None:
    """Store the details, identities and consents of a person from the shop."""
    await learn(turn, stored, event.customer, event.consents)


async def learn_consent(turn: Turn, stored: Stored, event: CustomerConsented) -> str | None:
    """Store a customer's details and the reported consent. Return the reason if no address can get messages."""
    await learn(turn, stored, event.customer, event.consents)
    for consent in event.consents:
        if not await _find(turn, stored.contact or stored.mailed, event.customer, consent):
            return _nowhere(event.customer, consent)
    return None


async def learn(turn: Turn, stored: Stored, customer: Customer, consents: Sequence[ConsentGiven]) -> str | None:
    """Store details and consents. Return the reason if no address can get messages."""
    contact = stored.contact
    if contact is None:
        if stored.mailed is not None:
            await _learn_by_mail(turn, stored, stored.mailed, customer, consents)
        return "nobody is named"
    occurred = stored.event.occurred_at
    await persons.save_details(turn.unit, contact, customer, stored.source, occurred)
    for consent in consents:
        await _save_consent(turn, stored, contact, customer, consent)
    theirs = await turn.unit.people.addresses_of(contact)
    if any(one.writable or turn.business.channel(one.channel) is not None for one in theirs):
        return None
    return "the phone is not a valid number" if customer.phone else "no phone and no chat"


async def _learn_by_mail(
    turn: Turn, stored: Stored, contact: UUID, customer: Customer, consents: Sequence[ConsentGiven]
) -> None:
    """Store the consents of a person who is identified only by an e-mail address.

    An opt-out needs no proof, and ends marketing everywhere. A consent holds at the e-mail address alone.
    """
    for consent in consents:
        if consent.purpose != Purpose.MARKETING.value:
            continue
        if consent.action is ConsentAction.REVOKED:
            await revoke(turn, stored.id, await list_ended(turn, contact, ()), consent)
            continue
        for address in await _find(turn, contact, customer, consent):
            await _agree(turn, stored, address, consent)


async def _save_consent(turn: Turn, stored: Stored, contact: UUID, customer: Customer, consent: ConsentGiven) -> None:
    if consent.purpose != Purpose.MARKETING.value:
        return
    meant = await _find(turn, contact, customer, consent)
    if meant and consent.action is ConsentAction.REVOKED:
        await revoke(turn, stored.id, await list_ended(turn, contact, meant), consent)
        await revoke_linked(turn, stored.id, contact, consent)
        return
    for address in meant:
        await _agree(turn, stored, address, consent)


async def _find(turn: Turn, contact: UUID | None, customer: Customer, consent: ConsentGiven) -> Sequence[Address]:
    """Return the addresses of a consent. An opt-out that names no address covers all addresses of the person."""
    identity = persons.find_consent_identity(consent, customer, turn.business.country)
    if identity is not None:
        address = await turn.unit.people.address(identity.channel, identity.value)
        return () if address is None else (address,)
    if contact is None or consent.action is not ConsentAction.REVOKED:
        return ()
    return await list_ended(turn, contact, ())


async def list_ended(turn: Turn, contact: UUID, named: Sequence[Address]) -> Sequence[Address]:
    """Return the addresses that a shop's opt-out ends: all addresses of the person, as for an opt-out to us.

    So it also ends consents that the shop gave for the person under other numbers.
    """
    others = [await turn.unit.people.hold(one) for one in await turn.unit.people.list_recorded_guests(contact)]
    people = dict.fromkeys((contact, *others))
    theirs = [address for one in people for address in await turn.unit.people.addresses_of(one) if address.is_channel]
    return list({address.id: address for address in (*theirs, *named)}.values())


def _nowhere(customer: Customer, consent: ConsentGiven) -> str:
    """Describe the missing or invalid customer field that should name the address; the number itself is not quoted."""
    own = CHANNELS[consent.channel]
    field = SMS.field if own.is_number and not getattr(customer, own.field) else own.field
    lacking = "is not a valid number" if getattr(customer, field) else "is missing"
    channel = formats.channel(consent.channel)
    return f"customer.consented: data.customer.{field} {lacking}: a consent by {channel} needs it"


async def revoke(turn: Turn, event: UUID | None, addresses: Sequence[Address], consent: ConsentGiven) -> None:
    """Revoke as widely as a STOP to us: every programme, also of partners, unless one is named (47 CFR 64.1200(a)(10)).

    ``event`` is the event that reported it, if there was one.
    """
    named = tuple(Programme(name) for name in consent.programmes)
    states = await turn.unit.consents.states([address.id for address in addresses])
    changed = [
        await record(turn, event, address, programme, consent.action, consent)
        for address in addresses
        for programme in named or list_ended_programmes(states, address.id)
    ]
    if any(changed):
        for contact in dict.fromkeys(address.contact for address in addresses):
            await _revoke_programme(turn, event or turn.unit.ids.make(), contact)


async def revoke_linked(turn: Turn, event: UUID | None, contact: UUID, consent: ConsentGiven) -> None:
    """Revoke the same at the addresses of the people that a shop's system recorded as this customer.

    A revocation that the ledger has already with the shop's own date is not added again.
    """
    programmes = tuple(Programme(name) for name in consent.programmes) or (*ALL_PROGRAMMES, Programme.WAITLIST)
    ledger, told_at = turn.unit.consents, consent.told_at or consent.at
    for one, until in (await persons.lock_people(turn, contact)).items():
        theirs = {address.id: address for address in await turn.unit.people.addresses_of(one)}
        states = await ledger.states(theirs)
        old = None if until is None else await ledger.find_agreed_before(list(theirs), until)
        open_ = [place for place, state in states.items() if state is not ConsentState.REVOKED]
        for address, programme in open_:
            over = programme in programmes and (old is None or (address, programme) in old)
            if over and not await ledger.is_known(address, programme, told_at):
                await record(turn, event, theirs[address], programme, consent.action, consent)
        await persons.void(turn, one)


async def _agree(turn: Turn, stored: Stored, address: Address, consent: ConsentGiven) -> None:
    programmes = tuple(Programme(name) for name in consent.programmes) or OWN_PROGRAMMES
    action = get_action(consent)
    changed = [await record(turn, stored.id, address, programme, action, consent) for programme in programmes]
    if not any(changed):
        return
    if action is ConsentAction.GRANTED and await needs_second_step_at(turn, address):
        await conversations_of(turn).entrance.ask(turn, address, programmes)
    else:
        await own_events.emit(turn, address.contact, Permitted(), f"permitted:{stored.id}")


def get_action(consent: ConsentGiven) -> ConsentAction:
    """Return the ledger's action for a consent; the shop's own confirmation counts as the second opt-in step."""
    return ConsentAction.CONFIRMED if consent.double else consent.action


async def _revoke_programme(turn: Turn, because: UUID, contact: UUID) -> None:
    """End one programme: policy refuses its messages at departure. If no programme remains, end everything."""
    if await turn.unit.consents.has_agreed([address.id for address in await turn.unit.people.addresses_of(contact)]):
        return
    await turn.unit.outbox.void(turn.now, contact=contact)
    # Only open runs end: a later cart with a new tick may be waiting behind this news.
    if await turn.unit.runs.list_open(contact):
        await own_events.emit(turn, contact, Left("opted_out"), f"revoked:{because}:{contact}")


async def record(
    turn: Turn, event: UUID | None, address: Address, programme: Programme, action: ConsentAction, consent: ConsentGiven
) -> bool:
    """Write a ledger line, unless it repeats an old tick. Return True if it changed the valid consents.

    A tick after a person's own stop is stored, but only the person can lift the stop. If the address is new for the
    person, their earlier stops end its consents, too.
    """
    if action is not ConsentAction.REVOKED:
        await carry(turn.unit, address.contact, turn.now)
        if not await _is_new(turn, address, programme, consent):
            return False
    line = line_of(turn, (address.contact, address.id), programme, action, consent, event)
    return await turn.unit.consents.record(line, turn.now)


def line_of(
    turn: Turn,
    whose: tuple[UUID, UUID],
    programme: Programme,
    action: ConsentAction,
    consent: ConsentGiven,
    event: UUID | None = None,
) -> LedgerLine:
    """Make the ledger line for an update about an address; ``whose`` has the ids of its contact and of the address."""
    return LedgerLine(
        *whose,
        programme,
        action,
        consent.source,
        consent.text,
        min(consent.at, turn.now),
        event,
        consent.ip,
        consent.user_agent,
        consent.told_at,
        means=None if action is ConsentAction.REVOKED else consent.means,
        shown=None if action is ConsentAction.REVOKED else _find_shown(turn, consent),
        partners=consent.partners if action.agrees and programme is Programme.PARTNER_OFFERS else (),
    )


def _find_shown(turn: Turn, consent: ConsentGiven) -> Disclosure | None:
    """Return the words that the customer read: the shop's for its checkout box, the usual or the reported ones."""
    if consent.means is Means.BOX and turn.business.consent.checkout_text:
        return Disclosure(turn.business.consent.checkout_text, CHECKOUT_TEXT)
    if consent.shown:
        return Disclosure(consent.shown, USUAL_LABEL, "en")
    return Disclosure(consent.text) if consent.text else None


async def _is_new(turn: Turn, address: Address, programme: Programme, consent: ConsentGiven) -> bool:
    """Return True if the consent is newer than the last revocation; a tick with no time is not.

    A cart carries its box along, a shop reports the same tick again and again, and clocks are set wrong.
    """
    revoked = await turn.unit.consents.find_revoked_at(address.id, programme)
    if revoked is None:
        return True
    if not consent.dated or consent.at <= revoked:
        return False
    return consent.told_at is None or not await turn.unit.consents.is_known(address.id, programme, consent.told_at)


async def needs_second_step_at(turn: Turn, address: Address) -> bool:
    """Return True if a single opt-in does not suffice for marketing at that address."""
    planned = Planned(
        Kind.MESSAGE, Purpose.MARKETING, Programme.REMINDERS, address.channel, address.id, address.contact, turn.now
    )
    (facts,) = await load_facts(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
    return needs_second_step(facts, turn.now)
