"""The members of audiences, as of last night."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select

from flows.audience.standard_audiences import READY
from storage.audience.criteria_terms import Span
from storage.audience.nightly_audiences import audience_id
from storage.audience.segments import Segments
from storage.identity.personal_tables import living
from storage.schema import contacts, customer_totals, segment_members
from storage.sql import bulk_statements
from storage.sql.repository import Repository

_COLUMNS = ("business", "segment", "contact")


class SegmentMembers(Repository):
    """The members of one business's audiences, as of the last night."""

    async def find_within(self, segment: UUID, span: Span) -> set[UUID]:
        """Return the members in a span of ids."""
        here = (self._tx.owns(segment_members), segment_members.c.segment == segment)
        query = select(segment_members.c.contact).where(*here, *span.match_column(segment_members.c.contact))
        return {row.contact for row in await self._tx.rows(query)}

    async def worth(self, segment: UUID, span: Span) -> tuple[int, int]:
        """Return the number of members in a span, and their spend in micro-units of the business's currency."""
        totals = customer_totals
        theirs = and_(totals.c.business == self._tx.business, totals.c.contact == segment_members.c.contact)
        here = (self._tx.owns(segment_members), segment_members.c.segment == segment)
        query = select(func.count().label("people"), func.coalesce(func.sum(totals.c.spend), 0).label("value"))
        joined = query.select_from(segment_members.outerjoin(totals, theirs))
        row = await self._tx.fetch_one(joined.where(*here, *span.match_column(segment_members.c.contact)))
        return row.people, int(row.value)

    async def enter(self, segment: UUID, people: Collection[UUID]) -> None:
        """Add members."""
        rows = [(self._tx.business, segment, one) for one in sorted(people)]
        await bulk_statements.insert(self._tx, segment_members, _COLUMNS, rows, again=True)

    async def leave(self, segment: UUID, people: Collection[UUID]) -> None:
        """Remove members."""
        rows = [(self._tx.business, segment, one) for one in sorted(people)]
        await bulk_statements.remove(self._tx, segment_members, _COLUMNS, rows)

    async def lock_people(self, people: Collection[UUID]) -> set[UUID]:
        """Lock the people without the merged and the erased: no other transaction merges or erases one meanwhile."""
        found: set[UUID] = set()
        for some in bulk_statements.split_portions(sorted(people)):
            here = select(contacts.c.id).where(self._tx.owns(contacts), contacts.c.id.in_(some), *living())
            query = here.order_by(contacts.c.id)
            locked = query.with_for_update(key_share=True) if self._tx.postgres else query
            found |= {row.id for row in await self._tx.rows(locked)}
        return found

    async def drop_others(self, segments: Collection[UUID], most: int) -> bool:
        """Delete up to ``most`` members of audiences that are not among these; return True if no more are left."""
        query = select(segment_members.c.segment, segment_members.c.contact).where(
            self._tx.owns(segment_members), segment_members.c.segment.not_in(list(segments))
        )
        rows = await self._tx.rows(query.limit(most))
        gone = [(self._tx.business, row.segment, row.contact) for row in rows]
        await bulk_statements.remove(self._tx, segment_members, _COLUMNS, gone)
        return len(gone) < most

    async def merge(self, contact: UUID, into: UUID) -> None:
        """Merge two customers: a member wherever either was."""
        here = (self._tx.owns(segment_members), segment_members.c.contact == contact)
        rows = await self._tx.rows(select(segment_members.c.segment).where(*here))
        theirs = [(self._tx.business, row.segment, into) for row in rows]
        await bulk_statements.insert(self._tx, segment_members, _COLUMNS, theirs, again=True)
        await self._tx.remove(segment_members, segment_members.c.contact == contact)

    async def list_known(self, people: Sequence[UUID]) -> Sequence[Mapping[str, Any]]:
        """Return the names of the audiences that people were in last night."""
        here = (self._tx.owns(segment_members), segment_members.c.contact.in_(people))
        rows = await self._tx.rows(select(segment_members.c.segment).where(*here).distinct())
        names = {one.id: one.name for one in await Segments(self._tx).all()} | {audience_id(key): key for key in READY}
        return [{"name": name} for name in sorted(names[row.segment] for row in rows if row.segment in names)]
