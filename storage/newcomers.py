"""Many people of a file at once: the known ones among them, and the rows of the new ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flows.policy.facts import ToldPlace
from storage import bulk, personal
from storage.finding import Finding
from storage.identity import COLUMNS, HeldName, Identity, Person
from storage.new_names import NewNames
from storage.people import DETAILS
from storage.places import Places
from storage.repository import Repository
from storage.schema import addresses, consents, contacts, customer_tags
from storage.whose import Known

_KNOWN = ("id", *DETAILS, "as_of", "tagged_at", "acquired_from", "beside", "erased_at")
_TOLD = (*DETAILS, "as_of")
Consented = tuple[UUID, str, datetime | None]
"""A line of the ledger: the address, the programme, and the shop's own date for it."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A new person: free names, and details and places as of a moment. ``details`` are columns of contacts."""

    names: Sequence[Identity]
    details: Mapping[str, Any]
    places: Sequence[ToldPlace]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Acquaintances:
    """Who has some names, and all that is known of these people. ``details`` holds their columns of contacts."""

    held: Mapping[Identity, HeldName]
    people: Mapping[UUID, Person]
    details: Mapping[UUID, Mapping[str, Any]]
    places: Mapping[UUID, Sequence[ToldPlace]]
    tags: Mapping[UUID, frozenset[str]]
    told: frozenset[Consented]
    staffed: frozenset[UUID]

    @property
    def known(self) -> Known:
        """The same as storage/whose.py asks for it, without the plain people: a plan for these is never plain."""
        beside = {one: told["beside"] for one, told in self.details.items() if told["beside"] is not None}
        return Known(self.held, self.people, self.staffed, beside=beside)


NOBODY = Acquaintances({}, {}, {}, {}, {}, frozenset(), frozenset())


class Newcomers(Repository):
    """People of one business, a chunk of a file at a time."""

    async def taken(self, names: Collection[Identity]) -> dict[Identity, UUID]:
        """The names among these that are held, each with its contact."""
        wanted = [(self._tx.business, name.channel, name.value) for name in names]
        found = await bulk.find(
            self._tx, addresses, ("business", "channel", "value"), wanted, ("channel", "value", "contact")
        )
        return {Identity(channel, value): contact for channel, value, contact in found}

    async def met(self, names: Collection[Identity]) -> Acquaintances:
        """The people with these names, and all that is known of each."""
        owners = sorted(set((await self.taken(names)).values()))
        if not owners:
            return NOBODY
        theirs = [(self._tx.business, one) for one in owners]
        rows = await bulk.find(self._tx, addresses, ("business", "contact"), theirs, COLUMNS)
        found: dict[UUID, list[HeldName]] = defaultdict(list)
        for one in sorted((HeldName(*row) for row in rows), key=lambda name: name.id):
            found[one.contact].append(one)
        told = await bulk.find(self._tx, contacts, ("business", "id"), theirs, _KNOWN)
        return Acquaintances(
            {one.name: one for each in found.values() for one in each if one.name in names},
            {one: Person(tuple(found[one])) for one in owners},
            {row[0]: dict(zip(_KNOWN, row, strict=True)) for row in told},
            await Places(self._tx).of(owners),
            await self._tags(theirs),
            await self._consented([one.id for each in found.values() for one in each if one.line is not None]),
            await personal.answering(self._tx, owners),
        )

    async def add(self, people: Sequence[Newcomer], source: str, now: datetime) -> list[tuple[UUID, Person]]:
        """Each becomes a person, with all their names; in their order."""
        names = NewNames(self._tx)
        new = [(names.person(self._tx.business, now), one) for one in people]
        added = [(id_, tuple(names.add(self._tx.business, id_, one.names, now).values())) for id_, one in new]
        await names.write()
        told = [(*(one.details.get(name) for name in DETAILS), one.as_of, self._tx.business, id_) for id_, one in new]
        await bulk.change(self._tx, contacts, ("business", "id"), _TOLD, told)
        called = {id_: one.details["name"] for id_, one in new if one.details.get("name")}
        await Finding(self._tx).begin(called)
        await Places(self._tx).begin({id_: (one.places, one.as_of) for id_, one in new}, source)
        return [(id_, Person(held)) for id_, held in added]

    async def _tags(self, theirs: Sequence[tuple[str, UUID]]) -> dict[UUID, frozenset[str]]:
        rows = await bulk.find(self._tx, customer_tags, ("business", "contact"), theirs, ("contact", "tag"))
        found: dict[UUID, set[str]] = defaultdict(set)
        for contact, tag in rows:
            found[contact].add(tag)
        return {contact: frozenset(tags) for contact, tags in found.items()}

    async def _consented(self, lines: Sequence[UUID]) -> frozenset[Consented]:
        wanted = [(self._tx.business, one) for one in lines]
        rows = await bulk.find(
            self._tx, consents, ("business", "address"), wanted, ("address", "programme", "told_at", "action")
        )
        return frozenset((address, programme, told_at) for address, programme, told_at, _ in rows)
