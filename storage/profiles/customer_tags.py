"""Tags of customers, each by giver, and the sources of customers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, desc, func, or_, select

from flows.name_folding import fold_name
from storage.businesses.deeds import Deeds
from storage.schema import contacts, customer_tags
from storage.sql import bulk_statements
from storage.sql.repository import Repository
from storage.sql.statements import owns

STAFF = "staff"
"""The giver of a tag from the staff's chat."""
TAGGED, UNTAGGED = "tagged", "untagged"
"""The kinds of deeds about a customer: the staff gave a tag, or removed it."""
_COLUMNS = ("business", "contact", "tag", "written", "source", "at")
_LOOKED_AT, _COUNTED = 50, 500  # tags examined for the most used, and customers counted for each

_OF_ALL = (
    select(customer_tags.c.contact, customer_tags.c.written)
    .where(owns(customer_tags), customer_tags.c.contact.in_(bindparam("people", expanding=True)))
    .order_by(customer_tags.c.contact, customer_tags.c.tag)
)


def _select_used() -> Select[Any]:
    """Select each tag by one index step (https://wiki.postgresql.org/wiki/Loose_indexscan), with a bounded count."""
    first: Select[Any] = select(func.min(customer_tags.c.tag).label("tag")).where(owns(customer_tags))
    found = first.cte("found", recursive=True)
    after = select(func.min(customer_tags.c.tag)).where(owns(customer_tags), customer_tags.c.tag > found.c.tag)
    found = found.union_all(select(after.scalar_subquery()).where(found.c.tag.is_not(None)))
    named = select(found.c.tag).where(found.c.tag.is_not(None)).limit(_LOOKED_AT).subquery("named")
    given = select(customer_tags.c.contact).where(owns(customer_tags), customer_tags.c.tag == named.c.tag)
    some = given.limit(_COUNTED).correlate(named)
    many = select(func.count()).select_from(some.subquery()).scalar_subquery()
    return select(named.c.tag, many.label("many")).order_by(desc("many"), named.c.tag).limit(bindparam("most"))


_USED = _select_used()


