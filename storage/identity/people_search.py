"""People by a fragment: a part of the name, the end of a number, an e-mail address, an order, a tag, a shop's id.

Each kind is one scan of an index that stores its matches together (flows/search_words.py,
storage/identity/index_walks.py). No index holds erased people.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from flows import search_words
from flows.name_folding import fold_name
from flows.search_words import Spelling
from storage.identity import index_walks
from storage.identity.index_walks import CANDIDATES, beginning, number_words
from storage.schema import name_parts
from storage.sql import bulk_statements
from storage.sql.repository import Repository

_PARTS = ("business", "part", "contact")
Part = tuple[str, str, UUID]
"""A business, a part of a name, and its person."""


class SearchWay(StrEnum):
    """The kind of search that found a person."""

    PHONE = "phone"  # the number or the chat ends so
    EMAIL = "email"  # the mail begins so
    NAME = "name"  # a word of the name begins so, and the next ones go on so; or each word matches one of the name
    ORDER = "order"  # an order has this name
    TAG = "tag"  # the person has this tag
    CUSTOMER = "customer"  # a shop's system has this id


_OTHERWISE = (
    SearchWay.ORDER,
    SearchWay.TAG,
    SearchWay.CUSTOMER,
)  # in the order of storage.identity.index_walks.OTHERWISE


@dataclass(frozen=True, slots=True)
class FoundContact:
    """A contact, and the first kind of search that found it."""

    contact: UUID
    way: SearchWay


class PeopleSearch(Repository):
    """Search for one business's people, the newest first in each kind."""

    async def find(self, text: str, limit: int) -> list[FoundContact]:
        """Return at most ``limit`` people who match a text, in the order of the kinds, each once.

        A text of digits alone is tried first as the end of a number. A text with an "@" is the beginning of an e-mail
        address, any other a part of a name.
        """
        found: dict[UUID, FoundContact] = {}
        async for some in self._search(search_words.clean_text(text), limit):
            for one in some:
                found.setdefault(one.contact, one)
            if len(found) >= limit:
                break
        return list(found.values())[:limit]

    async def find_first(self, text: str, limit: int) -> list[UUID]:
        """Return at most ``limit`` people by the first kind of search that finds anybody."""
        async for some in self._search(search_words.clean_text(text), limit):
            if some:
                return [one.contact for one in some if one.way is some[0].way]
        return []

    async def find_by_name(self, text: str, limit: int) -> list[UUID]:
        """Return people whose name's parts begin with these words, in order, or sound like them in another script.

        If few match, people with all of the words in any order follow. If nobody matches, people follow whose name
        begins with that sound in another script. Exact endings come first. If several words are each in more than
        ``CANDIDATES`` names, some people are missed: those with another word in between, and those with only prefixes
        in another order.
        """
        wanted = text[: search_words.LONGEST_TEXT]
        words = search_words.words(wanted)
        if not words or len(words) > search_words.MOST_WORDS:
            return []
        alike = search_words.spell_alike(wanted)
        found = await self._find_spelled(Spelling(tuple(words)), limit, *alike[:1])
        for other in alike if not found else ():
            found |= await self._find_spelled(other, limit)
        return list(found)[:limit]

    async def find_by_number(self, text: str, limit: int) -> list[UUID]:
        """Return people with a number or a chat that ends in these digits; nobody for other text."""
        for digits in search_words.ends(text):
            found = await self._ids(index_walks.SOUGHT, limit, **beginning(digits[::-1]))
            if found:
                return found
        return []

    async def find_by_mail(self, text: str, limit: int) -> list[UUID]:
        """Return people whose e-mail address begins with the text."""
        return await self._ids(index_walks.SOUGHT, limit, **beginning(search_words.mail(text)))

    async def find_otherwise(self, text: str, limit: int) -> list[FoundContact]:
        """Return customers with an order, a tag, or a shop's id of that name: at most ``limit`` of each."""
        bare = text.strip().lstrip("#")
        ids = {"id": search_words.spell_customer(text), "of_shop": search_words.spell_customer(text.partition(":")[2])}
        told = {name: None if value == search_words.CUSTOMER else value for name, value in ids.items()}
        given = {"number": bare or None, "marked": f"#{bare}" if bare else None, "tag": fold_name(text) or None}
        rows = await self._tx.rows(index_walks.OTHERWISE, most=limit, **given, **told)
        return [FoundContact(contact, _OTHERWISE[way]) for way, contact in map(tuple, rows)]

    async def keep(self, contact: UUID, name: str | None) -> None:
        """Replace a person's name."""
        await self.forget([contact])
        await self.begin(self.parts({contact: name or ""}))

    def parts(self, names: Mapping[UUID, str]) -> Sequence[Part]:
        """Return the search rows for people with these names."""
        return [
            (self._tx.business, part, contact) for contact, name in names.items() for part in search_words.parts(name)
        ]

    async def begin(self, parts: Sequence[Part]) -> None:
        """Add search rows of people without a name so far."""
        await bulk_statements.insert(self._tx, name_parts, _PARTS, parts, again=True)

    async def merge(self, contact: UUID, into: UUID) -> None:
        """Merge two people's search rows; both names find the person until the next rename."""
        here = (self._tx.owns(name_parts), name_parts.c.contact == contact)
        rows = await self._tx.rows(select(name_parts.c.part).where(*here))
        theirs = [(self._tx.business, row.part, into) for row in rows]
        await bulk_statements.insert(self._tx, name_parts, _PARTS, theirs, again=True)
        await self.forget([contact])

    async def forget(self, people: Sequence[UUID]) -> None:
        """Delete the search rows of erased people."""
        await bulk_statements.remove(
            self._tx, name_parts, ("business", "contact"), [(self._tx.business, one) for one in people]
        )

    async def _search(self, text: str, limit: int) -> AsyncIterator[list[FoundContact]]:
        """Yield the people found by each kind of search, one kind after the other."""
        if not text or len(text) > search_words.LONGEST_TEXT:
            return
        number = bool(search_words.ends(text))
        if number:
            yield [FoundContact(one, SearchWay.PHONE) for one in await self.find_by_number(text, limit)]
        elif "@" in text:
            yield [FoundContact(one, SearchWay.EMAIL) for one in await self.find_by_mail(text, limit)]
        else:
            yield [FoundContact(one, SearchWay.NAME) for one in await self.find_by_name(text, limit)]
        yield await self.find_otherwise(text, limit)
        if number:
            yield [FoundContact(one, SearchWay.NAME) for one in await self.find_by_name(text, limit)]

    async def _find_spelled(self, name: Spelling, limit: int, *alike: Spelling) -> dict[UUID, None]:
        """Return people of that name, then people whose name sounds alike, then people with all of the words."""
        whole = len(" ".join(name.words)) <= search_words.LONGEST_PART
        found = await self._find(name, name.words, limit, *alike) if whole else {}
        if len(found) < limit and not (whole and len(name.words) == 1):
            found |= dict.fromkeys(await self._find_with_all(name, limit))
        return found

    async def _find(self, name: Spelling, words: Sequence[str], limit: int, *alike: Spelling) -> dict[UUID, None]:
        """Return exact matches, then people with a part that begins with the words, then people whose name sounds like
        them."""
        heard = next((f"{one.begins(*one.words)} " for one in alike), "")
        given = beginning(name.begins(*words)) | beginning(heard, "_alike")
        rows = await self._tx.rows(index_walks.CALLED, most=limit, **given)
        return dict.fromkeys(row.contact for row in rows)

    async def _find_with_all(self, name: Spelling, limit: int) -> list[UUID]:
        """Return people with each of the words: scan the rarest word and check the others.

        If even the rarest word is in too many names, people with the words in cyclic order come first, such as with the
        family name first.
        """
        found: dict[UUID, None] = {}
        words = name.words
        starts = [name.begins(one) for one in words]
        many: Any = await self._tx.row(index_walks.counts(len(words)), **number_words(starts))
        for at in range(1, len(words)) if min(many) >= CANDIDATES else ():
            found |= await self._find(name, (*words[at:], *words[:at]), limit)
            if len(found) >= limit:
                return list(found)
        rare = min(range(len(words)), key=lambda at: many[at])
        others = [word for at, word in enumerate(starts) if at != rare]
        given = beginning(starts[rare]) | number_words(others)
        found |= dict.fromkeys(await self._ids(index_walks.select_having(len(others)), limit, **given))
        return list(found)

    async def _ids(self, walk: Select[Any], limit: int, **values: Any) -> list[UUID]:
        return [row[0] for row in await self._tx.rows(walk, most=limit, **values)]
