"""Totals of customers: computed from their rows, and updated with these rows in the same transaction.

Small sets (orders, returns, discounts) are recomputed whenever a row is added, changed or deleted. So late, repeated,
cancelled, refunded and merged rows always count correctly. Large sets (clicks, messages, visits) are counted up.
``tests/storage/store/test_totals_property.py`` proves that both match ``rebuild`` over all rows. Erased people have no
totals.

A person's totals are written under the person's lock (SQLite has one writer). So of two concurrent transactions one
sees the other.
"""

# ruff: noqa: S608 - the words of all statements are of this module; every value is a parameter

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, select, update

from flows.lifetime_totals import CustomerTotals
from storage.schema import businesses, contacts, customer_totals
from storage.sql.column_types import Id, Moment
from storage.sql.repository import Repository, read_record
from storage.sql.statements import owns
from storage.sql.transaction import Transaction

MOST = 100  # people recomputed in one transaction: on SQLite it blocks everybody else

_OF = select(customer_totals).where(owns(customer_totals), customer_totals.c.contact == bindparam("contact"))
_OF_ALL = select(customer_totals).where(
    owns(customer_totals), customer_totals.c.contact.in_(bindparam("people", expanding=True))
)
_NEXT = (
    select(contacts.c.id)
    .where(owns(contacts), contacts.c.id > bindparam("after"))
    .order_by(contacts.c.id)
    .limit(bindparam("most"))
)
_NOTHING = and_(
    customer_totals.c.last_active_at.is_(None), customer_totals.c.returns == 0, customer_totals.c.discounts_given == 0
)
START = UUID(int=0)
"""The id before the first person."""
_ACTIVE, _ACQUIRED = "last_active_at", "acquired_at"
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, eq=False)
class TotalsPart:
    """Some totals that are computed together. ``made`` are the tables of a WITH; the last one is called ``name`` and
    has one row for each ``root``. ``columns`` maps each total to its column there, ``active`` and ``since`` are its
    last and first activity. ``who`` has all ids of each person, including merged people. It comes before a CROSS JOIN,
    to make SQLite, which has no statistics, begin with it.
    """

    name: str
    made: str
    columns: Mapping[str, str]
    active: str | None = None
    since: str | None = None


ORDERS = TotalsPart(
    "bought",
    """placed AS (
        SELECT who.root, o.placed_at AS at, o.cancelled_at IS NULL AS counts, o.total - o.refunded AS net,
            o.currency = (SELECT b.currency FROM businesses b WHERE b.id = {business}) AS priced
        FROM who CROSS JOIN orders o WHERE o.business = {business} AND o.contact = who.id AND o.placed_at IS NOT NULL),
    gaps AS (
        SELECT root, {microseconds} AS gap
        FROM (SELECT root, at, lag(at) OVER (PARTITION BY root ORDER BY at) AS before FROM placed WHERE counts) each_one
        WHERE before IS NOT NULL),
    ranked AS (
        SELECT root, gap, row_number() OVER (PARTITION BY root ORDER BY gap) AS place,
            count(*) OVER (PARTITION BY root) AS many FROM gaps),
    rhythms AS (
        SELECT root, (min(gap) + max(gap)) / 2 AS rhythm FROM ranked
        WHERE place IN ((many + 1) / 2, (many + 2) / 2) GROUP BY root),
    bought AS (
        SELECT placed.root, count(*) FILTER (WHERE counts) AS orders,
            count(*) FILTER (WHERE counts AND priced) AS priced,
            CAST(sum(net) FILTER (WHERE counts AND priced) AS BIGINT) AS spend,
            min(at) FILTER (WHERE counts) AS first_order_at, max(at) FILTER (WHERE counts) AS last_order_at,
            max(rhythms.rhythm) AS rhythm, min(at) AS since, max(at) AS active
        FROM placed LEFT JOIN rhythms ON rhythms.root = placed.root GROUP BY placed.root)""",
    {
        "orders": "coalesce(bought.orders, 0)",
        "priced": "coalesce(bought.priced, 0)",
        "spend": "coalesce(bought.spend, 0)",
        "first_order_at": "bought.first_order_at",
        "last_order_at": "bought.last_order_at",
        "rhythm": "bought.rhythm",
    },
    active="bought.active",
    since="bought.since",
)
RETURNS = TotalsPart(
    "returned",
    """returned AS (
        SELECT who.root, count(*) AS many FROM who CROSS JOIN returns r
        WHERE r.business = {business} AND r.contact = who.id
        GROUP BY who.root)""",
    {"returns": "coalesce(returned.many, 0)"},
)
DISCOUNTS = TotalsPart(
    "discounted",
    """discounted AS (
        SELECT who.root, count(*) FILTER (WHERE d.status IN ('created', 'used')) AS given,
            count(*) FILTER (WHERE d.status = 'used') AS used
        FROM who CROSS JOIN discounts d WHERE d.business = {business} AND d.contact = who.id GROUP BY who.root)""",
    {"discounts_given": "coalesce(discounted.given, 0)", "discounts_used": "coalesce(discounted.used, 0)"},
)
_CLICKS = TotalsPart(
    "clicked",
    """clicked AS (
        SELECT who.root, count(*) AS many, max(k.at) AS active
        FROM who CROSS JOIN clicks k
        WHERE k.business = {business} AND k.contact = who.id AND NOT k.robot GROUP BY who.root)""",
    {"clicks": "coalesce(clicked.many, 0)"},
    active="clicked.active",
)
_REPLIES = TotalsPart(
    "replied",
    """replied AS (
        SELECT who.root, count(*) AS many, max(m.created_at) AS active
        FROM who CROSS JOIN messages m
        WHERE m.business = {business} AND m.contact = who.id AND m.left_at IS NULL AND m.direction = 'in'
            AND NOT m.unwritten
        GROUP BY who.root)""",
    {"replies": "coalesce(replied.many, 0)"},
    active="replied.active",
)
_VISITS = TotalsPart(
    "came",
    """came AS (
        SELECT who.root, count(*) AS many, min(v.at) AS since, max(v.at) AS active
        FROM who CROSS JOIN visits v WHERE v.business = {business} AND v.contact = who.id GROUP BY who.root)""",
    {"visits": "coalesce(came.many, 0)"},
    active="came.active",
    since="came.since",
)
ALL = (ORDERS, RETURNS, DISCOUNTS, _CLICKS, _REPLIES, _VISITS)


