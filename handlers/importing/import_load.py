"""The content of a file for a job: read, surveyed and imported in parts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from flows.business import Business
from flows.importing.file_columns import Columns
from flows.money import Money, to_micros
from handlers.engine.turn import Turn, Turns
from handlers.importing.customer_file import CustomerSheet, OpenTable
from handlers.importing.customer_row import Row, RowOutcome
from handlers.importing.import_chunks import Survey, foresee, import_rows
from handlers.importing.import_request import CUSTOMERS, ORDERS, FileWish, open_customers, open_orders
from handlers.importing.order_file import MOST as MOST_ORDERS
from handlers.importing.order_file import OrderSheet, OrderSurvey, foresee_orders, take_orders
from handlers.importing.order_row import OrderOutcome, OrderRow
from storage.sql.bulk_statements import split_portions

MOST = 50
"""The rows or orders of one part: more would delay answers of the same process."""
AnyOutcome = RowOutcome | OrderOutcome
Noting = Callable[[Turn, Sequence[AnyOutcome]], Awaitable[None]]
"""A function that gets the outcomes of some, in the transaction that wrote them."""


class ImportLoad(Protocol):
    """A file of customers or orders, read as rows or as orders; ``what`` names the kind."""

    @property
    def what(self) -> str: ...

    @property
    def columns(self) -> Columns: ...

    @property
    def table(self) -> OpenTable: ...

    def go_to(self, place: int) -> None:
        """Continue reading after the first ``place`` rows or orders."""

    def read(self) -> int:
        """Read one part; return its size, 0 at the end of the file."""

    async def look(
        self, turns: Turns, business: str, found: Mapping[str, Any]
    ) -> tuple[Mapping[str, Any], Sequence[AnyOutcome]]:
        """Return ``found`` with the figures of the current part, and the expected outcomes; nothing is written."""

    async def bring(self, turns: Turns, business: str, noted: Noting) -> Sequence[AnyOutcome]:
        """Import the current part and return the outcomes."""


class CustomersLoad:
    """A file of customers: one person for each row."""

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
        return await import_rows(turns, business, self._part, self._sheet.how.source, noted)


class OrdersLoad:
    """A file of orders: consecutive rows form one order."""

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
        survey.worth.update({code: Money.parse(sum_, code).micros for code, sum_ in found.get("worth", {}).items()})
        outcomes = await foresee_orders(turns, business, self._part, self._sheet.how.how.source, survey)
        return asdict(survey) | {"worth": {code: to_micros(micros) for code, micros in survey.worth.items()}}, outcomes

    async def bring(self, turns: Turns, business: str, noted: Noting) -> Sequence[AnyOutcome]:
        source = self._sheet.how.how.source
        parts = [
            await take_orders(turns, business, some, source, noted) for some in split_portions(self._part, MOST_ORDERS)
        ]
        return [outcome for part in parts for outcome in part]


def open_load(kind: str, path: Path, business: Business, now: datetime, wish: FileWish) -> ImportLoad:
    """Open the file of a job of this kind. Raises the errors of ``open_sheet``."""
    return _OPENED[kind](path, business, now, wish)


def _customers(path: Path, business: Business, now: datetime, wish: FileWish) -> ImportLoad:
    return CustomersLoad(open_customers(path, business, now, wish))


def _orders(path: Path, business: Business, now: datetime, wish: FileWish) -> ImportLoad:
    return OrdersLoad(open_orders(path, business, now, wish))


_OPENED: Mapping[str, Callable[[Path, Business, datetime, FileWish], ImportLoad]] = {
    CUSTOMERS: _customers,
    ORDERS: _orders,
}
