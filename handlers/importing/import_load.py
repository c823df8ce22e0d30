"""What a file holds as a job works at it: read, looked through and taken over, some at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from flows.business import Business
from flows.importing.file_columns import Columns
from flows.money import Money, written
from handlers.engine.turn import Turn, Turns
from handlers.importing.customer_file import CustomerSheet, OpenTable
from handlers.importing.customer_row import Row, RowOutcome
from handlers.importing.import_chunks import Survey, foresee, take_over
from handlers.importing.import_request import CUSTOMERS, ORDERS, FileWish, open_customers, open_orders
from handlers.importing.order_file import MOST as MOST_ORDERS
from handlers.importing.order_file import OrderSheet, OrderSurvey, foresee_orders, take_orders
from handlers.importing.order_row import OrderOutcome, OrderRow
from storage.sql.bulk_statements import portions

MOST = 50
"""Rows or orders of one part: what is reckoned for more holds up whoever wants an answer of the same process."""
AnyOutcome = RowOutcome | OrderOutcome
Noting = Callable[[Turn, Sequence[AnyOutcome]], Awaitable[None]]
"""Is told what became of some, in the transaction that wrote them."""


class ImportLoad(Protocol):
    """A file of customers or orders, read as rows of the one or orders of the other; ``what`` names the kind."""

    @property
    def what(self) -> str: ...

    @property
    def columns(self) -> Columns: ...

    @property
    def table(self) -> OpenTable: ...

    def go_to(self, place: int) -> None:
        """What is read next is behind so many."""

    def read(self) -> int:
        """Read one part; how many that is, 0 at the end of the file."""

    async def look(
        self, turns: Turns, business: str, found: Mapping[str, Any]
    ) -> tuple[Mapping[str, Any], Sequence[AnyOutcome]]:
        """``found`` with the figures of the part that was read, and the outcomes that bringing the part would have.

        Nothing is written."""

    async def bring(self, turns: Turns, business: str, noted: Noting) -> Sequence[AnyOutcome]:
        """Take over the part that was read."""


class CustomersLoad:
    """A file of customers: a row is somebody."""

    what = "customers"

    def __init__(self, sheet: CustomerSheet) -> None:
        self.columns, self.table = sheet.columns, sheet.table
        self._sheet = sheet
        self._rows: Iterator[Row] = iter(())
        self._part: list[Row] = []

    def go_to(self, place: int) -> None:
        self._rows = self._sheet.rows(place)

    def read(self) -> int:
        self._part = list(islice(self._rows, MOST))
        return len(self._part)

    async def look(
        self, turns: Turns, business: str, found: Mapping[str, Any]
    ) -> tuple[Mapping[str, Any], Sequence[AnyOutcome]]:
        outcomes = await foresee(turns, business, self._part)
        survey = Survey(**found)
        for outcome in outcomes:
            survey.add(outcome)
        return asdict(survey), outcomes

    async def bring(self, turns: Turns, business: str, noted: Noting) -> Sequence[AnyOutcome]:
        return await take_over(turns, business, self._part, self._sheet.how.source, noted)


class OrdersLoad:
    """A file of orders: some rows that follow one another are one."""

    what = "orders"

    def __init__(self, sheet: OrderSheet) -> None:
        self.columns, self.table = sheet.columns, sheet.table
        self._sheet = sheet
        self._orders: Iterator[OrderRow] = iter(())
        self._part: list[OrderRow] = []

    def go_to(self, place: int) -> None:
        self._orders = self._sheet.orders(place)

    def read(self) -> int:
        self._part = list(islice(self._orders, MOST))
        return len(self._part)

    async def look(
        self, turns: Turns, business: str, found: Mapping[str, Any]
    ) -> tuple[Mapping[str, Any], Sequence[AnyOutcome]]:
        survey = OrderSurvey(**{name: value for name, value in found.items() if name != "worth"})
        survey.worth.update({code: Money.of(sum_, code).micros for code, sum_ in found.get("worth", {}).items()})
        outcomes = await foresee_orders(turns, business, self._part, self._sheet.how.how.source, survey)
        return asdict(survey) | {"worth": {code: written(micros) for code, micros in survey.worth.items()}}, outcomes

    async def bring(self, turns: Turns, business: str, noted: Noting) -> Sequence[AnyOutcome]:
        source = self._sheet.how.how.source
        parts = [await take_orders(turns, business, some, source, noted) for some in portions(self._part, MOST_ORDERS)]
        return [outcome for part in parts for outcome in part]


def open_load(kind: str, path: Path, business: Business, now: datetime, wish: FileWish) -> ImportLoad:
    """The file of a job of this kind. Raises what ``open_sheet`` raises."""
    return _OPENED[kind](path, business, now, wish)


def _customers(path: Path, business: Business, now: datetime, wish: FileWish) -> ImportLoad:
    return CustomersLoad(open_customers(path, business, now, wish))


def _orders(path: Path, business: Business, now: datetime, wish: FileWish) -> ImportLoad:
    return OrdersLoad(open_orders(path, business, now, wish))


_OPENED: Mapping[str, Callable[[Path, Business, datetime, FileWish], ImportLoad]] = {
    CUSTOMERS: _customers,
    ORDERS: _orders,
}
