"""Import of many people from a file: the known ones among them, and the rows of the new ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, union_all
from sqlalchemy.exc import DBAPIError

from flows.channels import CHANNELS
from flows.events import ConsentAction
from flows.policy.departure_facts import AGREED, Purpose, ToldPlace
from storage.identity import personal_tables
from storage.identity.contact_places import Places
from storage.identity.identity import COLUMNS, ERASED, HeldName, Identity, NamedPerson
from storage.identity.name_ownership import Known
from storage.identity.new_names import NewNames
from storage.identity.people_search import PeopleSearch
from storage.people.people import DETAILS
from storage.schema import addresses, consents, contacts, customer_tags, permissions
from storage.sql import bulk_statements
from storage.sql.repository import Repository
from storage.sql.statements import owns

_KNOWN = ("id", *DETAILS, "corrected", "as_of", "tagged_at", "acquired_from", "created_at", "beside", "erased_at")
_NEW = ("business", "id", "created_at", "as_of", *DETAILS)
_BETWEEN = {"first": ERASED, "behind": f"{ERASED[:-1]};"}  # ";" is the letter after ":"
_HERE = (owns(addresses), addresses.c.value >= bindparam("first"), addresses.c.value < bindparam("behind"))
_ERASED = union_all(
    *(
        select(select(addresses.c.value).where(*_HERE, addresses.c.channel == channel).limit(1).subquery().c.value)
        for channel in (*CHANNELS, "customer", "cart")
    )
).limit(1)
Consented = tuple[UUID, str, datetime | None]
"""A line of the ledger: the address, the programme, and the shop's own date for it."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A new person: free names, and details and places as of a moment. ``details`` are columns of contacts, ``since``
    is when they became a customer.
    """

    names: Sequence[Identity]
    details: Mapping[str, Any]
    places: Sequence[ToldPlace]
    as_of: datetime
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Arriving:
    """New people with all their rows, built before the transaction that writes them; ``people`` are in order."""

    people: Sequence[tuple[UUID, NamedPerson]]
    names: NewNames
    contacts: Sequence[tuple[Any, ...]]
    parts: Sequence[tuple[Any, ...]]
    places: Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Acquaintances:
    """The owners of some identities, and everything known about these people. ``details`` holds their columns of
    contacts, ``tags`` the givers of each of their tags, ``told`` their ledger lines. ``back`` are the addresses with a
    consent after a recorded end: a later yes."""

    held: Mapping[Identity, HeldName]
    people: Mapping[UUID, NamedPerson]
    details: Mapping[UUID, Mapping[str, Any]]
    places: Mapping[UUID, Sequence[ToldPlace]]
    tags: Mapping[UUID, Mapping[str, str]]
    told: frozenset[Consented]
    back: frozenset[UUID]
    staffed: frozenset[UUID]

    @property
    def known(self) -> Known:
        """Return the data in the form of storage/identity/name_ownership.py, without plain people: a plan for these is
        never plain.
        """
        beside = {one: told["beside"] for one, told in self.details.items() if told["beside"] is not None}
        return Known(self.held, self.people, self.staffed, beside=beside)


NotTaken = DBAPIError
"""The error for a row with a value that the database rejects."""
NOBODY = Acquaintances({}, {}, {}, {}, {}, frozenset(), frozenset(), frozenset())


class Newcomers(Repository):
    """People of one business, a chunk of a file at a time."""

    async def find_owners(self, names: Collection[Identity]) -> dict[Identity, UUID]:
        """Return the names among these with an owner, each with its contact."""
        wanted = [(self._tx.business, name.channel, name.value) for name in names]
        found = await bulk_statements.find(
            self._tx, addresses, ("business", "channel", "value"), wanted, ("channel", "value", "contact")
        )
        return {Identity(channel, value): contact for channel, value, contact in found}

    async def has_erased(self) -> bool:
        """Return True if any name here may be erased, by one index look-up for each channel.

        Most shops have no erased names, and need not hash a million. On PostgreSQL the locale orders letters, so that
        no index finds a beginning: there the answer is True.
        """
        return self._tx.postgres or await self._tx.value(_ERASED, **_BETWEEN) is not None

    async def find_acquaintances(self, names: Collection[Identity]) -> Acquaintances:
        """Return the people with these names, and everything known of each."""
        owners = sorted(set((await self.find_owners(names)).values()))
        if not owners:
            return NOBODY
        theirs = [(self._tx.business, one) for one in owners]
        rows = await bulk_statements.find(self._tx, addresses, ("business", "contact"), theirs, COLUMNS)
        found: dict[UUID, list[HeldName]] = defaultdict(list)
        for one in sorted((HeldName(*row) for row in rows), key=lambda name: name.id):
            found[one.contact].append(one)
        told = await bulk_statements.find(self._tx, contacts, ("business", "id"), theirs, _KNOWN)
        lines = await self._load_lines([one.id for each in found.values() for one in each])
        return Acquaintances(
            {one.name: one for each in found.values() for one in each if one.name in names},
            {one: NamedPerson(tuple(found[one])) for one in owners},
            {row[0]: dict(zip(_KNOWN, row, strict=True)) for row in told},
            await Places(self._tx).of(owners),
            await self._load_tags(theirs),
            frozenset((address, programme, told_at) for address, programme, told_at, _ in lines),
            await self._find_agreed(
                {address for address, _, _, action in lines if action == ConsentAction.REVOKED.value}
            ),
            await personal_tables.find_answering(self._tx, owners),
        )

    def build_arriving(self, people: Sequence[Newcomer], source: str, now: datetime) -> Arriving:
        """Build all rows of new people, without writing."""
        mine, names = self._tx.business, NewNames(self._tx)
        new = [(self._tx.ids.make(), one) for one in people]
        added = [(id_, NamedPerson(tuple(names.add(mine, id_, one.names, now).values()))) for id_, one in new]
        told = [(mine, id_, one.since or now, one.as_of, *map(one.details.get, DETAILS)) for id_, one in new]
        called = {id_: one.details["name"] for id_, one in new if one.details.get("name")}
        where = {id_: (one.places, one.as_of) for id_, one in new}
        return Arriving(added, names, told, PeopleSearch(self._tx).parts(called), Places(self._tx).first(where, source))

    async def write(self, new: Arriving) -> None:
        """Write all new people. Raises sqlalchemy.exc.IntegrityError if a concurrent transaction wrote one of the
        identities first."""
        await bulk_statements.insert(self._tx, contacts, _NEW, new.contacts)
        await new.names.write(self._tx)
        await PeopleSearch(self._tx).begin(new.parts)
        await Places(self._tx).begin(new.places)

    async def _load_tags(self, theirs: Sequence[tuple[str, UUID]]) -> dict[UUID, dict[str, str]]:
        rows = await bulk_statements.find(
            self._tx, customer_tags, ("business", "contact"), theirs, ("contact", "tag", "source")
        )
        found: dict[UUID, dict[str, str]] = defaultdict(dict)
        for contact, tag, source in rows:
            found[contact][tag] = source
        return found

    async def _load_lines(self, of: Sequence[UUID]) -> Sequence[tuple[UUID, str, datetime | None, str]]:
        """Return the ledger lines of these addresses, each with its action."""
        wanted, names = [(self._tx.business, one) for one in of], ("address", "programme", "told_at", "action")
        found = await bulk_statements.find(self._tx, consents, ("business", "address"), wanted, names)
        return [(address, programme, told_at, action) for address, programme, told_at, action in found]

    async def _find_agreed(self, of: Collection[UUID]) -> frozenset[UUID]:
        """Return the addresses among these with a valid consent."""
        wanted = [(self._tx.business, one, Purpose.MARKETING.value) for one in sorted(of)]
        keys, agreed = ("business", "address", "purpose"), bulk_statements.among("state", AGREED)
        found = await bulk_statements.find(self._tx, permissions, keys, wanted, ("address",), where=agreed)
        return frozenset(address for (address,) in found)
