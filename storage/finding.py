"""People by what somebody knows of them: a part of the name, the end of a number, a mail, an order, a tag, a shop's id.

Each way is one walk along an index that keeps what is sought side by side (flows/finding.py), and ends after so many
rows; whoever was erased stands in none of them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    union_all,
)

from flows import finding
from flows.folding import folded
from storage import bulk
from storage.repository import Repository
from storage.schema import addresses, contacts, customer_tags, name_parts, orders
from storage.statements import MINE, mine

AMONG = 1000
"""Rows of one beginning that are looked at: of so many the newest are found."""
_PARTS = ("business", "part", "contact")


class Way(StrEnum):
    """How somebody was found."""

    PHONE = "phone"  # their number, or their chat, ends so
    EMAIL = "email"  # their mail begins so
    NAME = "name"  # a word of their name begins so, and the next ones go on so; or each word has one of theirs
    ORDER = "order"  # an order of theirs is called so
    TAG = "tag"  # they have this tag
    CUSTOMER = "customer"  # a shop's system calls them so


@dataclass(frozen=True, slots=True)
class Found:
    """A contact, and the first way in which the contact was found."""

    contact: UUID
    way: Way


Look = Callable[[int], Awaitable[Sequence[UUID]]]


class Finding(Repository):
    """The people of one business by what is known of them, each way the newest first."""

    async def find(self, text: str, limit: int) -> list[Found]:
        """At most ``limit`` people whom a text may mean, in the order of the ways; each is found once.

        A text that is nothing but a number is its last digits first, one with an "@" the beginning of a mail, any other
        a part of a name.
        """
        found: dict[UUID, Found] = {}
        for way, look in self._ways(finding.plain(text)):
            for contact in await look(limit):
                found.setdefault(contact, Found(contact, way))
            if len(found) >= limit:
                break
        return list(found.values())[:limit]

    async def first(self, text: str, limit: int) -> list[UUID]:
        """At most ``limit`` people whom a text means in the first of the ways in which it means anybody."""
        for _, look in self._ways(finding.plain(text)):
            found = await look(limit)
            if found:
                return list(found)
        return []

    def _ways(self, text: str) -> Iterator[tuple[Way, Look]]:
        if not text or len(text) > finding.LONGEST_TEXT:
            return
        if finding.ends(text):
            yield Way.PHONE, lambda limit: self.by_number(text, limit)
        elif "@" in text:
            yield Way.EMAIL, lambda limit: self.by_mail(text, limit)
        else:
            yield Way.NAME, lambda limit: self.by_name(text, limit)
        yield Way.ORDER, lambda limit: self.by_order(text, limit)
        yield Way.TAG, lambda limit: self.by_tag(text, limit)
        yield Way.CUSTOMER, lambda limit: self.by_customer(text, limit)
        if finding.ends(text):
            yield Way.NAME, lambda limit: self.by_name(text, limit)

    async def by_name(self, text: str, limit: int) -> list[UUID]:
        """Those in whose name a word begins so and the next ones go on so; of too few, also those who have all of the
        words, in whatever order.

        Who is called so to the end comes first. Where each of several words is in more than ``AMONG`` names, those who
        have the words in another order are not all found.
        """
        words = finding.words(text[: finding.LONGEST_TEXT])
        if not words or len(words) > finding.MOST_WORDS:
            return []
        found: dict[UUID, None] = {}
        whole = len(" ".join(words)) <= finding.LONGEST_PART
        for at in range(len(words)) if whole else ():
            turned = finding.phrase([*words[at:], *words[:at]])
            found |= dict.fromkeys(await self._called(turned, limit))
            if len(found) >= limit:
                return list(found)[:limit]
        if len(words) > 1 or not whole:
            found |= dict.fromkeys(await self._with_all([finding.phrase([one]) for one in words], limit))
        return list(found)[:limit]

    async def by_number(self, text: str, limit: int) -> list[UUID]:
        """People with a number or a chat that ends in these digits; nobody by anything else."""
        for digits in finding.ends(text):
            found = await self._sought(digits[::-1], limit)
            if found:
                return found
        return []

    async def by_mail(self, text: str, limit: int) -> list[UUID]:
        """People with a mail that begins so."""
        return await self._sought(finding.mail(text), limit)

    async def by_customer(self, text: str, limit: int) -> list[UUID]:
        """Customers by the id of a shop's system, as "7001" or as "shopify:7001"."""
        ids = dict.fromkeys((finding.customer(text), finding.customer(text.partition(":")[2])))
        for one in ids:
            found = [] if one == finding.CUSTOMER else await self._ids(_ID, limit, sought=one)
            if found:
                return found
        return []

    async def by_order(self, text: str, limit: int) -> list[UUID]:
        """Customers by an order's number, or by the name that a shop's system has for the order."""
        bare = text.strip().lstrip("#")
        return await self._ids(_ORDERED, limit, number=bare, marked=f"#{bare}") if bare else []

    async def by_tag(self, text: str, limit: int) -> list[UUID]:
        """Customers with a tag, however the tag is written."""
        return await self._ids(_TAGGED, limit, tag=folded(text))

    async def keep(self, contact: UUID, name: str | None) -> None:
        """Somebody is called so from now on, and not as before."""
        await self.forget([contact])
        rows = [(self._tx.business, part, contact) for part in finding.parts(name or "")]
        await bulk.insert(self._tx, name_parts, _PARTS, rows, again=True)

    async def merge(self, contact: UUID, into: UUID) -> None:
        """Two are one, and found by the names of both until they are called otherwise."""
        here = (self._tx.mine(name_parts), name_parts.c.contact == contact)
        rows = await self._tx.rows(select(name_parts.c.part).where(*here))
        theirs = [(self._tx.business, row.part, into) for row in rows]
        await bulk.insert(self._tx, name_parts, _PARTS, theirs, again=True)
        await self.forget([contact])

    async def forget(self, people: Sequence[UUID]) -> None:
        """The names of people who were erased lead to nobody."""
        await bulk.remove(self._tx, name_parts, ("business", "contact"), [(self._tx.business, one) for one in people])

    async def _called(self, phrase: str, limit: int) -> list[UUID]:
        """Those called so to the end, then those of whom that is the beginning of a part."""
        found = dict.fromkeys(await self._ids(_TO_THE_END, limit, part=phrase))
        if len(found) < limit:
            found |= dict.fromkeys(await self._ids(_BEGUN, limit, **beginning(phrase)))
        return list(found)[:limit]

    async def _with_all(self, words: list[str], limit: int) -> list[UUID]:
        """Those who have each of the words: of whoever has the rarest, by looking for the others."""
        many: Any = await self._tx.row(_counts(len(words)), **_numbered(words))
        rare = min(range(len(words)), key=lambda at: many[at])
        others = [word for at, word in enumerate(words) if at != rare]
        return await self._ids(_having(len(others)), limit, **beginning(words[rare]), **_numbered(others))

    async def _sought(self, start: str, limit: int) -> list[UUID]:
        return await self._ids(_SOUGHT, limit, **beginning(start))

    async def _ids(self, statement: Select[Any], limit: int, **values: Any) -> list[UUID]:
        return [row[0] for row in await self._tx.rows(statement, most=limit, **values)]


