"""Where people may be: every place that was told of them, kept beside those told before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from flows.policy.departure_facts import PlaceKind, ToldPlace
from flows.policy.person_places import kept, law_of, mended_by
from flows.policy.regions import is_read
from storage.schema import contacts, places
from storage.sql import bulk_statements
from storage.sql.repository import Repository

_TO_THE_DAY = timedelta(days=1)  # a place that is told again within it is not noted again
_TOLD = tuple(field.name for field in fields(ToldPlace))
_FOUND = ("id", "contact", "told_at", *_TOLD)
_NEW = ("business", "id", "contact", "source", "first_told_at", "told_at", *_TOLD)


@dataclass(frozen=True, slots=True)
class Unread:
    """A region that nobody can read, as it was written last, and of how many people."""

    country: str | None
    region: str
    people: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A place that is kept."""

    id: UUID
    contact: UUID
    told_at: datetime
    place: ToldPlace


class Places(Repository):
    """The places of one business's people.

    There is one row for each that the law can tell from another (``law_of``): a second street in a state adds none. So
    they are as few as there are states, countries and zones, and none needs to be dropped for being old: nobody can
    know that it does not apply any more.
    """

    async def tell(self, contact: UUID, told: Sequence[ToldPlace], source: str, at: datetime) -> None:
        """Keep these places beside those that are known of the person; nothing of one who was erased.

        One whose region could not be read goes when its own region is told in a form that can be.
        """
        wanted = {law_of(place): place for place in _apart(told)}
        if not wanted:
            return
        rows = [(law_of(row.place), row) for row in await self._rows([contact])]
        mended, known = {mended_by(law) for law in wanted}, dict(rows)
        await self._drop([row for law, row in rows if law in mended])
        await self._add(contact, [place for law, place in wanted.items() if law not in known], source, at)
        await self._note_again([(known[law], place) for law, place in wanted.items() if law in known], at)

    def first(self, told: Mapping[UUID, tuple[Sequence[ToldPlace], datetime]], source: str) -> list[tuple[Any, ...]]:
        """The rows of the first places of new people, each person's with when they were told."""
        return [
            (self._tx.business, self._tx.ids.new(), contact, source, at, at, *_values(place))
            for contact, (each, at) in told.items()
            for place in _apart(each)
        ]

    async def begin(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """These rows are there."""
        await bulk_statements.insert(self._tx, places, _NEW, rows)

    async def of(self, people: Collection[UUID]) -> Mapping[UUID, tuple[ToldPlace, ...]]:
        """The places of these people, the one told last at the end."""
        found: dict[UUID, list[ToldPlace]] = defaultdict(list)
        for row in sorted(await self._rows(people), key=lambda row: (row.told_at, row.id)):
            found[row.contact].append(row.place)
        return {contact: tuple(theirs) for contact, theirs in found.items()}

    async def unread(self, home: str) -> list[Unread]:
        """The regions that nobody can read, those of most people first; ``home`` is where one without a country is."""
        people = func.count(places.c.contact.distinct()).label("people")
        query = select(places.c.country, places.c.region, people).where(
            self._tx.mine(places), places.c.region.is_not(None)
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
        rows = [(self._tx.business, self._tx.ids.new(), contact, source, at, at, *_values(place)) for place in fresh]
        await bulk_statements.insert(self._tx, places, _NEW, rows)

    async def _note_again(self, again: Sequence[tuple[_Row, ToldPlace]], at: datetime) -> None:
        later = [
            (at, place.region, place.postal_code or row.place.postal_code, self._tx.business, row.id)
            for row, place in again
            if at - row.told_at >= _TO_THE_DAY
        ]
        await bulk_statements.change(self._tx, places, ("business", "id"), ("told_at", "region", "postal_code"), later)

    async def _rows(self, people: Collection[UUID]) -> list[_Row]:
        wanted = [(self._tx.business, contact) for contact in people]
        found = await bulk_statements.find(self._tx, places, ("business", "contact"), wanted, _FOUND)
        return [_Row(id_, contact, at, _place(told)) for id_, contact, at, *told in found]

    async def _is_erased(self, contact: UUID) -> bool:
        erased = select(contacts.c.erased_at).where(self._tx.mine(contacts), contacts.c.id == contact)
        return await self._tx.value(erased) is not None


def _apart(told: Sequence[ToldPlace]) -> Collection[ToldPlace]:
    """Those of the places that the law tells from one another, as they are kept."""
    return {law_of(place): place for one in told if (place := kept(one)) is not None}.values()


def _place(told: Sequence[str | None]) -> ToldPlace:
    kind, *where = told
    return ToldPlace(PlaceKind(kind or ""), *where)


def _values(place: ToldPlace) -> tuple[str | None, ...]:
    return (place.kind.value, place.country, place.region, place.postal_code, place.timezone)
