"""Tables that name people: the rows that a merge moves, an erasure scrubs, and an access request shows.

Each conversation declares its own (a module ``<name>_personal_tables.py``); storage/erasure/common_tables.py declares
the common ones. ``Conversations.holdings`` combines them for the store; ``tests/storage/identity/test_personal.py``
reports missing ones.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, Table, literal_column, or_, select, true, union_all

from flows.policy.departure_facts import AGREED
from storage.schema import addresses, contacts, permissions
from storage.sql import bulk_statements
from storage.sql.json_codec import EventTypes

if TYPE_CHECKING:
    from storage.erasure.order_names import PersonScrub
    from storage.sql.transaction import Transaction
    from storage.unit import Unit

Merge = Callable[["Transaction", UUID, UUID], Awaitable[None]]
Forget = Callable[["Unit", Sequence[UUID], "PersonScrub", datetime], Awaitable[None]]
Known = Callable[["Unit", Sequence[UUID]], Awaitable[Mapping[str, Sequence[Mapping[str, Any]]]]]


@dataclass(frozen=True, slots=True)
class Personal:
    """A table whose rows belong to a person, by their column ``contact``.

    ``moves``: a merge gives the rows to the remaining person; a ledger's rows keep their id. ``dealings``: a row means
    that the person and the business have dealt with each other; ``more``: the person has more than names. ``told``: an
    access request shows the rows; it also shows the results of ``known``. ``removed``: an erasure deletes the rows.
    ``cleared`` are the values that an erasure writes to columns that could name the person. ``answers`` are the columns
    with the person who is responsible for the row, such as a staff member, until the row has a ``removed_at``.
    ``merge`` and ``forget`` do the rest.
    """

    table: Table
    moves: bool = False
    dealings: bool = False
    more: bool = False
    told: bool = False
    removed: bool = False
    cleared: Mapping[str, Any] = field(default_factory=dict)
    answers: tuple[str, ...] = ()
    merge: Merge | None = None
    forget: Forget | None = None
    known: Known | None = None


@dataclass(frozen=True, eq=False)
class Holdings:
    """The conversations' part of the store: types of stored events, tables that name people, and SQL conditions that
    stop a message from leaving after its verdict."""

    events: EventTypes
    personal: tuple[Personal, ...] = ()
    stays: tuple[str, ...] = ()

    @cached_property
    def may_leave(self) -> str:
        """Return the SQL condition for marking a queued message as leaving."""
        return "".join(f" AND NOT {one}" for one in self.stays)

    def list_answering(self) -> Iterator[tuple[Table, ColumnElement[UUID]]]:
        """Yield the columns of members of the staff and of shopkeepers."""
        return ((one.table, one.table.c[name]) for one in self.personal for name in one.answers)


def living(row: FromClause = contacts) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on a contact that is neither merged nor erased."""
    return row.c.merged_into.is_(None), row.c.erased_at.is_(None)


def match_customers(holdings: Holdings, business: ColumnElement[str] | str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on contacts that count and show as customers."""
    return *living(), is_customer(holdings, business, contacts.c.id)


def is_customer(
    holdings: Holdings, business: ColumnElement[str] | str, person: ColumnElement[UUID]
) -> ColumnElement[bool]:
    """Return the condition that a person is a customer of a business.

    The staff and shopkeepers count only if they dealt with the business as customers: filled a cart, ordered, returned
    something, or agreed to messages.
    """
    asked = [
        select(column.label("contact")).where(
            table.c.business == business, table.c.removed_at.is_(None), column.is_not(None)
        )
        for table, column in holdings.list_answering()
    ]
    if not asked:
        return true()
    who = union_all(*asked).subquery()
    dealt = (_has(who.c.contact, one.table, business) for one in holdings.personal if one.dealings)
    return person.not_in(select(who.c.contact).where(~or_(*dealt, _agrees(who.c.contact, business))))


async def merge(tx: Transaction, contact: UUID, into: UUID) -> None:
    """Give the rows of one person to the other."""
    for one in tx.holdings.personal:
        if one.moves:
            await tx.change_all(one.table, one.table.c.contact == contact, contact=into)
        if one.merge is not None:
            await one.merge(tx, contact, into)


async def forget(unit: Unit, people: Sequence[UUID], scrub: PersonScrub, now: datetime) -> None:
    """Scrub the names of these people."""
    for one in unit.holdings.personal:
        if one.removed:
            await unit.remove(one.table, one.table.c.contact.in_(people))
        if one.cleared:
            await unit.change_all(one.table, one.table.c.contact.in_(people), **one.cleared)
        if one.forget is not None:
            await one.forget(unit, people, scrub, now)


async def is_found(tx: Transaction, among: Iterable[Personal], contact: UUID, but: Sequence[UUID] = ()) -> bool:
    """Return True if a row of these tables is that person's, except the rows ``but``."""
    for one in among:
        theirs = [tx.owns(one.table), one.table.c.contact == contact]
        if but:
            theirs.append(one.table.c.id.not_in(but) if "id" in one.table.c else true())
        if await tx.row(select(one.table.c.contact).where(*theirs).limit(1)) is not None:
            return True
    return False


async def find_answering(tx: Transaction, people: Sequence[UUID] | None = None) -> frozenset[UUID]:
    """Return those of the people, or of all, on the staff or with a shop here."""
    found: set[UUID] = set()
    for table, column in tx.holdings.list_answering():
        if people is None:
            here = (tx.owns(table), table.c.removed_at.is_(None), column.is_not(None))
            found |= {row[0] for row in await tx.rows(select(column).where(*here))}
    asked = [] if people is None else [(tx.business, one) for one in people]
    return frozenset(found | {contact for _, contact in await find_all_answering(tx, asked)})


async def find_all_answering(tx: Transaction, people: Sequence[tuple[str, UUID]]) -> set[tuple[str, UUID]]:
    """Return those of the people of any business, each with the business, on the staff or with a shop there."""
    found: set[tuple[str, UUID]] = set()
    for table, column in tx.holdings.list_answering():
        names, still = ("business", column.name), f"{table.name}.removed_at IS NULL"
        found |= {(row[0], row[1]) for row in await bulk_statements.find(tx, table, names, people, names, where=still)}
    return found


def _has(person: ColumnElement[Any], table: Table, business: ColumnElement[str] | str) -> ColumnElement[bool]:
    """Return the condition that a person has a row in a table."""
    rows = table.alias()
    theirs: Select[Any] = select(literal_column("1")).select_from(rows)
    return theirs.where(rows.c.business == business, rows.c.contact == person).correlate(person.table).exists()


def _agrees(person: ColumnElement[Any], business: ColumnElement[str] | str) -> ColumnElement[bool]:
    """Return the condition that a person agrees to messages at any address."""
    at, held = addresses.alias(), permissions.alias()
    there = at.join(held, (held.c.business == at.c.business) & (held.c.address == at.c.id))
    theirs: Select[Any] = select(literal_column("1")).select_from(there)
    here = (at.c.business == business, at.c.contact == person, held.c.state.in_(sorted(AGREED)))
    return theirs.where(*here).correlate(person.table).exists()
