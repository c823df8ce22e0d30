"""Criteria as one condition on contacts, and as the ids of the matching people.

PostgreSQL has statistics and chooses where to begin. SQLite has none, so the query fixes the order: SQLite scans the
people of the ``first`` term and looks each of them up by the other terms.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, and_, false, literal_column, or_, select, true
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from flows.audience.criteria import All, Any, Counted, Criteria, Not, Summed
from storage.audience.criteria_setting import Setting
from storage.audience.criteria_terms import (
    Certain,
    Either,
    Every,
    Holders,
    Single,
    Span,
    Term,
    every,
    join_any,
    limit_term,
    negate_term,
)
from storage.audience.fact_terms import make_term
from storage.consent.privacy_limits import is_limited
from storage.identity.personal_tables import is_customer, living
from storage.schema import contacts, customer_totals

Person = ColumnElement[UUID]


def make_terms(criteria: Criteria, setting: Setting) -> tuple[Term, ...]:
    """Return the terms of settled criteria, all to be met."""
    term = _term(criteria, setting)
    return term.of if isinstance(term, Every) else (term,)


def _term(criteria: Criteria, setting: Setting) -> Term:
    match criteria:
        case All(of):
            return every(_term(one, setting) for one in of)
        case Any(of):
            return join_any(_term(one, setting) for one in of)
        case Not(of):
            return negate_term(_term(of, setting))
        case Counted():
            from storage.audience.event_terms import make_count_term

            return make_count_term(criteria, setting)
        case Summed():
            from storage.audience.event_terms import make_sum_term

            return make_sum_term(criteria, setting)
    return make_term(criteria, setting)


def can_begin(term: Term) -> bool:
    """Return True if a term has people to scan."""
    return isinstance(term, Holders) or _is_of_totals(term)


@dataclass(frozen=True, slots=True)
class SelectedPeople:
    """The people who match all ``terms`` and may be counted: customers (``storage.identity.personal_tables``), neither
    merged into others nor erased. People who ended this use of their data are left out.
    """

    terms: tuple[Term, ...]
    setting: Setting
    span: Span | None = None  # the people in question; PostgreSQL then reads no other rows of a table to join it

    def people(self, first: Term | None = None) -> Select[UUID]:
        """Return the ids, each once. ``first`` is one of the terms, and can begin."""
        if first is None:
            rest = (self.holds(one, contacts.c.id) for one in self.terms if not _is_of_contact(one))
            return select(contacts.c.id).where(*self._match_living(contacts), self._is_customer(contacts.c.id), *rest)
        rows, person, here = self._walk_along(first)
        rest = (self.holds(one, person) for one in self.terms if one is not first and not _is_of_contact(one))
        return (
            select(person.label("id"))
            .select_from(rows)
            .where(*here, *rest, *self._lives(person), self._is_customer(person))
        )

    def condition(self, first: Term | None = None) -> ColumnElement[bool]:
        """Return the one condition on contacts."""
        if first is None:
            here = (*self._match_living(contacts), self._is_customer(contacts.c.id))
            return and_(*here, *(self.holds(one, contacts.c.id) for one in self.terms))
        return and_(contacts.c.business == self.setting.business, contacts.c.id.in_(self.people(first)))

    def select_within(self, span: Span) -> Select[UUID]:
        """Return the ids in a span, by looking up each: the cost does not depend on the people outside."""
        terms = tuple(limit_term(one, span) for one in self.terms)
        return replace(self, terms=terms, span=span).people().where(*span.match_column(contacts.c.id))

    def holds(self, term: Term, person: Person) -> ColumnElement[bool]:
        """Return the condition that a term is true for a person of the surrounding statement."""
        match term:
            case Certain(holds):
                return true() if holds else false()
            case Every(of):
                return and_(*(self.holds(one, person) for one in of))
            case Either(of):
                return or_(*(self.holds(one, person) for one in of))
            case Single():
                return self._has_row(term, person)
            case Holders():
                return person.in_(term.people()) if term.apart or self.setting.postgres else term.match_person(person)
        among = term.of
        # PostgreSQL turns an EXISTS into one anti-join, and a NOT IN into a list in memory.
        return (
            person.not_in(among.people())
            if among.apart or _counts(among, self.setting)
            else ~among.match_person(person)
        )

    def _walk_along(self, first: Term) -> tuple[FromClause, Person, tuple[ColumnElement[bool], ...]]:
        """Return rows with a person each, and the conditions on them.

        Totals are scanned in the order of people, so that rows looked up for one person are next to those of the next.
        """
        if isinstance(first, Single):
            totals = customer_totals.alias()
            here = (totals.c.business == self.setting.business,)
            if self.setting.postgres:
                return totals, totals.c.contact, (*here, first.test(totals))
            asked = (_plus(one).label(one.name) for one in totals.c if one.name != "contact")
            rows = select(totals.c.contact, *asked).where(*here).subquery()
            return rows, rows.c.contact, (first.test(rows),)
        assert isinstance(first, Holders), "no other term can begin"
        found = first.people().with_only_columns(first.person.label("contact"))
        rows = (found.distinct() if first.least == 1 else found).subquery()
        return rows, rows.c.contact, ()

    def _match_living(self, row: FromClause) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions on a countable contact, worded like the index of countable contacts, with all contact
        tests."""
        yield from (row.c.business == self.setting.business, *living(row))
        yield from (one.test(row) for one in self.terms if isinstance(one, Single) and _is_of_contact(one))

    def _lives(self, person: Person) -> Iterator[ColumnElement[bool]]:
        """Yield the check of the contact. It is unnecessary with a term of totals, which only living contacts have
        (storage/store/customer_totals.py)."""
        row = contacts.alias()
        if not any(map(_is_of_totals, self.terms)) or any(map(_is_of_contact, self.terms)):
            yield _exists(person, row.c.id == person, *self._match_living(row))

    def _is_customer(self, person: Person) -> ColumnElement[bool]:
        limited = is_limited(self.setting.business, person, self.setting.limits)
        return and_(is_customer(self.setting.holdings, self.setting.business, person), ~limited)

    def _has_row(self, single: Single, person: Person) -> ColumnElement[bool]:
        row = single.table.alias()
        key = row.c.id if single.table is contacts else row.c.contact
        near = self.span.match_column(key) if self.span is not None and self.setting.postgres else ()
        here = (row.c.business == self.setting.business, key == person, *near)
        if single.without:
            return ~_exists(person, *here, single.test(row).is_not(true()))
        return _exists(person, *here, single.test(row))


def _plus(column: ColumnElement[typing.Any]) -> ColumnElement[typing.Any]:
    """Return a column that SQLite chooses no index for:
    https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms
    """
    return UnaryExpression(column, operator=custom_op("+"), type_=column.type)


def _exists(person: Person, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    around: typing.Any = person
    return select(literal_column("1")).where(*where).correlate(around.table).exists()


def _is_of_contact(term: Term) -> bool:
    return isinstance(term, Single) and term.table is contacts


def _is_of_totals(term: Term) -> bool:
    """Return True if a term tests totals and people without totals fail it."""
    return isinstance(term, Single) and term.table is customer_totals and not term.without


def _counts(among: Holders, setting: Setting) -> bool:
    return setting.postgres and among.least > 1
