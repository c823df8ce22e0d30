"""Contacts and addresses: people, and where to write to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, bindparam, case, exists, or_, select, update

from flows.channels import CHANNELS, LINES, PHONES
from flows.policy.departure_facts import AddressState, Person, ToldPlace
from storage.identity import personal_tables, recorded_pairs
from storage.identity.contact_places import Places
from storage.identity.identity import ERASED as ERASED
from storage.identity.identity import Identity as Identity
from storage.identity.new_names import NewNames
from storage.identity.people_search import PeopleSearch
from storage.people import recognition
from storage.people.people_merge import split_corrected
from storage.schema import addresses, contacts
from storage.sql import bulk_statements
from storage.sql.column_types import Moment
from storage.sql.repository import Repository, read_record
from storage.sql.statements import owns
from storage.sql.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Address:
    """An identity of a contact, with its state."""

    id: UUID
    contact: UUID
    channel: str
    value: str
    state: AddressState
    last_inbound_at: datetime | None

    @property
    def writable(self) -> bool:
        """Return True for a line: news and answers for its owner can go there.

        A name that anybody can type is none, even if messages can go there (``is_channel``).
        """
        return self.channel in LINES

    @property
    def is_channel(self) -> bool:
        """Return True if messages can go there. Without a line they need a consent at this address."""
        return self.channel in CHANNELS

    @property
    def phone(self) -> str | None:
        """Return the number in E.164, if the address is one."""
        return self.value if self.channel in PHONES and self.value.startswith("+") else None

    def __str__(self) -> str:
        return f"{self.channel}:{self.value}"


@dataclass(frozen=True, slots=True)
class Contact:
    """A person, as far as the shop and the person reported. ``locale`` is the shop system's; ``writes`` is the language
    of the last clear message.
    """

    id: UUID
    name: str | None
    locale: str | None
    timezone: str | None
    country: str | None
    region: str | None
    city: str | None
    postal_code: str | None
    orders: int | None
    last_purchase_at: datetime | None
    erased_at: datetime | None
    writes: str | None


@dataclass(frozen=True, slots=True)
class Recipients:
    """Some people by id, all their addresses by id, and the recorded places of each.

    ``beside`` are the other numbers that the shop recorded for one of these people: their places also count for that
    person.
    """

    people: Mapping[UUID, Contact]
    addresses: Mapping[UUID, Address]
    places: Mapping[UUID, tuple[ToldPlace, ...]]
    beside: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)

    def persons(self) -> dict[UUID, Person]:
        """Return the clues to the place of each person: all numbers, newest first, and all recorded places."""
        phones: dict[UUID, list[str]] = defaultdict(list)
        for one in sorted(self.addresses.values(), key=lambda address: address.id, reverse=True):
            if one.phone is not None:
                phones[one.contact].append(one.phone)
        return {contact: self._person(one, phones) for contact, one in self.people.items()}

    def _person(self, one: Contact, phones: Mapping[UUID, list[str]]) -> Person:
        who = (one.id, *self.beside.get(one.id, ()))
        numbers = dict.fromkeys(number for each in who for number in phones.get(each, ()))
        told = dict.fromkeys(place for each in who for place in self.places.get(each, ()))
        return Person(tuple(numbers), tuple(told), one.last_purchase_at)


_ONE = select(contacts).where(owns(contacts), contacts.c.id == bindparam("contact"))
_KEPT = select(contacts.c.name, contacts.c.corrected).where(owns(contacts), contacts.c.id == bindparam("contact"))
_ADDRESS = select(addresses).where(owns(addresses), addresses.c.id == bindparam("address"))
_ADDRESSES_OF = (
    select(addresses).where(owns(addresses), addresses.c.contact == bindparam("contact")).order_by(addresses.c.id)
)
_SHOWN = (
    select(contacts.c.id)
    .where(owns(contacts), contacts.c.id == bindparam("contact"), contacts.c.name.is_not(None))
    .where(exists().where(owns(addresses), addresses.c.contact == contacts.c.id, addresses.c.proven_at.is_not(None)))
)
_MERGED_INTO = select(contacts.c.merged_into).where(owns(contacts), contacts.c.id == bindparam("contact"))
_HELD = _MERGED_INTO.with_for_update(key_share=True)
_WHO = "contact"  # the column of staff members and shopkeepers
DETAILS = (
    "name",
    "locale",
    "timezone",
    "country",
    "region",
    "city",
    "postal_code",
    "orders",
    "birth_day",
    "birth_year",
)
"""The columns of a contact that a shop's system reports; the newest report wins."""


