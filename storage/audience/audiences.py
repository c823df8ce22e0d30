"""The people of an audience: counted, sampled, and listed page by page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal_column, select, text

from flows.audience.criteria import Criteria
from flows.audience.criteria_moment import settle_criteria
from storage.audience.chance_order import order_by_chance
from storage.audience.criteria_condition import SelectedPeople, can_begin, make_terms
from storage.audience.criteria_setting import gather
from storage.audience.criteria_terms import Holders, Span, Term
from storage.audience.segments import Segments
from storage.schema import contacts
from storage.sql.repository import Repository
from storage.sql.statements import is_one_of

_WIDE = 4  # the search among all contacts aims at so many times the wanted people
_MORE = 1.5  # how many times the wanted people are examined where enough certainly match
RARE, ONE_OF = 1_000, 16
"""SQLite looks up a term's people one by one if they are fewer than RARE, or fewer than one in ONE_OF of all."""
_ESTIMATE = text(
    "SELECT reltuples / greatest(relpages, 1) * pg_relation_size(oid) / 8192 FROM pg_class "
    "WHERE oid = 'contacts'::regclass"
)
"""PostgreSQL's estimate of the number of contacts, by the current pages; below one where unknown."""
_ABOUT: Select[int] = select(func.max(literal_column("rowid"))).select_from(contacts)
"""An upper bound of the number of contacts, without counting: https://www.sqlite.org/rowidtable.html"""


@dataclass(frozen=True, slots=True)
class Selection:
    """Criteria of an audience at a moment; their days are in the business's ``zone``.

    ``shared``: the people go to others, so those who opted out of sharing are left out.
    """

    criteria: Criteria
    now: datetime
    zone: tzinfo
    shared: bool = False

    @property
    def today(self) -> date:
        """Return the business's day."""
        return self.now.astimezone(self.zone).date()


class Audiences(Repository):
    """The people of one business who match criteria."""

    async def count(self, asked: Selection) -> int:
        """Return the number of people."""
        meant = await self._select(asked)
        people = meant.people(await self._choose_first(meant)).subquery()
        return int(await self._tx.value(select(func.count()).select_from(people)))

    async def page(self, asked: Selection, limit: int, after: UUID | None = None) -> list[UUID]:
        """Return the next page of people, in the order of ids after ``after``."""
        meant = await self._select(asked)
        people = meant.people(await self._find_rare(meant))
        who = people.selected_columns.id
        on = people if after is None else people.where(who > after)
        return [row.id for row in await self._tx.rows(on.order_by(who).limit(limit))]

    async def sample(self, asked: Selection, limit: int, seed: str) -> list[UUID]:
        """Return a random sample in the order of ids, drawn by the hexadecimal digits ``seed``."""
        return sorted(await self._draw(asked, limit, seed))

    async def draw_sample(self, asked: Selection, limit: int, seed: str) -> tuple[int, list[UUID]]:
        """Return the number of people and a sample. PostgreSQL finds both in one pass if the audience is a fourth of
        all contacts or more: each pass over a larger one takes a second.
        """
        people, some = await self._draw_now(asked, limit, seed) if self._tx.postgres else (await self.count(asked), [])
        if len(some) < min(limit, people):
            some = await self._draw(asked, limit, seed, people)
        return people, sorted(some[:limit])

    async def _draw(self, asked: Selection, limit: int, seed: str, of: int = 0) -> list[UUID]:
        """Return the first people in random order. With a known total ``of``, only as many are examined as surely
        contain enough.
        """
        meant = await self._select(asked)
        people = meant.people(await self._choose_first(meant))
        chance = order_by_chance(people.selected_columns.id, seed, postgres=self._tx.postgres)
        first = people.order_by(*chance.order).limit(limit)
        near = first.where(chance.match_first(_MORE * limit / of)) if of > _MORE * limit else first
        found = [row.id for row in await self._tx.rows(near)]
        if len(found) < min(limit, of):
            found = [row.id for row in await self._tx.rows(first)]
        return found

    async def _draw_now(self, asked: Selection, limit: int, seed: str) -> tuple[int, list[UUID]]:
        """Return the number of people and the first in random order, among four times the wanted number of all
        contacts.
        """
        meant = await self._select(asked)
        people = meant.people(await self._choose_first(meant))
        who, contacts_ = people.selected_columns.id, int(await self._tx.value(_ESTIMATE) or 0)
        chance = order_by_chance(who, seed, postgres=True)
        some = chance.match_first(min(1.0, _WIDE * limit / contacts_) if contacts_ > 0 else 0.0)
        lots, ids = (func.array_agg(one).filter(some) for one in (chance.order[0], who))
        counted = people.with_only_columns(func.count().label("people"), lots.label("lots"), ids.label("ids"))
        found = await self._tx.fetch_one(counted)
        return found.people, [one for _, one in sorted(zip(found.lots or (), found.ids or (), strict=True))]

    async def condition(self, asked: Selection) -> ColumnElement[bool]:
        """Return the condition on contacts that selects these people, for other statements."""
        meant = await self._select(asked)
        return meant.condition(await self._find_rare(meant))

    async def find_among(self, asked: Selection, people: Collection[UUID]) -> set[UUID]:
        """Return the members among some people."""
        condition = await self.condition(asked)
        some = is_one_of(contacts.c.id, people, postgres=self._tx.postgres)
        query = select(contacts.c.id).where(self._tx.owns(contacts), some, condition)
        return {row.id for row in await self._tx.rows(query)}

    async def find_within(self, asked: Selection, span: Span) -> set[UUID]:
        """Return the people in a span of ids; only rows of the span are read."""
        meant = await self._select(asked, span)
        return {row.id for row in await self._tx.rows(meant.select_within(span))}

    async def _select(self, asked: Selection, span: Span | None = None) -> SelectedPeople:
        whole = await Segments(self._tx).expand(asked.criteria, asked.today)
        criteria = settle_criteria(whole, asked.now, asked.today, asked.zone)
        setting = await gather(self._tx, criteria, asked.now, span, shared=asked.shared)
        return SelectedPeople(make_terms(criteria, setting), setting)

    async def _choose_first(self, meant: SelectedPeople) -> Term | None:
        """Return the term to begin with: the rarest, else that of totals, which an index covers."""
        rare = await self._find_rare(meant)
        return rare or next((one for one in meant.terms if can_begin(one) and not isinstance(one, Holders)), None)

    async def _find_rare(self, meant: SelectedPeople) -> Term | None:
        """Return the term with the fewest people, if they are few among all; None on PostgreSQL, which decides
        itself.
        """
        terms = [one for one in meant.terms if isinstance(one, Holders)]
        if self._tx.postgres or not terms:
            return None
        few = max(RARE, int(await self._tx.value(_ABOUT) or 0) // ONE_OF)
        many = await self._tx.fetch_one(select(*(_count_rows(one, few) for one in terms)))
        least = min(range(len(terms)), key=lambda at: many[at])
        return terms[least] if many[least] < few else None


def _count_rows(term: Holders, most: int) -> ColumnElement[int]:
    """Return the number of a term's rows, counted up to ``most``."""
    rows = select(literal_column("1").label("one")).select_from(term.source).where(*term.where).limit(most).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()
