"""The person that a shop or a channel names: identities, duplicates, and the short name for the staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flows.birthdays import read_birthday
from flows.channels import CHANNELS, PHONES
from flows.events import ConsentGiven, Customer
from flows.events.event import Named
from flows.policy.atlas import is_zone
from flows.policy.departure_facts import PlaceKind, ToldPlace
from flows.policy.regions import spell_region
from handlers.engine.turn import Turn
from handlers.people.channel_addresses import normalise_address
from storage.businesses.access import Member
from storage.people.people import Address, Identity
from storage.unit import Unit
from templates.message_values import a_name


def list_names(source: str, named: Named, country: str) -> list[Identity]:
    """Return all identities of an event's person, from a channel or from a system."""
    if named.lines:
        return list(dict.fromkeys(Identity(channel, value) for channel, value in named.lines))
    return list_identities(source, named.customer, named.consents, country)


def list_identities(source: str, customer: Customer, consents: Sequence[ConsentGiven], country: str) -> list[Identity]:
    """Return all identities of this customer; none for an anonymous visitor."""
    country = customer.country or country
    found = [
        Identity("customer", f"{source}:{customer.id}") if customer.id else None,
        *(_name(one.name, getattr(customer, one.field), country) for one in CHANNELS.values()),
        *(find_consent_identity(consent, customer, country) for consent in consents),
    ]
    return list(dict.fromkeys(identity for identity in found if identity is not None))


def find_consent_identity(consent: ConsentGiven, customer: Customer, country: str) -> Identity | None:
    """Return the address of a consent: the one it names, otherwise the customer's own on that channel."""
    channel = CHANNELS[consent.channel]
    named = consent.address or getattr(customer, channel.field) or (customer.phone if channel.is_number else None)
    return _name(consent.channel, named, customer.country or country)


def list_same_numbers(names: Sequence[Identity]) -> list[Identity]:
    """Return the same phone numbers as identities on the other phone channels.

    For a person who asks to be forgotten, the number is the person.
    """
    numbers = {name.value for name in names if name.channel in PHONES}
    return [other for number in sorted(numbers) for on in PHONES if (other := Identity(on, number)) not in names]


async def save_details(unit: Unit, contact: UUID, customer: Customer, source: str, as_of: datetime) -> None:
    """Store a person's details from a shop's system if they are the newest, and the person's places in any case."""
    await unit.people.save_details(contact, list_details(customer, as_of), as_of, typed=not customer.id)
    await unit.places.tell(contact, list_places(customer), source, as_of)


def list_places(customer: Customer) -> tuple[ToldPlace, ...]:
    """Return the places that a shop's system names: its addresses, each with its kind, and the time zone."""
    main = ToldPlace(PlaceKind.STATED, customer.country, customer.region, customer.postal_code)
    zone = ToldPlace(PlaceKind.ZONE, timezone=customer.timezone)
    return (*(customer.places or (main,)), zone)


def list_details(customer: Customer, as_of: datetime) -> dict[str, Any]:
    """Return the details for a contact, except for an invalid time zone, locale or birthday."""
    birthday = read_birthday(customer.birthday, as_of.date()) if customer.birthday else None
    return {
        "birth_day": birthday.day if birthday else None,
        "birth_year": birthday.year if birthday else None,
        "name": customer.name,
        "locale": customer.locale,
        "timezone": customer.timezone if is_zone(customer.timezone or "") else None,
        "country": _upper(customer.country),
        "region": spell_region(customer.country, customer.region),
        "city": customer.city,
        "postal_code": customer.postal_code,
        "orders": customer.orders,
    }


async def find_member(turn: Turn, channel: str, contact: UUID) -> Member | None:
    """Return the staff member who writes there; None for others, and on channels that do not verify the writer."""
    return await turn.unit.access.member_of(contact) if CHANNELS[channel].proves_writer else None


def _name(channel: str, value: str | None, country: str) -> Identity | None:
    address = normalise_address(channel, value, country)
    return None if address is None else Identity(channel, address)


def _upper(code: str | None) -> str | None:
    return code.upper() if code and len(code) == 2 else None


async def may_be_another(unit: Unit, contact: UUID, names: Sequence[Identity]) -> bool:
    """Return True if a shop's system identifies a person only by data that was typed at another customer's checkout."""
    called = next((name for name in names if name.channel == "customer"), None)
    return called is not None and await unit.people.is_another(contact, called)


async def is_guessed(unit: Unit, contact: UUID, named: Named) -> bool:
    """Return True if only an e-mail address identifies a contact with a line. Anyone may have typed that address."""
    if not named.is_by_mail_alone:
        return False
    return any(address.writable for address in await unit.people.addresses_of(contact))


async def lock_people(turn: Turn, contact: UUID) -> Mapping[UUID, datetime | None]:
    """Lock the contacts recorded as the same customer, and return them with the moment of the recording.

    Only consent before that moment ends; None ends all consent. Locking may wait for a transaction that records another
    contact, so the contacts are looked up again after the lock.
    """
    found = await turn.unit.people.find_reached(contact)
    while found:
        for one in found:
            await turn.unit.people.hold(one)
        again = await turn.unit.people.find_reached(contact)
        if again.keys() <= found.keys():
            return again
        found = again
    return found


async def void(turn: Turn, contact: UUID) -> None:
    """Void the queued marketing of a contact who has no consent left.

    If some consent remains, policy refuses the ended programmes at departure.
    """
    theirs = [one.id for one in await turn.unit.people.addresses_of(contact)]
    if not await turn.unit.consents.has_agreed(theirs):
        await turn.unit.outbox.void(turn.now, contact=contact)


async def name_person(turn: Turn, address: Address) -> str:
    """Format the person at an address for the staff: the name, and the end of the number."""
    person = await turn.unit.people.get(address.contact)
    return format_name(person.name if person else None, address)


def format_name(name: str | None, address: Address) -> str:
    """Format a person for the staff: the name, if known, and the end of the number or of the mail address."""
    _, at, domain = address.value.rpartition("@")
    tail = f"{address.value[0]}…@{domain}" if at else f"…{address.value[-4:]}"
    return f"{a_name(name)} ({tail})" if name else tail