def begins(column: ColumnElement[str], at: str = "") -> ColumnElement[bool]:
    """Whether a column of ``storage.types.LETTERS`` begins with what the parameters of ``beginning`` say."""
    return and_(column >= bindparam(f"since{at}"), column < bindparam(f"until{at}"))


def beginning(word: str, at: str = "") -> dict[str, str]:
    """The parameters of ``begins``."""
    return {f"since{at}": word, f"until{at}": finding.behind(word)}


def _numbered(words: Sequence[str]) -> dict[str, str]:
    return {name: value for at, word in enumerate(words) for name, value in beginning(word, str(at)).items()}


def newest(walk: Select[Any]) -> Select[Any]:
    """The newest of the first people on a walk along an index, each once; at most as the parameter ``most`` says.

    The walk has its order in it: SQLite, which nobody tells statistics, walked along everybody from the newest on.
    """
    some = walk.limit(AMONG).subquery()
    return select(some.c.contact).distinct().order_by(some.c.contact.desc()).limit(bindparam("most"))


_MOST: BindParameter[int] = bindparam("most")
_NAMED = select(name_parts.c.contact).where(mine(name_parts))
_TO_THE_END = _NAMED.where(name_parts.c.part == bindparam("part")).order_by(name_parts.c.contact.desc()).limit(_MOST)
_WITH_PART = _NAMED.where(begins(name_parts.c.part)).order_by(name_parts.c.part, name_parts.c.contact)
_BEGUN = newest(_WITH_PART)
_KNOWN = select(addresses.c.contact).where(mine(addresses))
_SOUGHT = newest(_KNOWN.where(begins(addresses.c.sought)).order_by(addresses.c.sought, addresses.c.contact))
_ID = _KNOWN.where(addresses.c.sought == bindparam("sought")).order_by(addresses.c.contact.desc()).limit(_MOST)
_TAGGED = (
    select(customer_tags.c.contact)
    .where(mine(customer_tags), customer_tags.c.tag == bindparam("tag"))
    .distinct()
    .order_by(customer_tags.c.contact.desc())
    .limit(_MOST)
)


def _called_so(column: ColumnElement[str], name: str) -> Select[Any]:
    return select(orders.c.contact).where(mine(orders), column == bindparam(name), orders.c.contact.is_not(None))


def _orders() -> Select[Any]:
    ways = ((orders.c.number, "number"), (orders.c.number, "marked"), (orders.c.ref, "number"))
    called = union_all(*(_called_so(column, name) for column, name in ways)).limit(AMONG).subquery()
    there = exists().where(mine(contacts), contacts.c.id == called.c.contact, contacts.c.erased_at.is_(None))
    return select(called.c.contact).where(there).distinct().order_by(called.c.contact.desc()).limit(_MOST)


_ORDERED = _orders()


@lru_cache(maxsize=finding.MOST_WORDS)
def _counts(words: int) -> Select[Any]:
    """In how many names each word is, counted up to ``AMONG``."""
    walks = (_NAMED.where(begins(name_parts.c.part, str(at))).limit(AMONG).subquery() for at in range(words))
    return select(*(select(func.count()).select_from(walk).scalar_subquery() for walk in walks))


@lru_cache(maxsize=finding.MOST_WORDS)
def _having(others: int) -> Select[Any]:
    """The newest of those who have one word, and each of so many others."""
    some = _WITH_PART.limit(AMONG).subquery()
    parts = name_parts.alias()
    theirs: Select[Any] = select(literal_column("1")).where(parts.c.business == MINE, parts.c.contact == some.c.contact)
    # A value and no EXISTS: which PostgreSQL would look for among all who have the other word.
    has = (theirs.where(begins(parts.c.part, str(at))).limit(1).scalar_subquery().is_not(None) for at in range(others))
    return select(some.c.contact).where(*has).distinct().order_by(some.c.contact.desc()).limit(_MOST)