class CustomerTags(Repository):
    """The tags of one business's customers."""

    async def tell(self, contact: UUID, tags: Sequence[str], source: str, at: datetime) -> bool:
        """Replace the tags that a storefront gives a customer.

        Tags from others stay. Return False if a newer report is stored.
        """
        newest = or_(contacts.c.tagged_at.is_(None), contacts.c.tagged_at <= at)
        if not await self._tx.change(contacts, contact, newest, contacts.c.erased_at.is_(None), tagged_at=at):
            return False
        given = {fold_name(one): one for one in tags if fold_name(one)}
        here = (customer_tags.c.contact == contact, customer_tags.c.source == source)
        await self._tx.remove(customer_tags, *here, customer_tags.c.tag.not_in(list(given)))
        rows = [(self._tx.business, contact, tag, written, source, at) for tag, written in given.items()]
        await bulk_statements.insert(self._tx, customer_tags, _COLUMNS, rows, again=True)
        return True

    async def tell_more(self, given: Mapping[UUID, Sequence[str]], source: str, at: datetime) -> None:
        """Add a storefront's tags to several customers, in addition to its earlier ones.

        Use it if no newer report of these customers' tags can exist: the customers are new, or it is the same report.
        """
        rows = {
            (contact, fold_name(one)): (self._tx.business, contact, fold_name(one), one, source, at)
            for contact, tags in given.items()
            for one in tags
            if fold_name(one)
        }
        await bulk_statements.insert(self._tx, customer_tags, _COLUMNS, list(rows.values()), again=True)
        told = [(at, self._tx.business, contact) for contact in given]
        await bulk_statements.change(self._tx, contacts, ("business", "id"), ("tagged_at",), told)

    async def give(self, contact: UUID, tag: str, at: datetime) -> bool:
        """Mark a customer on behalf of the staff; return False if the customer has that tag, from any source."""
        row = {"contact": contact, "tag": fold_name(tag), "written": tag, "source": STAFF, "at": at}
        return await self._tx.add_new(customer_tags, **row)

    async def take(self, contact: UUID, tag: str) -> None:
        """Remove the staff's own tag from a customer."""
        here = (customer_tags.c.contact == contact, customer_tags.c.tag == fold_name(tag))
        await self._tx.remove(customer_tags, *here, customer_tags.c.source == STAFF)

    async def source(self, contact: UUID, tag: str) -> str | None:
        """Return the giver of a customer's tag; None if the customer does not have it."""
        here = (self._tx.owns(customer_tags), customer_tags.c.contact == contact, customer_tags.c.tag == fold_name(tag))
        row = await self._tx.row(select(customer_tags.c.source).where(*here))
        return row.source if row is not None else None

    async def list_tags(self, contact: UUID) -> list[str]:
        """Return a customer's tags as written, in alphabetical order."""
        theirs = select(customer_tags.c.written).where(self._tx.owns(customer_tags), customer_tags.c.contact == contact)
        return [row.written for row in await self._tx.rows(theirs.order_by(customer_tags.c.tag))]

    async def find_tags(self, people: Sequence[UUID]) -> Mapping[UUID, Sequence[str]]:
        """Return the tags of these people, sorted like ``list_tags``."""
        found: dict[UUID, list[str]] = defaultdict(list)
        for row in await self._tx.rows(_OF_ALL, people=people):
            found[row.contact].append(row.written)
        return found

    async def list_used(self, limit: int) -> list[str]:
        """Return the tags with most customers, folded, most used first. Only the alphabet's first tags are searched,
        and counts are bounded.
        """
        return [row.tag for row in await self._tx.rows(_USED, most=limit)]

    async def put(self, contact: UUID, tags: Sequence[str], source: str, at: datetime) -> None:
        """Replace a customer's tags of all sources by these; new ones are given by ``source``."""
        given = {fold_name(one): one for one in tags if fold_name(one)}
        here = customer_tags.c.contact == contact
        await self._tx.remove(customer_tags, here, customer_tags.c.tag.not_in(list(given)))
        await self.add(contact, tags, source, at)

    async def add(self, contact: UUID, tags: Sequence[str], source: str, at: datetime) -> None:
        """Add these tags to a customer; existing tags keep their source."""
        given = {fold_name(one): one for one in tags if fold_name(one)}
        rows = [(self._tx.business, contact, tag, written, source, at) for tag, written in given.items()]
        await bulk_statements.insert(self._tx, customer_tags, _COLUMNS, rows, again=True)

    async def drop(self, contact: UUID, tag: str) -> bool:
        """Remove a tag of any source from a customer; return False if there is none."""
        here = (customer_tags.c.contact == contact, customer_tags.c.tag == fold_name(tag))
        return await self._tx.remove(customer_tags, *here) == 1

    async def store_source(self, contact: UUID, source: str) -> None:
        """Store a customer's first recorded source."""
        await self.store_sources({contact: source})

    async def store_sources(self, sources: Mapping[UUID, str]) -> None:
        """Store the first recorded sources of several customers."""
        rows = [(source, self._tx.business, contact) for contact, source in sources.items()]
        untold = "contacts.acquired_from IS NULL AND contacts.erased_at IS NULL"
        await bulk_statements.change(self._tx, contacts, ("business", "id"), ("acquired_from",), rows, where=untold)

    async def merge(self, contact: UUID, into: UUID) -> None:
        """Merge two customers' tags; a storefront never removes the staff's tags."""
        rows = await self._tx.rows(
            select(customer_tags).where(self._tx.owns(customer_tags), customer_tags.c.contact == contact)
        )
        theirs = [(self._tx.business, into, row.tag, row.written, row.source, row.at) for row in rows]
        await bulk_statements.insert(self._tx, customer_tags, _COLUMNS, theirs, again=True)
        staffs = [(STAFF, self._tx.business, into, row.tag) for row in rows if row.source == STAFF]
        await bulk_statements.change(self._tx, customer_tags, ("business", "contact", "tag"), ("source",), staffs)
        await self._tx.remove(customer_tags, customer_tags.c.contact == contact)

    async def forget(self, people: Sequence[UUID]) -> None:
        """Remove the tags of erased people, including those known only from a deed of the staff."""
        await self._tx.remove(customer_tags, customer_tags.c.contact.in_(people))
        await Deeds(self._tx).forget(people, (TAGGED, UNTAGGED))
