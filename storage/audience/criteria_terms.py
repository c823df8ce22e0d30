"""Terms over a person's rows: the criteria, combined so that few rows are read.

A term holds for a person or not; there is no unknown. Tests of the same row (a customer's totals, the contact) are
combined into one test. Negations move down to the tables, for any form of the criteria.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, Table, and_, func, literal_column, or_, select, true

from storage.schema import contacts, customer_totals

Test: TypeAlias = "Callable[[FromClause], ColumnElement[bool]]"
"""A condition on a row of a table, or of an alias of the table."""


@dataclass(frozen=True, slots=True)
class Span:
    """The ids after ``after``, up to and including ``upto``; None is to the end."""

    after: UUID
    upto: UUID | None

    def match_column(self, column: ColumnElement[UUID]) -> tuple[ColumnElement[bool], ...]:
        """Return the conditions for an id in the span."""
        return (column > self.after,) if self.upto is None else (column > self.after, column <= self.upto)


@dataclass(frozen=True, slots=True)
class Certain:
    """A term that is true, or false, for everybody."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Single:
    """A test of a person's one row in a table: the totals or the contact.

    ``without`` is the result for a person without a row; everybody has a contact.
    """

    table: Table
    test: Test
    without: bool = False


@dataclass(frozen=True, slots=True)
class Holders:
    """The people with ``least`` rows of a ``source`` that match ``where``; with ``summed``, the people whose rows sum
    to that much.

    ``counted`` is counted once however often it occurs, as an order by its lines. ``apart``: never look it up person by
    person.
    """

    source: FromClause
    person: ColumnElement[UUID]
    where: tuple[ColumnElement[bool], ...]
    least: int = 1
    counted: ColumnElement[Any] | None = None
    apart: bool = False
    summed: ColumnElement[Any] | None = None

    def people(self) -> Select[UUID]:
        """Return the ids of the people, with repetitions."""
        found = select(self.person).select_from(self.source).where(*self.where)
        if self.summed is not None:
            return found.group_by(self.person).having(func.sum(self.summed) >= self.least)
        if self.least == 1:
            return found
        many = func.count() if self.counted is None else func.count(self.counted.distinct())
        return found.group_by(self.person).having(many >= self.least)

    def match_person(self, person: ColumnElement[UUID]) -> ColumnElement[bool]:
        """Return the condition that a person of the surrounding statement is among the people."""
        if self.summed is not None:
            total = select(func.coalesce(func.sum(self.summed), 0)).select_from(self.source)
            here = total.where(self.person == person, *self.where).correlate(person.table)
            return here.scalar_subquery() >= self.least
        what = literal_column("1") if self.counted is None or self.least == 1 else self.counted
        theirs = select(what).select_from(self.source).where(self.person == person, *self.where)
        if self.least > 1:
            theirs = theirs if self.counted is None else theirs.distinct()
            theirs = theirs.limit(1).offset(self.least - 1)
        return theirs.correlate(person.table).exists()


@dataclass(frozen=True, slots=True)
class ExceptTerm:
    """The people without such rows."""

    of: Holders


@dataclass(frozen=True, slots=True)
class Every:
    """The people who match all terms."""

    of: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """The people who match at least one term."""

    of: tuple[Term, ...]


Term: TypeAlias = Certain | Single | Holders | ExceptTerm | Every | Either


def every(terms: Iterable[Term]) -> Term:
    """Return all of the terms, with the tests of one row combined."""
    flat = [inner for one in terms for inner in (one.of if isinstance(one, Every) else (one,))]
    if Certain(False) in flat:
        return Certain(False)
    found = _join_terms([one for one in flat if not isinstance(one, Certain)], both=True)
    return found[0] if len(found) == 1 else Every(found) if found else Certain(True)


def join_any(terms: Iterable[Term]) -> Term:
    """Return at least one of the terms, with the tests of one row combined."""
    flat = [inner for one in terms for inner in (one.of if isinstance(one, Either) else (one,))]
    if Certain(True) in flat:
        return Certain(True)
    found = _join_terms([one for one in flat if not isinstance(one, Certain)], both=False)
    return found[0] if len(found) == 1 else Either(found) if found else Certain(False)


def negate_term(term: Term) -> Term:
    """Return the people who do not match a term."""
    match term:
        case Certain(holds):
            return Certain(not holds)
        case Single(table, test, without):
            return Single(table, lambda row: test(row).is_not(true()), not without and table is not contacts)
        case Holders():
            return ExceptTerm(term)
        case ExceptTerm(of):
            return of
        case Every(of):
            return join_any(map(negate_term, of))
    return every(map(negate_term, term.of))


def limit_term(term: Term, span: Span) -> Term:
    """Limit a term to the people of a span. Rows grouped over a whole source are grouped for these people only."""
    match term:
        case Holders():
            return replace(term, where=(*term.where, *span.match_column(term.person)))
        case ExceptTerm(of):
            return ExceptTerm(replace(of, where=(*of.where, *span.match_column(of.person))))
        case Every(of) | Either(of):
            return replace(term, of=tuple(limit_term(one, span) for one in of))
    return term


def _join_terms(terms: list[Term], *, both: bool) -> tuple[Term, ...]:
    """Return the same terms, with one for all tests of a table's row. These come first, because they are evaluated
    first.
    """
    found: list[Term] = []
    for table in (contacts, customer_totals):
        some = [one for one in terms if isinstance(one, Single) and one.table is table]
        if some:
            without = (all if both else any)(one.without for one in some)
            found.append(Single(table, _join_tests([one.test for one in some], both=both), without))
    return (*found, *(one for one in terms if not isinstance(one, Single)))


def _join_tests(tests: list[Test], *, both: bool) -> Test:
    if len(tests) == 1:
        return tests[0]
    join = and_ if both else or_
    return lambda row: join(*(test(row) for test in tests))