class Totals(Repository):
    """The totals of one business's customers."""

    async def find_totals(self, contact: UUID) -> CustomerTotals | None:
        """Return the totals of a customer; None before the first event."""
        return await self._tx.fetch(_OF, _totals, contact=contact)

    async def find_all_totals(self, people: Sequence[UUID]) -> dict[UUID, CustomerTotals]:
        """Return the totals of customers; people without totals are missing."""
        return {row.contact: _totals(row) for row in await self._tx.rows(_OF_ALL, people=people)}

    async def record_first_purchase(self, contact: UUID, at: datetime) -> None:
        """Record when a person, held by the caller, became a customer; an earlier known moment stays."""
        await self._tx.change(contacts, contact, contacts.c.created_at > at, created_at=at)
        here = (customer_totals.c.contact == contact, customer_totals.c.acquired_at > at)
        await self._tx.change_all(customer_totals, *here, acquired_at=at)

    async def recount(self, people: Collection[UUID], *parts: TotalsPart) -> None:
        """Recompute these parts of people's totals from their rows, except for merged and erased people."""
        await recount(self._tx, sorted(set(people)), parts)

    async def merge(self, contact: UUID, into: UUID) -> None:
        """Merge two customers: the totals are of the rows of both."""
        await self.forget([contact])
        await self.recount([into], *ALL)

    async def forget(self, people: Sequence[UUID]) -> None:
        """Delete the totals of these people."""
        await self._tx.remove(customer_totals, customer_totals.c.contact.in_(people))

    async def rebuild(self, after: UUID, most: int = MOST) -> tuple[int, UUID | None]:
        """Recompute the totals of up to ``most`` people from all rows. Return the number of people and the last one.

        ``after`` is the last person of the part before, at first START. None follows the last part.
        """
        rows = await self._tx.rows(_NEXT, after=after, most=most)
        people = [row.id for row in rows]
        if people:
            await hold_all(self._tx, people)
            await self.forget(people)
            await recount(self._tx, people, ALL, held=True)
            await self._tx.remove(customer_totals, customer_totals.c.contact.in_(people), _NOTHING)
        return len(people), people[-1] if len(people) == most else None

    async def are_stale(self) -> bool:
        """Return True if the totals are in another currency than the business's current one."""
        here = (businesses.c.id == self._tx.business, businesses.c.totals_in.is_distinct_from(businesses.c.currency))
        return await self._tx.row(select(businesses.c.id).where(*here)) is not None

    async def settle(self, currency: str) -> None:
        """Set the currency of all totals."""
        await self._tx.run(update(businesses).where(businesses.c.id == self._tx.business).values(totals_in=currency))


async def recount(
    tx: Transaction, people: Sequence[UUID], parts: tuple[TotalsPart, ...], *, held: bool = False
) -> None:
    """Recompute as ``Totals.recount`` does; ``held``: the people are locked."""
    if not people:
        return
    if not held:
        await hold_all(tx, people)
    statement = _make_recount(parts, tx.postgres)
    if tx.postgres:
        await tx.connection.exec_driver_sql(statement, (tx.business, list(people)))
    else:
        await tx.connection.exec_driver_sql(statement, [(tx.business, one.bytes) for one in people])


async def add_counts(tx: Transaction, column: str, news: Mapping[tuple[str, UUID], tuple[int, datetime]]) -> None:
    """Add clicks, messages or visits to people, locked by the caller, with the last moment of each."""
    if not news:
        return
    kinds = (Id(), Moment())
    write_id, write_at = (partial(kind.process_bind_param, dialect=tx.connection.dialect) for kind in kinds)
    rows = [(whose, write_id(who), many, write_at(at)) for (whose, who), (many, at) in sorted(news.items())]
    given = tuple(map(list, zip(*rows, strict=True))) if tx.postgres else rows
    await tx.connection.exec_driver_sql(_count_column(column, tx.postgres), given)


