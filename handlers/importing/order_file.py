"""A file of orders: opened, surveyed, and imported in parts."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.business import Business
from flows.importing.column_check import require_none
from flows.importing.column_fields import ORDERS, AnyField, OrderField
from flows.importing.file_columns import Columns, match_columns
from handlers.engine.turn import Turn, Turns
from handlers.importing.customer_file import OpenTable, open_table
from handlers.importing.customer_row import How, RowFate
from handlers.importing.import_chunks import retry_run, split_chunks, write_all_or_each
from handlers.importing.imported_order_writer import take_order
from handlers.importing.order_row import OF_CUSTOMERS, OrderHow, OrderOutcome, OrderRow
from handlers.importing.order_row_reader import group_orders
from storage.identity.identity import add_twins
from storage.people.imported_people import Newcomers

MOST = 10
"""The orders of one transaction: each takes some statements. On SQLite it blocks everybody else."""
LOOKED = 200
_NOT_TAKEN = "the database did not take the order"
NotedOrders = Callable[[Turn, Sequence[OrderOutcome]], Awaitable[None]]
"""A function that gets the outcomes of orders, in the transaction that wrote them."""


async def _ignore_outcomes(_turn: Turn, _outcomes: Sequence[OrderOutcome]) -> None:
    """Ignore the outcomes."""


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """A file of orders with its format."""

    table: OpenTable
    how: OrderHow

    @property
    def columns(self) -> Columns:
        """Return the fields of the file's columns."""
        return self.how.columns

    @property
    def month_first(self) -> bool:
        """Return True if 04/05 is the fifth of April."""
        return self.how.how.month_first

    def orders(self, but: int = 0) -> Iterator[OrderRow]:
        """Yield every order from the beginning, without the first ``but``."""
        return islice(group_orders(self.table.records(), self.how), but, None)


@dataclass(slots=True)
class OrderSurvey:
    """The content of a file of orders, before any write. ``known`` orders are here already; ``customers`` counts orders
    with a known customer; ``worth`` is in micro-units, by currency."""

    orders: int = 0
    lines: int = 0
    customers: int = 0
    known: int = 0
    refused: int = 0
    worth: Counter[str] = field(default_factory=Counter)

    def add(self, order: OrderRow, *, known: bool, customer: bool) -> None:
        """Count one more order."""
        if order.event is None:
            self.refused += 1
            return
        self.orders += 1
        self.lines += len(order.event.items)
        self.known += known
        self.customers += customer
        self.worth[order.event.total.currency] += order.worth


def open_orders(
    path: Path, business: Business, now: datetime, source: str, chosen: Sequence[tuple[str, str]] = ()
) -> OrderSheet:
    """Read a file of orders once to find its format. Raises the errors of ``open_sheet``."""
    table = open_table(path)
    columns = match_columns(table.heads, chosen, ORDERS, table.sample())
    theirs: dict[AnyField, tuple[int, ...]] = {
        one: columns.at[of] for one, of in OF_CUSTOMERS.items() if of in columns.at
    }
    customers = Columns(columns.heads, theirs)
    zone, as_of = ZoneInfo(business.timezone), min(table.changed_at, now)
    how = How(customers, business.country, zone, source, as_of, now, cut=table.cut)
    month_first = table.is_month_first(columns, business.country, OrderField.DATE)
    require_none(columns, table.list_readable(columns), zone, month_first=month_first)
    return OrderSheet(table, OrderHow(replace(how, month_first=month_first), columns, business.currency))


async def survey_orders(turns: Turns, business: str, sheet: OrderSheet) -> OrderSurvey:
    """Return the content of a file with nothing written."""
    found = OrderSurvey()
    for chunk in split_chunks(sheet.orders(), LOOKED):
        await foresee_orders(turns, business, chunk, sheet.how.how.source, found)
    return found


async def foresee_orders(
    turns: Turns, business: str, some: Sequence[OrderRow], source: str, survey: OrderSurvey
) -> list[OrderOutcome]:
    """Count some orders, and return their expected outcomes with nothing written."""
    outcomes = []
    look = partial(_foresee_outcomes, orders=some, source=source)
    for order, known, customer in await retry_run(turns.look, business, look):
        survey.add(order, known=known, customer=customer)
        fate = RowFate.REFUSED if order.event is None else RowFate.SAME if known else RowFate.NEW
        outcomes.append(OrderOutcome(order, fate, order.mistakes))
    return outcomes


async def bring_orders(
    turns: Turns, business: str, sheet: OrderSheet, heard: Callable[[OrderOutcome], None]
) -> Counter[RowFate]:
    """Import all orders; ``heard`` gets the outcome of each, in order, after its commit.

    After an interruption it may start again from the first row, because known data is not changed.
    """
    done: Counter[RowFate] = Counter()
    for some in split_chunks(sheet.orders(), MOST):
        for outcome in await take_orders(turns, business, some, sheet.how.how.source):
            done[outcome.fate] += 1
            heard(outcome)
        await asyncio.sleep(0)
    return done


async def take_orders(
    turns: Turns, business: str, some: Sequence[OrderRow], source: str, noted: NotedOrders = _ignore_outcomes
) -> list[OrderOutcome]:
    """Import at most ``MOST`` orders in one transaction; ``noted`` gets the outcomes before the commit."""

    async def write(orders: Sequence[OrderRow]) -> list[OrderOutcome]:
        return await retry_run(turns.act, business, partial(_foresee_each, orders=orders, source=source, noted=noted))

    return await write_all_or_each(
        write, some, lambda order: OrderOutcome(order, RowFate.REFUSED, (_NOT_TAKEN, *order.mistakes))
    )


async def _foresee_each(turn: Turn, orders: Sequence[OrderRow], source: str, noted: NotedOrders) -> list[OrderOutcome]:
    outcomes = [await take_order(turn, order, source) for order in orders]
    await noted(turn, outcomes)
    return outcomes


async def _foresee_outcomes(turn: Turn, orders: Sequence[OrderRow], source: str) -> list[tuple[OrderRow, bool, bool]]:
    taken = await turn.unit.of(Newcomers).find_owners({name for order in orders for name in add_twins(order.names)})
    refs = [order.event.order for order in orders if order.event is not None]
    placed = await turn.unit.orders.find_placed_refs(source, refs)
    return [
        (one, one.event is not None and one.event.order in placed, not taken.keys().isdisjoint(add_twins(one.names)))
        for one in orders
    ]
