"""The cuts between the hundredths of customers with orders (flows/customer_ranks.py), computed in the memory of the
cuts alone.

A walk follows the index of each fact and stores the value at each hundredth. It takes some thousand customers in a
statement and some ten thousand in a transaction. At its end the new cuts replace the old ones. No customer's row is
written. A customer who orders meanwhile may be passed twice or not at all: that moves a cut only by as much.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Integer, Select, case, func, literal, select, text, tuple_

from flows.customer_ranks import PARTS, CustomerRank, Cuts, choose_fifths
from storage.schema import customer_cuts, customer_totals
from storage.schema.customer_total_tables import ORDERED
from storage.sql.repository import Repository

FACTS = ("orders", "spend", "last_order_at")
STRIDE = 5_000  # customers of one statement
MOST = 40_000  # of one transaction: on SQLite it blocks everybody else

_LAST = PARTS - 1
_ORDERED = text(ORDERED)
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_Place = tuple[int, str]  # the value of a fact, moments in microseconds since 1970, and a customer's id


@dataclass(slots=True)
class Walk:
    """The progress of the work. ``people`` is None until all are counted. ``passed`` of them are before or at ``mark``,
    in the order of the current fact: the last one of ``cuts``.
    """

    people: int | None = None
    passed: int = 0
    mark: _Place | None = None
    cuts: list[list[int]] = field(default_factory=lambda: [[]])

    @classmethod
    def load(cls, told: str | None) -> Walk:
        """Load a dumped walk; begin a new one for None."""
        found = json.loads(told) if told else {}
        mark = found.pop("mark", None)
        return cls(**found, mark=None if mark is None else (mark[0], mark[1]))

    def dump(self) -> str:
        """Dump the walk to text, for the next part."""
        return json.dumps(asdict(self))

    @property
    def fact(self) -> str:
        """Return the current fact."""
        return FACTS[len(self.cuts) - 1]

    @property
    def over(self) -> bool:
        """Return True if all cuts are found, or nobody ordered."""
        return self.people == 0 or (len(self.cuts) == len(FACTS) and len(self.cuts[-1]) == _LAST)


class CustomerCuts(Repository):
    """The cuts of one business's customers."""

    async def get(self) -> Cuts | None:
        """Return the cuts of last night; None before the first one, and without orders."""
        rows = await self._tx.rows(select(customer_cuts).where(self._tx.owns(customer_cuts)).order_by("part"))
        return Cuts(*(tuple(getattr(row, fact) for row in rows) for fact in FACTS)) if rows else None

    async def ranks(self, cuts: Cuts, after: UUID, most: int) -> dict[UUID, CustomerRank]:
        """Return the ranks of up to ``most`` customers with orders, in the order of their ids from ``after`` on."""
        wanted = select(customer_totals.c.contact, *scores(cuts), make_percentile(cuts)).where(
            self._tx.owns(customer_totals), customer_totals.c.orders > 0, customer_totals.c.contact > after
        )
        rows = await self._tx.rows(wanted.order_by(customer_totals.c.contact).limit(most))
        return {who: CustomerRank(*places) for who, *places in map(tuple, rows)}

    async def go_on(self, walk: Walk, most: int = MOST, stride: int = STRIDE) -> bool:
        """Walk along ``most`` customers; return True at the end, when the new cuts are stored."""
        while most > 0 and not walk.over:
            most -= await (self._count(walk, stride) if walk.people is None else self._walk(walk, walk.people, stride))
        if walk.over:
            await self._keep(walk)
        return walk.over

    async def _count(self, walk: Walk, stride: int) -> int:
        """Count a stride of people; return the number examined."""
        found = await self._find_ahead(walk, stride)
        if found is not None:
            walk.passed, walk.mark = walk.passed + stride, found
            return stride
        rest = self._select_from(walk).limit(stride).subquery()
        walk.people = walk.passed + int(await self._tx.value(select(func.count()).select_from(rest)))
        walk.passed, walk.mark = 0, None
        return stride

    async def _walk(self, walk: Walk, people: int, stride: int) -> int:
        """Go to the next cut, or a stride towards it; return the number of people examined."""
        if len(walk.cuts[-1]) == _LAST:
            walk.passed, walk.mark = 0, None
            walk.cuts.append([])
        place = -(-(len(walk.cuts[-1]) + 1) * people // PARTS)  # of the cut, counted from 1
        many = min(place - walk.passed, stride)
        if many > 0:
            found = await self._find_ahead(walk, many)
            walk.mark = found or walk.mark  # none: there were more of them at the count
            walk.passed += many
        if walk.mark is None:
            walk.people = 0
        elif walk.passed == place:
            walk.cuts[-1].append(walk.mark[0])
        return max(many, 1)

    async def _find_ahead(self, walk: Walk, many: int) -> _Place | None:
        """Return the place ``many`` people further on; None if there are fewer."""
        row: Any = await self._tx.row(self._select_from(walk).limit(1).offset(many - 1))
        return None if row is None else (_number(row[0]), row[1].hex)

    def _select_from(self, walk: Walk) -> Select[Any]:
        """Select customers with orders, in the order of a fact from the mark on."""
        fact, who = customer_totals.c[walk.fact], customer_totals.c.contact
        query = select(fact, who).where(self._tx.owns(customer_totals)).order_by(fact, who)
        if walk.mark is None:
            return query.where(_ORDERED)
        value, contact = _value(walk.fact, walk.mark[0]), UUID(walk.mark[1])
        on = query.where(tuple_(fact, who) > tuple_(literal(value, fact.type), literal(contact, who.type)))
        # In the order of the orders everybody from there on ordered; with the condition repeated SQLite begins at the
        # first.
        return on if walk.fact == "orders" else on.where(_ORDERED)

    async def _keep(self, walk: Walk) -> None:
        """Replace the old cuts by the new ones."""
        await self._tx.remove(customer_cuts)
        if walk.people:
            told = [[_value(fact, one) for one in cuts] for fact, cuts in zip(FACTS, walk.cuts, strict=True)]
            rows = [dict(zip(FACTS, values, strict=True)) for values in zip(*told, strict=True)]
            await self._tx.add_all(customer_cuts, [{"part": part, **row} for part, row in enumerate(rows, start=1)])


def scores(cuts: Cuts, row: FromClause = customer_totals) -> tuple[ColumnElement[int], ...]:
    """Return the quintiles of a row of customer_totals, of recency, frequency and money, as in
    ``flows.customer_ranks.rank``.
    """
    told = (("last_order_at", cuts.last_order_at), ("orders", cuts.orders), ("spend", cuts.spend))
    return tuple(1 + _count_past(row.c[fact], choose_fifths(values)) for fact, values in told)


def make_percentile(cuts: Cuts) -> ColumnElement[int]:
    """Return the percentile of a row's spend, as in ``flows.customer_ranks.rank``."""
    return _count_past(customer_totals.c.spend, cuts.spend)


def _count_past(column: ColumnElement[Any], cuts: Sequence[Any], passed: int = 0) -> ColumnElement[int]:
    """Return how many of the cuts are less, by repeated halving."""
    if not cuts:
        return literal(passed, Integer)
    half = len(cuts) // 2
    above, below = _count_past(column, cuts[half + 1 :], passed + half + 1), _count_past(column, cuts[:half], passed)
    return case((column > literal(cuts[half], column.type), above), else_=below)


def _number(value: int | datetime) -> int:
    return (value - _EPOCH) // _MICROSECOND if isinstance(value, datetime) else value


def _value(fact: str, number: int) -> int | datetime:
    return _EPOCH + number * _MICROSECOND if fact == "last_order_at" else number
