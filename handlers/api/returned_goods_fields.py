"""The lines of a return, as API requests describe them."""

from collections.abc import Iterable
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field

from flows.events import ReturnedItem
from handlers.api.field_types import Lines, line
from handlers.api.goods_fields import GoodsTold


class ReturnedLine(GoodsTold):
    """A line of a return, with the reason in the customer's or the shop's words."""

    reason: Annotated[str | None, *line(200)] = None
    product_type: Annotated[str | None, *line(100)] = None

    def build_item(self) -> ReturnedItem:
        """Convert the line into an event's item."""
        return ReturnedItem(
            title=self.called,
            sku=self.sku or "",
            brand=self.brand or "",
            category=self.category or "",
            size=self.size or "",
            quantity=self.pieces,
            reason=self.reason or "",
            product_type=self.product_type or "",
        )


def build_items(lines: Iterable[ReturnedLine] | None) -> tuple[ReturnedItem, ...]:
    """Convert lines into an event's items, without removed ones."""
    return tuple(item for item in (one.build_item() for one in lines or ()) if item.quantity)


def _check_value(value: object) -> object:
    if value is None or value == []:
        raise ValueError("is empty: a return needs items")
    return value


ReturnedLines: TypeAlias = Annotated[
    Lines[ReturnedLine], BeforeValidator(_check_value), Field(json_schema_extra={"minItems": 1})
]
"""The lines of a return, at least one."""