async def note_inbound(tx: Transaction, latest: Mapping[tuple[str, UUID], datetime]) -> None:
    """Note the last message from these addresses, by business and address."""
    rows = [(at, business, address) for (business, address), at in latest.items()]
    await bulk_statements.change(tx, addresses, ("business", "id"), ("last_inbound_at",), rows)


class People(Repository):
    """Contacts and addresses of one business."""

    async def get(self, contact: UUID) -> Contact | None:
        """Return the contact, or the one it was merged into; None if there is none."""
        row = await self._tx.row(_ONE, contact=contact)
        if row is not None and row.merged_into is not None:
            return await self.get(row.merged_into)
        return None if row is None else self._read_met(row)

    async def by_ids(self, which: Collection[UUID]) -> dict[UUID, Contact]:
        """Return the contacts with these ids."""
        rows = await self._tx.rows(select(contacts).where(self._tx.owns(contacts), contacts.c.id.in_(which)))
        return {row.id: self._read_met(row) for row in rows}

    async def list_merged(self, contact: UUID) -> list[UUID]:
        """Return the person and all contacts merged into it."""
        query = select(contacts.c.id).where(self._tx.owns(contacts), contacts.c.merged_into == contact)
        found = [contact]
        for row in await self._tx.rows(query):
            found += await self.list_merged(row.id)
        return found

    async def address(self, channel: str, value: str) -> Address | None:
        """Return the address of that value on that channel."""
        found = await self.find_known([Identity(channel, value)])
        return next(iter(found.values()), None)

    async def address_by_id(self, address: UUID) -> Address:
        """Return the address with that id. Raises LookupError when there is none."""
        row = await self._tx.row(_ADDRESS, address=address)
        if row is None:
            raise LookupError(f"no address {address}")
        return _address(row)

    async def addresses_of(self, contact: UUID) -> tuple[Address, ...]:
        """Return all identities of a person, oldest first."""
        return tuple(_address(row) for row in await self._tx.rows(_ADDRESSES_OF, contact=contact))

    async def recipients(self, people: Mapping[UUID, Contact]) -> Recipients:
        """Return these people with all their writable addresses, and their possible places."""
        beside = await recognition.find_recorded_others(self._tx, people)
        everybody = {*people, *(other for others in beside.values() for other in others)}
        wanted = [(self._tx.business, contact) for contact in everybody]
        found = await bulk_statements.find(self._tx, addresses, ("business", "contact"), wanted, Address.__slots__)
        told = await Places(self._tx).of(everybody)
        return Recipients(people, {row[0]: _address_of(*row) for row in found}, told, beside)

    async def find_known(self, identities: Sequence[Identity]) -> dict[Identity, Address]:
        """Return the known identities, with the address of each."""
        if not identities:
            return {}
        keys = [(self._tx.business, identity.channel, identity.value) for identity in identities]
        rows = await bulk_statements.find(
            self._tx, addresses, ("business", "channel", "value"), keys, Address.__slots__
        )
        found = [_address_of(*row) for row in rows]
        return {Identity(one.channel, one.value): one for one in found}

    async def resolve(
        self,
        identities: Sequence[Identity],
        now: datetime,
        carts: Sequence[UUID] = (),
        *,
        recorded: bool = False,
        by_mail: bool = False,
    ) -> UUID:
        """Return the person in a shop system's event, by the identities in it; create one if nobody has them.

        An event adds identities that nobody has. It neither merges people nor moves a proven identity
        (storage/identity/name_ownership.py). ``carts`` are the event's carts. ``recorded``: the identities come from
        the system's own record of a customer, not from typing. ``by_mail`` as in ``decide_owner``. Raises ValueError
        without identities.
        """
        return await recognition.recognise(self._tx, identities, now, carts, recorded=recorded, by_mail=by_mail)

    async def prove(self, identities: Sequence[Identity], now: datetime) -> UUID:
        """Return the person who has all these identities, as a channel or the business proves; create one if nobody
        has.

        Raises ValueError without identities.
        """
        return await recognition.prove(self._tx, identities, now)

    async def meet(self, identities: Collection[Identity], now: datetime) -> dict[Identity, UUID]:
        """Return the owner of each identity, on the business's word. By a few statements, each free identity becomes a
        new person.
        """
        wanted = list(dict.fromkeys(identities))
        owners = await self._find_owners(wanted)
        for one in [one for one, (_, proven_at) in owners.items() if proven_at is None]:
            owners[one] = (await self.prove([one], now), now)
        mine, names = self._tx.business, NewNames(self._tx)
        fresh = {one: names.person(mine, now) for one in wanted if one not in owners}
        for one, who in fresh.items():
            names.add(mine, who, [one], now, proven_at=now)
        await names.write()
        return {one: who for one, (who, _) in owners.items()} | fresh

    async def save_details(
        self, contact: UUID, details: Mapping[str, Any], as_of: datetime, *, typed: bool = False
    ) -> None:
        """Store a shop system's details of a person, unless newer ones are stored. A corrected detail stays.

        Details of the staff and of shopkeepers are ignored: anybody can type their number. ``typed`` are details
        without a customer id, as at a guest's checkout. Their name does not replace the name of a person who proved the
        number.
        """
        kept = await self._tx.row(_KEPT, contact=contact)
        fixed = split_corrected(kept.corrected if kept else None)
        known = {name: details[name] for name in DETAILS if details.get(name) is not None and name not in fixed}
        if typed and "name" in known and await self._is_shown(contact):
            del known["name"]
        answering = tuple(table for table, column in self._tx.holdings.list_answering() if column.name == _WHO)
        given = {"told": as_of, "who": contact}
        name = known.get("name")
        is_new = name is not None and (kept is None or kept.name != name)
        told = await self._tx.change_if(contacts, contact, _match_better_known(answering), given, **known, as_of=as_of)
        if is_new and told:
            await PeopleSearch(self._tx).keep(contact, name)

    async def introduce(self, contact: UUID, name: str) -> None:
        """Set a person's name on a channel, if the person has none. A shop system's name, of any time, replaces this
        name.
        """
        unnamed = (contacts.c.name.is_(None), contacts.c.corrected.is_(None), contacts.c.erased_at.is_(None))
        if await self._tx.change(contacts, contact, *unnamed, name=name):
            await PeopleSearch(self._tx).keep(contact, name)

    async def write_in(self, contact: UUID, language: str) -> None:
        """Write to the person in this language from now on, regardless of the shop's system."""
        await self._tx.change(contacts, contact, contacts.c.erased_at.is_(None), writes=language)

    async def set_state(self, address: UUID, state: AddressState, reason: str, now: datetime) -> None:
        """Note whether an address can be written to, and why not."""
        await self._tx.change(addresses, address, state=state.value, state_reason=reason, state_at=now)

    async def note_message(self, address: UUID, at: datetime) -> None:
        """Note the person's message: the WhatsApp window opens, and a block or a wrong number is over. A mail in their
        name is no proof of that."""
        await note_inbound(self._tx, {(self._tx.business, address): at})
        lifted = addresses.c.state.in_([AddressState.BLOCKED.value, AddressState.GONE.value])
        values = {"state": AddressState.USABLE.value, "state_reason": "they wrote", "state_at": at}
        await self._tx.change(addresses, address, lifted, addresses.c.channel.in_(LINES), **values)

    async def close_window(self, address: UUID) -> None:
        """Close the 24-hour window of an address on the provider's word, regardless of our own count."""
        await self._tx.change(addresses, address, last_inbound_at=None)

    async def lock(self, people: Sequence[UUID]) -> dict[UUID, Contact]:
        """Lock these people for this transaction, without merged people and those that another transaction holds."""
        wanted = [(self._tx.business, contact) for contact in set(people)]
        names, whole = Contact.__slots__, "contacts.merged_into IS NULL"
        found = await bulk_statements.find(
            self._tx, contacts, ("business", "id"), wanted, names, where=whole, lock=True
        )
        return {row[0]: Contact(*row) for row in found}

    async def hold(self, contact: UUID) -> UUID:
        """Lock one person, waiting for the current holder. Return the person's id, which differs after a merge.

        Raises LookupError when there is nobody of that id.
        """
        row = await self._tx.row(_HELD if self._tx.postgres else _MERGED_INTO, contact=contact)
        if row is None:
            raise LookupError(f"no contact {contact}")
        return contact if row.merged_into is None else await self.hold(row.merged_into)

    async def join(self, opener: UUID, invited: UUID, customer: str | None, now: datetime) -> bool:
        """Join the opener of a link with its addressee; return False if that would merge two (recognising.join)."""
        return await recognition.join(self._tx, opener, invited, customer, now)

    async def list_recorded_guests(self, contact: UUID) -> list[UUID]:
        """Return the people recorded as this one, under numbers that never wrote."""
        return await recognition.find_recorded_guests(self._tx, contact)

    async def find_reached(self, contact: UUID, *, ended: bool = True) -> recorded_pairs.Reached:
        """Return the people that an opt-out of this one reaches, because a shop's system recorded them as one
        customer.
        """
        return await recorded_pairs.find_reached(self._tx, contact, ended=ended)

    async def numbers_of(self, customer: UUID) -> list[UUID]:
        """Return the people who are only another number of this customer, recorded by the shop, that never wrote."""
        return await recognition.find_numbers(self._tx, customer)

    async def find_staffed(self, people: Sequence[UUID]) -> frozenset[UUID]:
        """Return those of the people on the staff, or with a shop."""
        return await personal_tables.find_answering(self._tx, people)

    async def is_another(self, contact: UUID, called: Identity) -> bool:
        """Return True if a shop system's id ``called`` may mean another person than the owner of the number with it.

        That holds if the system has another id for the owner. It also holds if the owner proved a number or a chat
        earlier, and never opened a link made for that customer.
        """
        person = (await recognition.load_people(self._tx, [contact]))[contact]
        row = next((one for one in person.names if one.name == called), None)
        proven = [one.id for one in person.names if one.line in person.proven and one.proven_at is not None]
        if row is None:
            return bool(proven) or any(one.system == called.system for one in person.ids)
        return row.proven_at is None and any(one < row.id for one in proven)

    async def count_automatic(self, contact: UUID, now: datetime, hour_ago: datetime) -> int:
        """Count one more automatic answer to this person; return the number within the hour."""
        over = or_(contacts.c.automatic_from.is_(None), contacts.c.automatic_from <= hour_ago)
        counted = update(contacts).where(self._tx.owns(contacts), contacts.c.id == contact)
        counted = counted.values(
            automatic_from=case((over, bindparam(None, now, Moment)), else_=contacts.c.automatic_from),
            automatic_count=case((over, 1), else_=contacts.c.automatic_count + 1),
        )
        return int(await self._tx.value(counted.returning(contacts.c.automatic_count)) or 0)

    async def _is_shown(self, contact: UUID) -> bool:
        """Return True if a person with a name wrote from an own address, or followed a link to one."""
        return await self._tx.row(_SHOWN, contact=contact) is not None

    def _read_met(self, row: Any) -> Contact:
        self._tx.met.add(row.id)
        return read_record(Contact, row)

    async def _find_owners(self, identities: Sequence[Identity]) -> dict[Identity, tuple[UUID, datetime | None]]:
        """Return the owner of each identity, and since when it is proven."""
        keys = [(self._tx.business, one.channel, one.value) for one in identities]
        names = ("channel", "value", "contact", "proven_at")
        rows = await bulk_statements.find(self._tx, addresses, ("business", "channel", "value"), keys, names)
        return {Identity(channel, value): (contact, proven_at) for channel, value, contact, proven_at in rows}


@lru_cache(maxsize=8)  # one for all conversations of an installation
def _match_better_known(answering: tuple[Table, ...]) -> ColumnElement[bool]:
    """Return the condition for new details: no newer ones, not erased, and no row in these answering tables."""
    newer = or_(contacts.c.as_of.is_(None), contacts.c.as_of <= bindparam("told"))
    others = [
        ~exists().where(owns(table), table.c[_WHO] == bindparam("who"), table.c.removed_at.is_(None))
        for table in answering
    ]
    return and_(contacts.c.erased_at.is_(None), newer, *others)


def _address(row: Any) -> Address:
    return _address_of(row.id, row.contact, row.channel, row.value, row.state, row.last_inbound_at)


def _address_of(id_: UUID, contact: UUID, channel: str, value: str, state: str, heard_at: datetime | None) -> Address:
    return Address(id_, contact, channel, value, AddressState(state), heard_at)
