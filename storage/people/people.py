"""Contacts and addresses: who a person is, and where they can be written to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, bindparam, case, exists, or_, select, update

from flows.channels import CHANNELS, PHONES
from flows.policy.departure_facts import AddressState, Person, ToldPlace
from storage.identity import personal_tables, recorded_pairs
from storage.identity.contact_places import Places
from storage.identity.identity import ERASED as ERASED
from storage.identity.identity import Identity as Identity
from storage.identity.new_names import NewNames
from storage.identity.people_search import PeopleSearch
from storage.people import recognition
from storage.schema import addresses, contacts
from storage.sql import bulk_statements
from storage.sql.column_types import Moment
from storage.sql.repository import Repository, as_read
from storage.sql.statements import mine
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
        """Whether somebody can be written to there; the others are names a shop knows them by."""
        return self.channel in CHANNELS

    @property
    def phone(self) -> str | None:
        """The number in E.164, where the address is one."""
        return self.value if self.channel in PHONES and self.value.startswith("+") else None

    def __str__(self) -> str:
        return f"{self.channel}:{self.value}"


@dataclass(frozen=True, slots=True)
class Contact:
    """A person, as far as the shop and they themselves told. ``locale`` is what the shop's system says of them;
    ``writes`` the language they last clearly wrote in."""

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
    """Some people by their ids, all their addresses by theirs, and the places that were told of each.

    ``beside`` are those of whom the shop told as of one of them, under another number: where these may be, they may.
    """

    people: Mapping[UUID, Contact]
    addresses: Mapping[UUID, Address]
    places: Mapping[UUID, tuple[ToldPlace, ...]]
    beside: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)

    def persons(self) -> dict[UUID, Person]:
        """The clues to the whereabouts of each person: all numbers, the newest first, and all places."""
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


_ONE = select(contacts).where(mine(contacts), contacts.c.id == bindparam("contact"))
_NAME = select(contacts.c.name).where(mine(contacts), contacts.c.id == bindparam("contact"))
_ADDRESS = select(addresses).where(mine(addresses), addresses.c.id == bindparam("address"))
_ADDRESSES_OF = (
    select(addresses).where(mine(addresses), addresses.c.contact == bindparam("contact")).order_by(addresses.c.id)
)
_SHOWN = (
    select(contacts.c.id)
    .where(mine(contacts), contacts.c.id == bindparam("contact"), contacts.c.name.is_not(None))
    .where(exists().where(mine(addresses), addresses.c.contact == contacts.c.id, addresses.c.proven_at.is_not(None)))
)
_MERGED_INTO = select(contacts.c.merged_into).where(mine(contacts), contacts.c.id == bindparam("contact"))
_HELD = _MERGED_INTO.with_for_update(key_share=True)
_WHO = "contact"  # the column of who is on the staff, or keeps a shop
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
"""The columns of a contact that a shop's system tells: its newest news of them stands."""


async def note_inbound(tx: Transaction, latest: Mapping[tuple[str, UUID], datetime]) -> None:
    """When somebody wrote last from these addresses, by business and address."""
    rows = [(at, business, address) for (business, address), at in latest.items()]
    await bulk_statements.change(tx, addresses, ("business", "id"), ("last_inbound_at",), rows)


