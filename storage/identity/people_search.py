"""People by what somebody knows of them: a part of the name, the end of a number, a mail, an order, a tag, a shop's id.

Each way is one walk along an index that keeps what is sought side by side (flows/search_words.py,
storage/identity/index_walks.py); whoever was erased stands in none of them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from flows import search_words
from flows.name_folding import folded
from flows.search_words import Spelling
from storage.identity import index_walks
from storage.identity.index_walks import CANDIDATES, beginning, numbered
from storage.schema import name_parts
from storage.sql import bulk_statements
from storage.sql.repository import Repository

_PARTS = ("business", "part", "contact")
Part = tuple[str, str, UUID]
"""A business, a part of a name, and whose it is."""


class SearchWay(StrEnum):
    """How somebody was found."""

    PHONE = "phone"  # their number, or their chat, ends so
    EMAIL = "email"  # their mail begins so
    NAME = "name"  # a word of their name begins so, and the next ones go on so; or each word has one of theirs
    ORDER = "order"  # an order of theirs is called so
    TAG = "tag"  # they have this tag
    CUSTOMER = "customer"  # a shop's system calls them so


_OTHERWISE = (
    SearchWay.ORDER,
    SearchWay.TAG,
    SearchWay.CUSTOMER,
)  # as storage.identity.index_walks.OTHERWISE counts them


@dataclass(frozen=True, slots=True)
class FoundContact:
    """A contact, and the first way in which the contact was found."""

    contact: UUID
    way: SearchWay


class PeopleSearch(Repository):
    """The people of one business by what is known of them, each way the newest first."""

    async def find(self, text: str, limit: int) -> list[FoundContact]:
        """At most ``limit`` people whom a text may mean, in the order of the ways; each is found once.

        A text that is nothing but a number is its last digits first, one with an "@" the beginning of a mail, any other
        a part of a name.
        """
        found: dict[UUID, FoundContact] = {}
        async for some in self._looks(search_words.plain(text), limit):
            for one in some:
                found.setdefault(one.contact, one)
            if len(found) >= limit:
                break
        return list(found.values())[:limit]

    async def first(self, text: str, limit: int) -> list[UUID]:
        """At most ``limit`` people whom a text means in the first of the ways in which it means anybody."""
        async for some in self._looks(search_words.plain(text), limit):
            if some:
                return [one.contact for one in some if one.way is some[0].way]
        return []

    async def by_name(self, text: str, limit: int) -> list[UUID]:
        """People in whose name a word begins so and the next ones go on so, or which sounds so and is written in other
        letters; of too few, also those who have all of the words, in whatever order. Where nobody is called so, those
        whose name begins to sound so, in other letters.

        Who is called so to the end comes first. Where each of several words is in more than ``CANDIDATES`` names, not
        all are found who have another word between these, or nothing but their beginnings in another order.
        """
        wanted = text[: search_words.LONGEST_TEXT]
        words = search_words.words(wanted)
        if not words or len(words) > search_words.MOST_WORDS:
            return []
        alike = search_words.alike(wanted)
        found = await self._spelled(Spelling(tuple(words)), limit, *alike[:1])
        for other in alike if not found else ():
            found |= await self._spelled(other, limit)
        return list(found)[:limit]

    async def by_number(self, text: str, limit: int) -> list[UUID]:
        """People with a number or a chat that ends in these digits; nobody by anything else."""
        for digits in search_words.ends(text):
            found = await self._ids(index_walks.SOUGHT, limit, **beginning(digits[::-1]))
            if found:
                return found
        return []

    async def by_mail(self, text: str, limit: int) -> list[UUID]:
        """People with a mail that begins so."""
        return await self._ids(index_walks.SOUGHT, limit, **beginning(search_words.mail(text)))

    async def otherwise(self, text: str, limit: int) -> list[FoundContact]:
        """Customers with an order, a tag, or an id of a shop's system that is called so: at most ``limit`` of each."""
        bare = text.strip().lstrip("#")
        ids = {"id": search_words.customer(text), "of_shop": search_words.customer(text.partition(":")[2])}
        told = {name: None if value == search_words.CUSTOMER else value for name, value in ids.items()}
        given = {"number": bare or None, "marked": f"#{bare}" if bare else None, "tag": folded(text) or None}
        rows = await self._tx.rows(index_walks.OTHERWISE, most=limit, **given, **told)
        return [FoundContact(contact, _OTHERWISE[way]) for way, contact in map(tuple, rows)]

    async def keep(self, contact: UUID, name: str | None) -> None:
        """Somebody is called so from now on, and not as before."""
        await self.forget([contact])
        await self.begin(self.parts({contact: name or ""}))

    def parts(self, names: Mapping[UUID, str]) -> Sequence[Part]:
        """The rows by which people with these names are found."""
        return [
            (self._tx.business, part, contact) for contact, name in names.items() for part in search_words.parts(name)
        ]

    async def begin(self, parts: Sequence[Part]) -> None:
        """People who had no name are found by these rows."""
        await bulk_statements.insert(self._tx, name_parts, _PARTS, parts, again=True)

    async def merge(self, contact: UUID, into: UUID) -> None:
        """Two are one, and found by the names of both until they are called otherwise."""
        here = (self._tx.mine(name_parts), name_parts.c.contact == contact)
        rows = await self._tx.rows(select(name_parts.c.part).where(*here))
        theirs = [(self._tx.business, row.part, into) for row in rows]
        await bulk_statements.insert(self._tx, name_parts, _PARTS, theirs, again=True)
        await self.forget([contact])

    async def forget(self, people: Sequence[UUID]) -> None:
        """The names of erased people lead to nobody."""
        await bulk_statements.remove(
            self._tx, name_parts, ("business", "contact"), [(self._tx.business, one) for one in people]
        )

    async def _looks(self, text: str, limit: int) -> AsyncIterator[list[FoundContact]]:
        """Whoever is found, way after way."""
        if not text or len(text) > search_words.LONGEST_TEXT:
            return
        number = bool(search_words.ends(text))
        if number:
            yield [FoundContact(one, SearchWay.PHONE) for one in await self.by_number(text, limit)]
        elif "@" in text:
            yield [FoundContact(one, SearchWay.EMAIL) for one in await self.by_mail(text, limit)]
        else:
            yield [FoundContact(one, SearchWay.NAME) for one in await self.by_name(text, limit)]
        yield await self.otherwise(text, limit)
        if number:
            yield [FoundContact(one, SearchWay.NAME) for one in await self.by_name(text, limit)]

    async def _spelled(self, name: Spelling, limit: int, *alike: Spelling) -> dict[UUID, None]:
        """People of that name, then people whose name sounds alike, then people with all of the words."""
        whole = len(" ".join(name.words)) <= search_words.LONGEST_PART
        found = await self._called(name, name.words, limit, *alike) if whole else {}
        if len(found) < limit and not (whole and len(name.words) == 1):
            found |= dict.fromkeys(await self._with_all(name, limit))
        return found

    async def _called(self, name: Spelling, words: Sequence[str], limit: int, *alike: Spelling) -> dict[UUID, None]:
        """Those called so to the end, then those of whom that is the beginning of a part, then who sounds so."""
        heard = next((f"{one.begins(*one.words)} " for one in alike), "")
        given = beginning(name.begins(*words)) | beginning(heard, "_alike")
        rows = await self._tx.rows(index_walks.CALLED, most=limit, **given)
        return dict.fromkeys(row.contact for row in rows)

    async def _with_all(self, name: Spelling, limit: int) -> list[UUID]:
        """Those who have each of the words: of whoever has the rarest, by looking for the others.

        Where even that is in too many names, those come first who have the words one after the other from another of
        the words on, as a family name that was said first.
        """
        found: dict[UUID, None] = {}
        words = name.words
        starts = [name.begins(one) for one in words]
        many: Any = await self._tx.row(index_walks.counts(len(words)), **numbered(starts))
        for at in range(1, len(words)) if min(many) >= CANDIDATES else ():
            found |= await self._called(name, (*words[at:], *words[:at]), limit)
            if len(found) >= limit:
                return list(found)
        rare = min(range(len(words)), key=lambda at: many[at])
        others = [word for at, word in enumerate(starts) if at != rare]
        given = beginning(starts[rare]) | numbered(others)
        found |= dict.fromkeys(await self._ids(index_walks.having(len(others)), limit, **given))
        return list(found)

    async def _ids(self, walk: Select[Any], limit: int, **values: Any) -> list[UUID]:
        return [row[0] for row in await self._tx.rows(walk, most=limit, **values)]
