"""An order of a file as a value: its cells, its lines minus returns, and its outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from flows.events import Item, OrderCreated, OrderDelivered, OrderRefunded, OrderShipped
from flows.goods_worth import Goods
from flows.importing.column_fields import Field, OrderField
from flows.importing.file_columns import Columns
from flows.importing.table_rows import TableRow
from flows.money import Money
from handlers.importing.customer_row import How, Row, RowFate, RowOutcome
from storage.identity.identity import Identity

OF_CUSTOMERS = {
    Field.ID: OrderField.CUSTOMER,
    **{Field(one.value): one for one in OrderField if one.value in set(Field)},
}
"""The fields of the customer among those of an order."""


class OrderStatus(StrEnum):
    """What became of an order, by a word in the file."""

    PLACED = "placed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    SHIPPED = "shipped"
    DELIVERED = "delivered"


STATUSES = {
    **dict.fromkeys(
        ("cancelled", "canceled", "voided", "void", "failed", "cancelado", "anulado", "रद्द"), OrderStatus.CANCELLED
    ),
    **dict.fromkeys(("refunded", "returned", "reembolsado", "devuelto", "वापस"), OrderStatus.REFUNDED),
    **dict.fromkeys(("shipped", "fulfilled", "enviado", "in transit", "dispatched"), OrderStatus.SHIPPED),
    **dict.fromkeys(("delivered", "completed", "complete", "entregado", "completado"), OrderStatus.DELIVERED),
}


Followed: TypeAlias = OrderRefunded | OrderShipped | OrderDelivered
"""The possible later events of an order."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order of a file; ``event`` is None if it was refused. ``names`` are its customer's identities; ``back`` is the
    refund, ``cancelled_at`` the cancellation. ``after`` are a store's reports of its end, each with its own time.
    ``returned`` is the money returned for earlier orders, ``returned_skus`` the goods. ``is_return``: the order has
    only returns."""

    records: Sequence[TableRow]
    event: OrderCreated | None
    names: tuple[Identity, ...] = ()
    mistakes: tuple[str, ...] = ()
    status: OrderStatus = OrderStatus.PLACED
    cancelled_at: datetime | None = None
    back: Money | None = None
    after: tuple[Followed, ...] = ()
    returned: Money | None = None
    returned_skus: frozenset[str] = frozenset()
    is_return: bool = False

    @property
    def worth(self) -> int:
        """Return the order's share of its file's worth, in micro-units; negative if more was returned."""
        total = self.event.total.micros if self.event is not None else 0
        return total - (self.returned.micros if self.returned is not None else 0)


@dataclass(frozen=True, slots=True)
class OrderHow:
    """The meaning of an order file's cells: ``how`` as for a file of customers, with its own ``columns``."""

    how: How
    columns: Columns
    currency: str


@dataclass(frozen=True, slots=True)
class OrderOutcome:
    """The fate of an order, and its rejected parts."""

    order: OrderRow
    fate: RowFate
    mistakes: tuple[str, ...] = ()

    @property
    def line(self) -> int:
        """Return the first line of the order in the file."""
        return self.order.records[0].line

    def rows(self) -> Iterator[RowOutcome]:
        """Yield the outcome of each row of the order, for the file of rejects."""
        return (
            RowOutcome(Row(record, None, self.order.names), self.fate, self.mistakes) for record in self.order.records
        )


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line of an order. ``worth`` is None if the file names no price.

    ``is_back``: goods or money were returned, and the worth is subtracted.
    """

    item: Item
    worth: Money | None
    is_back: bool = False

    @property
    def micros(self) -> int:
        """Return the worth in micro-units."""
        return self.worth.micros if self.worth is not None else 0


def drop_returned_items(lines: Sequence[OrderLine]) -> tuple[Item, ...]:
    """Return the goods without those that another line of the order returns."""
    kept = [line.item for line in lines if not line.is_back]
    for back in (line.item for line in lines if line.is_back):
        left = back.quantity
        for place, item in enumerate(kept):
            if left and _goods(back).is_of(_goods(item)):
                pieces = min(left, item.quantity)
                kept[place], left = replace(item, quantity=item.quantity - pieces), left - pieces
    return tuple(item for item in kept if item.quantity)


def _goods(item: Item) -> Goods:
    return Goods(item.sku, item.title, item.size, item.quantity)
