"""Data of ``order.reserved``: an order before its payment."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import BaseModel, BeforeValidator, Field

from flows.events import OrderReserved, ReservedItem
from flows.sourcing.order_line import MOST_PIECES
from handlers.api.customer_fields import CUSTOMER, CustomerNamed, customer
from handlers.api.event_declaration import Data, EventTiming
from handlers.api.field_types import Flag, Id, keep_first, line, reads
from handlers.engine.checked_fields import CheckedField as Read
from handlers.sourcing.address_text import LONGEST, tidy_text

_MOST = 50  # lines of one reservation


def _pieces(field: Read) -> int:
    told = field.read_whole()
    quantity = 1 if told is None else told
    if not 1 <= quantity <= MOST_PIECES:
        raise field.make_error(f"must be from 1 to {MOST_PIECES}")
    return quantity


def _address(field: Read) -> str | None:
    """Parse an address, cut to the stored number of characters; None if empty. Raises an error if it is not text."""
    told = field.value
    if told is None:
        return None
    if not isinstance(told, str):
        raise field.make_error("must be text")
    return tidy_text(told) or None


def _check_value(value: object) -> object:
    if value is None or value == []:
        raise ValueError("is empty: a reservation is for something")
    return value


class ReservedLine(BaseModel):
    """A product of the business file in an order; without ``size`` it has none, without ``quantity`` it is one."""

    sku: Id
    size: Annotated[str | None, *line(20)] = None
    quantity: Annotated[int, *reads(_pieces, {"type": "integer", "minimum": 1, "maximum": MOST_PIECES})] = 1

    def build_item(self) -> ReservedItem:
        """Return the line as an event carries it."""
        return ReservedItem(self.sku, self.size or "", self.quantity)


class ReservedData(Data):
    """An order before its payment.

    Shops are asked for pieces that your own stock lacks; the customer pays by link once everything is there. The
    products are those of your business file.
    """

    EXAMPLES: ClassVar = {
        "": {
            "order_id": "o2",
            "items": [{"sku": "TIGER-SHORTS", "size": "L", "quantity": 2}],
            "express": False,
            "address": "12 MG Road\nNew Delhi 110001",
            "customer": CUSTOMER,
        }
    }

    order_id: Id
    number: Annotated[str | None, *line(40), Field(description="its number for people; default: its id")] = None
    items: Annotated[
        list[ReservedLine], keep_first(_MOST), BeforeValidator(_check_value), Field(json_schema_extra={"minItems": 1})
    ]
    express: Annotated[Flag, Field(description="for the fee of the business file, within a day")] = False
    address: Annotated[
        str | None,
        *reads(_address, {"type": ["string", "null"], "maxLength": LONGEST}),
        Field(description="the delivery address, on one or several lines; packers see it"),
    ] = None
    customer: CustomerNamed | None = None

    def event(self, told: EventTiming) -> OrderReserved:
        items = tuple(one.build_item() for one in self.items)
        number = self.number or self.order_id
        who, address = customer(self.customer), self.address or ""
        return OrderReserved(self.order_id, number, items, self.express, who, told.at, address=address)


TOLD: Mapping[str, type[Data]] = {"order.reserved": ReservedData}
"""The data shape of each event type."""