class People(Repository):
    """Contacts and addresses of one business."""

    async def get(self, contact: UUID) -> Contact | None:
        """The contact, or the one it was merged into; None when there is none."""
        row = await self._tx.row(_ONE, contact=contact)
        if row is not None and row.merged_into is not None:
            return await self.get(row.merged_into)
        return None if row is None else self._met(row)

    async def by_ids(self, which: Collection[UUID]) -> dict[UUID, Contact]:
        """The contacts with these ids."""
        rows = await self._tx.rows(select(contacts).where(self._tx.mine(contacts), contacts.c.id.in_(which)))
        return {row.id: self._met(row) for row in rows}

    async def everybody(self, contact: UUID) -> list[UUID]:
        """The person, with all contacts that were merged into this one."""
        query = select(contacts.c.id).where(self._tx.mine(contacts), contacts.c.merged_into == contact)
        found = [contact]
        for row in await self._tx.rows(query):
            found += await self.everybody(row.id)
        return found

    async def address(self, channel: str, value: str) -> Address | None:
        """The address of that value on that channel."""
        found = await self.known([Identity(channel, value)])
        return next(iter(found.values()), None)

    async def address_by_id(self, address: UUID) -> Address:
        """The address with that id. Raises LookupError when there is none."""
        row = await self._tx.row(_ADDRESS, address=address)
        if row is None:
            raise LookupError(f"no address {address}")
        return _address(row)

    async def addresses_of(self, contact: UUID) -> tuple[Address, ...]:
        """All identities of a person, oldest first."""
        return tuple(_address(row) for row in await self._tx.rows(_ADDRESSES_OF, contact=contact))

    async def recipients(self, people: Mapping[UUID, Contact]) -> Recipients:
        """These people with all that they can be written to, and where they may be."""
        beside = await recognition.told_as_one(self._tx, people)
        everybody = {*people, *(other for others in beside.values() for other in others)}
        wanted = [(self._tx.business, contact) for contact in everybody]
        found = await bulk_statements.find(self._tx, addresses, ("business", "contact"), wanted, Address.__slots__)
        told = await Places(self._tx).of(everybody)
        return Recipients(people, {row[0]: _address_of(*row) for row in found}, told, beside)

    async def known(self, identities: Sequence[Identity]) -> dict[Identity, Address]:
        """The identities that are known, with the address of each."""
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
        """Whose news these are that a shop's system tells, by the names that stand in them; made when nobody has any.

        What is told adds names where nobody has them, and neither merges people nor moves what one of them proved
        (storage/identity/name_ownership.py). ``carts`` are those that it is about; ``recorded`` are names of the
        system's own record of a customer, and not what somebody typed. ``by_mail`` as in ``told`` there. Raises
        ValueError without identities.
        """
        return await recognition.tell(self._tx, identities, now, carts, recorded=recorded, by_mail=by_mail)

    async def prove(self, identities: Sequence[Identity], now: datetime) -> UUID:
        """The person whom a channel, or the business itself, shows to have all these names; made when nobody has any.

        Raises ValueError without identities.
        """
        return await recognition.prove(self._tx, identities, now)

    async def meet(self, identities: Collection[Identity], now: datetime) -> dict[Identity, UUID]:
        """Who has each of these identities, that the business says are theirs; each that nobody has becomes a person
        of its own, by a few statements."""
        wanted = list(dict.fromkeys(identities))
        owners = await self._owners(wanted)
        for one in [one for one, (_, proven_at) in owners.items() if proven_at is None]:
            owners[one] = (await self.prove([one], now), now)
        mine, names = self._tx.business, NewNames(self._tx)
        fresh = {one: names.person(mine, now) for one in wanted if one not in owners}
        for one, who in fresh.items():
            names.add(mine, who, [one], now, proven_at=now)
        await names.write()
        return {one: who for one, (who, _) in owners.items()} | fresh

    async def describe(
        self, contact: UUID, details: Mapping[str, Any], as_of: datetime, *, typed: bool = False
    ) -> None:
        """Take over what a shop's system knows of a person, unless something newer was heard before.

        Of the staff and of shopkeepers it knows nothing better: their number may be typed by anybody. ``typed`` are
        details without a customer of the system's own, as at a guest's checkout: their name is no better than the one
        by which somebody goes who showed the number to be theirs.
        """
        known = {name: details[name] for name in DETAILS if details.get(name) is not None}
        if typed and "name" in known and await self._is_shown(contact):
            del known["name"]
        answering = tuple(table for table, column in self._tx.holdings.answering() if column.name == _WHO)
        given = {"told": as_of, "who": contact}
        name = known.get("name")
        is_new = name is not None and await self._tx.value(_NAME, contact=contact) != name
        told = await self._tx.change_if(contacts, contact, _better_known(answering), given, **known, as_of=as_of)
        if is_new and told:
            await PeopleSearch(self._tx).keep(contact, name)

    async def introduce(self, contact: UUID, name: str) -> None:
        """Keep the name by which a person goes on a channel, of a person without one; a name that a shop's system
        tells, at whatever time, takes the place of this name."""
        unnamed = (contacts.c.name.is_(None), contacts.c.erased_at.is_(None))
        if await self._tx.change(contacts, contact, *unnamed, name=name):
            await PeopleSearch(self._tx).keep(contact, name)

    async def write_in(self, contact: UUID, language: str) -> None:
        """They are written to in this language from now on, whatever the shop's system tells."""
        await self._tx.change(contacts, contact, contacts.c.erased_at.is_(None), writes=language)

    async def set_state(self, address: UUID, state: AddressState, reason: str, now: datetime) -> None:
        """Note whether an address can be written to, and why not."""
        await self._tx.change(addresses, address, state=state.value, state_reason=reason, state_at=now)

    async def heard(self, address: UUID, at: datetime) -> None:
        """The person wrote: the WhatsApp window opens, and a block or a wrong number is evidently over."""
        await note_inbound(self._tx, {(self._tx.business, address): at})
        lifted = addresses.c.state.in_([AddressState.BLOCKED.value, AddressState.GONE.value])
        values = {"state": AddressState.USABLE.value, "state_reason": "they wrote", "state_at": at}
        await self._tx.change(addresses, address, lifted, **values)

    async def close_window(self, address: UUID) -> None:
        """The provider says that the 24 hours since their last message are over, whatever we thought."""
        await self._tx.change(addresses, address, last_inbound_at=None)

    async def lock(self, people: Sequence[UUID]) -> dict[UUID, Contact]:
        """Lock these people for this transaction; those another one holds, or that were merged, are left out."""
        wanted = [(self._tx.business, contact) for contact in set(people)]
        names, whole = Contact.__slots__, "contacts.merged_into IS NULL"
        found = await bulk_statements.find(
            self._tx, contacts, ("business", "id"), wanted, names, where=whole, lock=True
        )
        return {row[0]: Contact(*row) for row in found}

    async def hold(self, contact: UUID) -> UUID:
        """Lock one person, waiting for whoever holds them; the id they live under now, for they may have been merged.

        Raises LookupError when there is nobody of that id.
        """
        row = await self._tx.row(_HELD if self._tx.postgres else _MERGED_INTO, contact=contact)
        if row is None:
            raise LookupError(f"no contact {contact}")
        return contact if row.merged_into is None else await self.hold(row.merged_into)

    async def join(self, opener: UUID, invited: UUID, customer: str | None, now: datetime) -> bool:
        """Whoever opened a link is whom it was made for; False where that would make one of two (recognising.join)."""
        return await recognition.join(self._tx, opener, invited, customer, now)

    async def beside(self, contact: UUID) -> list[UUID]:
        """Of whom the shop told as of this one, under numbers from which nobody ever wrote."""
        return await recognition.beside(self._tx, contact)

    async def recorded_with(self, contact: UUID, *, ended: bool = True) -> recorded_pairs.Reached:
        """The people whom an opt-out of this one reaches, because a shop's system recorded them as one customer."""
        return await recorded_pairs.reached(self._tx, contact, ended=ended)

    async def numbers_of(self, customer: UUID) -> list[UUID]:
        """Who is nothing but another number that the shop told of this customer alone, and from which nobody wrote."""
        return await recognition.numbers_of(self._tx, customer)

    async def staffed(self, people: Sequence[UUID]) -> frozenset[UUID]:
        """Those of the people who are on the staff, or answer for a shop."""
        return await personal_tables.answering(self._tx, people)

    async def is_another(self, contact: UUID, called: Identity) -> bool:
        """Whether a shop's system that ``called`` somebody so may mean another one than who has the number it named.

        It calls them otherwise itself, or they showed a number or a chat to be theirs before it called them so, and
        never opened a link that was made for that customer.
        """
        person = (await recognition.people_of(self._tx, [contact]))[contact]
        row = next((one for one in person.names if one.name == called), None)
        proven = [one.id for one in person.names if one.line in person.proven and one.proven_at is not None]
        if row is None:
            return bool(proven) or any(one.system == called.system for one in person.ids)
        return row.proven_at is None and any(one < row.id for one in proven)

    async def count_automatic(self, contact: UUID, now: datetime, hour_ago: datetime) -> int:
        """Count one more automatic answer to this person; returns how many it makes within the hour."""
        over = or_(contacts.c.automatic_from.is_(None), contacts.c.automatic_from <= hour_ago)
        counted = update(contacts).where(self._tx.mine(contacts), contacts.c.id == contact)
        counted = counted.values(
            automatic_from=case((over, bindparam(None, now, Moment)), else_=contacts.c.automatic_from),
            automatic_count=case((over, 1), else_=contacts.c.automatic_count + 1),
        )
        return int(await self._tx.value(counted.returning(contacts.c.automatic_count)) or 0)

    async def _is_shown(self, contact: UUID) -> bool:
        """Whether somebody with a name wrote from an address, or followed a link to one, that is theirs."""
        return await self._tx.row(_SHOWN, contact=contact) is not None

    def _met(self, row: Any) -> Contact:
        self._tx.met.add(row.id)
        return as_read(Contact, row)

    async def _owners(self, identities: Sequence[Identity]) -> dict[Identity, tuple[UUID, datetime | None]]:
        """The owner of each identity, and since when that is proven."""
        keys = [(self._tx.business, one.channel, one.value) for one in identities]
        names = ("channel", "value", "contact", "proven_at")
        rows = await bulk_statements.find(self._tx, addresses, ("business", "channel", "value"), keys, names)
        return {Identity(channel, value): (contact, proven_at) for channel, value, contact, proven_at in rows}


@lru_cache(maxsize=8)  # one for all that the conversations of an installation bring
def _better_known(answering: tuple[Table, ...]) -> ColumnElement[bool]:
    """Nothing newer was told, and the person neither was erased nor answers for the business in these tables."""
    newer = or_(contacts.c.as_of.is_(None), contacts.c.as_of <= bindparam("told"))
    others = [
        ~exists().where(mine(table), table.c[_WHO] == bindparam("who"), table.c.removed_at.is_(None))
        for table in answering
    ]
    return and_(contacts.c.erased_at.is_(None), newer, *others)


def _address(row: Any) -> Address:
    return _address_of(row.id, row.contact, row.channel, row.value, row.state, row.last_inbound_at)


def _address_of(id_: UUID, contact: UUID, channel: str, value: str, state: str, heard_at: datetime | None) -> Address:
    return Address(id_, contact, channel, value, AddressState(state), heard_at)