@dataclass(frozen=True, slots=True)
class _Dialect:
    """The differences of the two databases' SQL."""

    postgres: bool

    def spell_latest(self, *moments: str) -> str:
        """Return the latest of the existing moments."""
        if len(moments) == 1 or self.postgres:
            return f"greatest({', '.join(moments)})" if len(moments) > 1 else moments[0]
        return f"nullif(max({', '.join(f'coalesce({one}, -9e18)' for one in moments)}), -9e18)"

    def spell_earliest(self, sure: str, *moments: str) -> str:
        """Return the earliest of the existing moments; ``sure`` always exists."""
        others = [f"coalesce({one}, {sure})" for one in moments]
        return f"{'least' if self.postgres else 'min'}({', '.join([sure, *others])})" if others else sure

    def microseconds(self, since: str, until: str) -> str:
        """Return the microseconds from one moment to the other."""
        if self.postgres:
            return f"CAST(round(EXTRACT(EPOCH FROM {until} - {since}) * 1000000) AS BIGINT)"
        return f"{until} - {since}"

    def merge(self, column: str) -> str:
        """Return an existing row's activity or acquisition moment, merged with the new one."""
        both = f"customer_totals.{column}", f"excluded.{column}"
        return f"{column} = {self.spell_latest(*both) if column == _ACTIVE else self.spell_earliest(*both)}"


@lru_cache
def _make_recount(parts: tuple[TotalsPart, ...], postgres: bool) -> str:
    """Return one statement for the given people: on PostgreSQL a list, on SQLite one after the other."""
    words = _Dialect(postgres)
    business, chosen = ("$1", "c.id = ANY($2::uuid[])") if postgres else ("?1", "c.id = ?2")
    made = ",\n".join(
        one.made.format(business=business, microseconds=words.microseconds("before", "at")) for one in parts
    )
    columns = {name: how for one in parts for name, how in one.columns.items()}
    active = words.spell_latest(*(one.active for one in parts if one.active), "NULL")
    since = words.spell_earliest("born.at", *(one.since for one in parts if one.since))
    joins = " ".join(f"LEFT JOIN {one.name} ON {one.name}.root = born.root" for one in parts)
    changes = [f"{name} = excluded.{name}" for name in columns] + [words.merge(one) for one in (_ACTIVE, _ACQUIRED)]
    return f"""INSERT INTO customer_totals (business, contact, {", ".join(columns)}, {_ACTIVE}, {_ACQUIRED})
    WITH RECURSIVE born AS (
        SELECT c.id AS root, c.created_at AS at FROM contacts c
        WHERE c.business = {business} AND {chosen} AND c.merged_into IS NULL AND c.erased_at IS NULL),
    who(root, id) AS (
        SELECT root, root FROM born UNION ALL
        SELECT who.root, m.id FROM who JOIN contacts m ON m.business = {business} AND m.merged_into = who.id),
    {made}
    SELECT {business}, born.root, {", ".join(columns.values())}, {active}, {since} FROM born {joins} WHERE true
    ON CONFLICT (business, contact) DO UPDATE SET {", ".join(changes)}"""


@lru_cache
def _count_column(column: str, postgres: bool) -> str:
    words = _Dialect(postgres)
    since = words.spell_earliest("c.created_at", "given.at") if column == "visits" else "c.created_at"
    given = (
        "unnest($1::varchar[], $2::uuid[], $3::integer[], $4::timestamptz[]) AS given (business, contact, many, at)"
        if postgres
        else "(SELECT ?1 AS business, ?2 AS contact, ?3 AS many, ?4 AS at) AS given"
    )
    changes = [f"{column} = customer_totals.{column} + excluded.{column}"]
    changes += [words.merge(one) for one in (_ACTIVE, _ACQUIRED)]
    return f"""INSERT INTO customer_totals (business, contact, {column}, {_ACTIVE}, {_ACQUIRED})
    SELECT given.business, given.contact, given.many, given.at, {since}
    FROM {given} JOIN contacts c ON c.business = given.business AND c.id = given.contact
    WHERE c.merged_into IS NULL AND c.erased_at IS NULL
    ON CONFLICT (business, contact) DO UPDATE SET {", ".join(changes)}"""


async def hold_all(tx: Transaction, people: Sequence[UUID]) -> None:
    """Lock these people, in one order for all."""
    if tx.postgres:
        query = select(contacts.c.id).where(tx.owns(contacts), contacts.c.id.in_(people)).order_by(contacts.c.id)
        await tx.rows(query.with_for_update(key_share=True))


def _totals(row: Any) -> CustomerTotals:
    rhythm = None if row.rhythm is None else row.rhythm * _MICROSECOND
    return read_record(CustomerTotals, row, rhythm=rhythm)
