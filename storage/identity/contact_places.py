"""The places of people: every recorded place, next to the earlier ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from flows.policy.departure_facts import PlaceKind, ToldPlace
from flows.policy.person_places import keep_place, mend_by_law, pick_law
from flows.policy.regions import is_read
from storage.schema import contacts, places
from storage.sql import bulk_statements
from storage.sql.repository import Repository

_TO_THE_DAY = timedelta(days=1)  # a place repeated within this time is not noted again
_TOLD = tuple(field.name for field in fields(ToldPlace))
_FOUND = ("id", "contact", "told_at", *_TOLD)
_NEW = ("business", "id", "contact", "source", "first_told_at", "told_at", *_TOLD)


@dataclass(frozen=True, slots=True)
class Unread:
    """An unreadable region, as last written, with the number of people."""

    country: str | None
    region: str
    people: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A stored place."""

    id: UUID
    contact: UUID
    told_at: datetime
    place: ToldPlace


class Places(Repository):
    """The places of one business's people.

    There is one row for each place that the law can tell apart (``pick_law``): a second street in a state adds none. So
    rows are as few as states, countries and zones. None needs to expire: nobody can know that it no longer applies.
    """

    async def tell(self, contact: UUID, told: Sequence[ToldPlace], source: str, at: datetime) -> None:
        """Add these places to the known ones of the person; an erased person gets none.

        A place without a readable region is removed when a readable form of the same region comes.
        """
        wanted = {pick_law(place): place for place in _separate_places(told)}
        if not wanted:
            return
        rows = [(pick_law(row.place), row) for row in await self._load_rows([contact])]
        mended, known = {mend_by_law(law) for law in wanted}, dict(rows)
        await self._drop([row for law, row in rows if law in mended])
        await self._add(contact, [place for law, place in wanted.items() if law not in known], source, at)
        await self._note_again([(known[law], place) for law, place in wanted.items() if law in known], at)

    def first(self, told: Mapping[UUID, tuple[Sequence[ToldPlace], datetime]], source: str) -> list[tuple[Any, ...]]:
        """Return rows of the first places of new people, with the time of the event that told each person's places."""
        return [
            (self._tx.business, self._tx.ids.make(), contact, source, at, at, *_values(place))
            for contact, (each, at) in told.items()
            for place in _separate_places(each)
        ]

    async def begin(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert these rows."""
        await bulk_statements.insert(self._tx, places, _NEW, rows)

    async def of(self, people: Collection[UUID]) -> Mapping[UUID, tuple[ToldPlace, ...]]:
        """Return the places of these people, the latest last."""
        found: dict[UUID, list[ToldPlace]] = defaultdict(list)
        for row in sorted(await self._load_rows(people), key=lambda row: (row.told_at, row.id)):
            found[row.contact].append(row.place)
        return {contact: tuple(theirs) for contact, theirs in found.items()}

    async def list_unread(self, home: str) -> list[Unread]:
        """Return the unreadable regions, most people first; ``home`` is the country of a region without one."""
        people = func.count(places.c.contact.distinct()).label("people")
        query = select(places.c.country, places.c.region, people).where(
            self._tx.owns(places), places.c.region.is_not(None)
        )
        rows = await self._tx.rows(query.group_by(places.c.country, places.c.region))
        found = (Unread(row.country, row.region, row.people) for row in rows)
        unread = [one for one in found if not is_read(one.country or home, one.region)]
        return sorted(unread, key=lambda one: (-one.people, one.region))

    async def _drop(self, rows: Sequence[_Row]) -> None:
        await bulk_statements.remove(
            self._tx, places, ("business", "id"), [(self._tx.business, row.id) for row in rows]
        )

    async def _add(self, contact: UUID, fresh: Sequence[ToldPlace], source: str, at: datetime) -> None:
        if not fresh or await self._is_erased(contact):
            return
        rows = [(self._tx.business, self._tx.ids.make(), contact, source, at, at, *_values(place)) for place in fresh]
        await bulk_statements.insert(self._tx, places, _NEW, rows)

    async def _note_again(self, again: Sequence[tuple[_Row, ToldPlace]], at: datetime) -> None:
        later = [
            (at, place.region, place.postal_code or row.place.postal_code, self._tx.business, row.id)
            for row, place in again
            if at - row.told_at >= _TO_THE_DAY
        ]
        await bulk_statements.change(self._tx, places, ("business", "id"), ("told_at", "region", "postal_code"), later)

    async def _load_rows(self, people: Collection[UUID]) -> list[_Row]:
        wanted = [(self._tx.business, contact) for contact in people]
        found = await bulk_statements.find(self._tx, places, ("business", "contact"), wanted, _FOUND)
        return [_Row(id_, contact, at, _place(told)) for id_, contact, at, *told in found]

    async def _is_erased(self, contact: UUID) -> bool:
        erased = select(contacts.c.erased_at).where(self._tx.owns(contacts), contacts.c.id == contact)
        return await self._tx.value(erased) is not None


def _separate_places(told: Sequence[ToldPlace]) -> Collection[ToldPlace]:
    """Return the places that the law tells apart, in stored form."""
    return {pick_law(place): place for one in told if (place := keep_place(one)) is not None}.values()


def _place(told: Sequence[str | None]) -> ToldPlace:
    kind, *where = told
    return ToldPlace(PlaceKind(kind or ""), *where)


def _values(place: ToldPlace) -> tuple[str | None, ...]:
    return (place.kind.value, place.country, place.region, place.postal_code, place.timezone)
