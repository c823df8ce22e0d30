"""Tables that name people: the rows that a merge moves, an erasure scrubs, and a request to know shows.

Each conversation declares its own (``storage/<conversation>/personal.py``), storage/erasure/common_tables.py
everybody's. ``Conversations.holdings`` puts them together for the store; ``tests/storage/test_personal.py`` says what
is missing.
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
    """A table whose rows are somebody's, by their column ``contact``.

    ``moves``: of two who turn out to be one, the rows are the remaining one's; a ledger's keep the id that they had.
    ``dealings``: a row says that they and the business know each other; ``more``: that there is more to them than
    names. ``told``: the rows are shown to whoever asks what is kept of them, and what ``known`` finds. ``removed``:
    an erasure takes the rows out. ``cleared`` is what it puts into the columns that could name them. ``answers`` are
    the columns of whoever answers for the row, as a member of the staff does, until it has a ``removed_at``. ``merge``
    and ``forget`` do what is more.
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
    """What conversations bring to the store: the kinds of events that are kept, the tables that name people, and the
    conditions in words of the schema on which a message stays, however it was judged."""

    events: EventTypes
    personal: tuple[Personal, ...] = ()
    stays: tuple[str, ...] = ()

    @cached_property
    def may_leave(self) -> str:
        """The condition, in words of the schema, on which a queued message may be marked as leaving."""
        return "".join(f" AND NOT {one}" for one in self.stays)

    def answering(self) -> Iterator[tuple[Table, ColumnElement[UUID]]]:
        """The columns of members of the staff and of shopkeepers."""
        return ((one.table, one.table.c[name]) for one in self.personal for name in one.answers)


def living(row: FromClause = contacts) -> tuple[ColumnElement[bool], ...]:
    """The conditions on a contact that nobody merged into another, nor erased."""
    return row.c.merged_into.is_(None), row.c.erased_at.is_(None)


def customers(holdings: Holdings, business: ColumnElement[str] | str) -> tuple[ColumnElement[bool], ...]:
    """The conditions on contacts of whoever is to be counted and shown as a customer."""
    return *living(), is_customer(holdings, business, contacts.c.id)


def is_customer(
    holdings: Holdings, business: ColumnElement[str] | str, person: ColumnElement[UUID]
) -> ColumnElement[bool]:
    """Whether a person is a customer of a business, as a condition: not there for something else alone.

    Who answers for something, as the staff and shopkeepers do, is one only where they dealt with the business as a
    customer does: they filled a cart, ordered, sent something back, or agree to messages.
    """
    asked = [
        select(column.label("contact")).where(
            table.c.business == business, table.c.removed_at.is_(None), column.is_not(None)
        )
        for table, column in holdings.answering()
    ]
    if not asked:
        return true()
    who = union_all(*asked).subquery()
    dealt = (_has(who.c.contact, one.table, business) for one in holdings.personal if one.dealings)
    return person.not_in(select(who.c.contact).where(~or_(*dealt, _agrees(who.c.contact, business))))


async def merge(tx: Transaction, contact: UUID, into: UUID) -> None:
    """What stands of one person is the other's from now on."""
    for one in tx.holdings.personal:
        if one.moves:
            await tx.change_all(one.table, one.table.c.contact == contact, contact=into)
        if one.merge is not None:
            await one.merge(tx, contact, into)


async def forget(unit: Unit, people: Sequence[UUID], scrub: PersonScrub, now: datetime) -> None:
    """Scrub what names these people."""
    for one in unit.holdings.personal:
        if one.removed:
            await unit.remove(one.table, one.table.c.contact.in_(people))
        if one.cleared:
            await unit.change_all(one.table, one.table.c.contact.in_(people), **one.cleared)
        if one.forget is not None:
            await one.forget(unit, people, scrub, now)


async def is_found(tx: Transaction, among: Iterable[Personal], contact: UUID, but: Sequence[UUID] = ()) -> bool:
    """Whether a row of these tables is that person's, besides the rows ``but``."""
    for one in among:
        theirs = [tx.mine(one.table), one.table.c.contact == contact]
        if but:
            theirs.append(one.table.c.id.not_in(but) if "id" in one.table.c else true())
        if await tx.row(select(one.table.c.contact).where(*theirs).limit(1)) is not None:
            return True
    return False


async def answering(tx: Transaction, people: Sequence[UUID] | None = None) -> frozenset[UUID]:
    """Those of the people, or of all, who answer for something here: who are on the staff, or keep a shop."""
    found: set[UUID] = set()
    for table, column in tx.holdings.answering():
        if people is None:
            here = (tx.mine(table), table.c.removed_at.is_(None), column.is_not(None))
            found |= {row[0] for row in await tx.rows(select(column).where(*here))}
            continue
        wanted, still = [(tx.business, one) for one in people], f"{table.name}.removed_at IS NULL"
        rows = await bulk_statements.find(tx, table, ("business", column.name), wanted, (column.name,), where=still)
        found |= {row[0] for row in rows}
    return frozenset(found)


def _has(person: ColumnElement[Any], table: Table, business: ColumnElement[str] | str) -> ColumnElement[bool]:
    """Whether somebody has a row in a table."""
    rows = table.alias()
    theirs: Select[Any] = select(literal_column("1")).select_from(rows)
    return theirs.where(rows.c.business == business, rows.c.contact == person).correlate(person.table).exists()


def _agrees(person: ColumnElement[Any], business: ColumnElement[str] | str) -> ColumnElement[bool]:
    """Whether a person agrees to messages, at whichever address."""
    at, held = addresses.alias(), permissions.alias()
    there = at.join(held, (held.c.business == at.c.business) & (held.c.address == at.c.id))
    theirs: Select[Any] = select(literal_column("1")).select_from(there)
    here = (at.c.business == business, at.c.contact == person, held.c.state.in_(sorted(AGREED)))
    return theirs.where(*here).correlate(person.table).exists()
