"""``/api/v1/orders``: sourced orders, with the shops' promises, money and history."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from flows.sourcing.order_state import Status
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.field_types import make_exact_line
from handlers.api.list_cursors import Cursor, cut_page
from handlers.engine.turn import Turn
from handlers.sourcing.api.order_views import build_order_views
from handlers.sourcing.api.routes import LIST_ORDERS, SHOW_ORDER
from storage.sourcing.reservations import Reservation, Reservations

MOST = 200
_MOST_REF = 200
_EXAMPLE = "1234"


class LineStatus(StrEnum):
    """Progress of one line of an order."""

    MISSING = "missing"  # sought
    HELD = "held"  # kept for the order
    PICKED = "picked"  # fetched
    DROPPED = "dropped"  # not wanted any more, or not available


class ShopShare(BaseModel):
    """Pieces that a shop keeps or gave for a line; if no shop is named, they are your own stock."""

    shop: Annotated[str, Field(description="as in the business file")]
    quantity: int
    commission: Annotated[str, Field(description="what it earns for these pieces together")]


class LineShown(BaseModel):
    """One line of an order."""

    sku: str
    size: Annotated[str, Field(description="empty for a product without sizes")]
    quantity: Annotated[int, Field(description="as it was ordered")]
    status: LineStatus
    shops: list[ShopShare]


class PaymentStanding(StrEnum):
    """State of an order's money."""

    ASKED = "asked"  # the provider is asked for a link
    OPEN = "open"  # the customer has the link
    PAID = "paid"  # money came; a part may have gone back
    OVER = "over"  # the link was cancelled, or expired
    REFUNDING = "refunding"  # all money is on its way back
    REFUNDED = "refunded"  # all money is back


class PaymentShown(BaseModel):
    """Payment of the order; state and link are null if no payment was requested."""

    state: PaymentStanding | None
    link: str | None
    refunded: Annotated[str, Field(description="what was refunded, with refunds on their way")]


class StepShown(BaseModel):
    """A step of an order's history."""

    at: datetime
    status: Annotated[Status, Field(description="the state at that time; not every step changes it")]
    by: Annotated[str, Field(description="customer, parley, shop:… or staff:…, or the payment provider")]
    note: str


class OrderShown(BaseModel):
    """A sourced order as of now. Times are UTC; amounts are in the currency of the business."""

    id: Annotated[str, Field(description="as your system calls it")]
    status: Status
    express: bool
    for_stock: Annotated[bool, Field(description="a restock of your own shelf, which nobody pays for")]
    items: list[LineShown]
    amount: Annotated[str, Field(description="the price of the pieces still wanted, with the express fee")]
    payment: PaymentShown
    promise: Annotated[
        datetime | None, Field(description="when it leaves us, not the day of delivery; null before it is confirmed")
    ]
    carrier: Annotated[str | None, Field(description="the carrier, if known")]
    tracking: Annotated[str | None, Field(description="the tracking number or address of its parcel")]
    address: Annotated[str | None, Field(description="the delivery address, on one or several lines; null if unknown")]
    history: Annotated[list[StepShown], Field(description="oldest first")]


class OrderList(BaseModel):
    """A page of orders, the last reserved first."""

    items: list[OrderShown]
    next: Annotated[str | None, Field(description="the cursor of the next page; null on the last one")]


def _status(value: object) -> object:
    return None if value == "" else value


class OrdersWanted(BaseModel):
    """Filter of the orders."""

    status: Annotated[
        Status | None,
        BeforeValidator(_status),
        WithJsonSchema({"type": "string", "enum": ["", *Status], "examples": ["sourcing"]}),
        Field(description="those in this state now; default all", examples=["sourcing"]),
    ] = None
    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="the maximum number")] = 50


class OrderNamed(BaseModel):
    """One order."""

    order_id: Annotated[
        str,
        *make_exact_line(1, _MOST_REF),
        Field(description="as your system calls it, its number, or our own id", examples=[_EXAMPLE]),
    ]


@make_endpoint(LIST_ORDERS, scope="read", takes=OrdersWanted, answers={200: OrderList}, refuses=(Code.INVALID,))
async def list_orders(call: ApiCall, wanted: OrdersWanted) -> ApiReply:
    """List the sourced orders, newest first

    Reserved orders (order.reserved), each with its current state and its whole history.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        status = wanted.status.value if wanted.status else None
        found = await turn.unit.of(Reservations).page(wanted.cursor, status, wanted.limit + 1)
        page, following = cut_page(found, wanted.limit)
        return {"items": await build_order_views(turn, page), "next": following}

    return ApiReply(200, await call.api.turns.look(call.business, look))


@make_endpoint(SHOW_ORDER, scope="read", takes=OrderNamed, answers={200: OrderShown}, refuses=(Code.NOT_FOUND,))
async def show_order(call: ApiCall, named: OrderNamed) -> ApiReply:
    """Show one sourced order

    By your system's id, by its number, or by our own id. Orders that were only reported, and never reserved, are not
    included.
    """

    async def look(turn: Turn) -> list[dict[str, Any]]:
        found = await _find(turn, named.order_id)
        return await build_order_views(turn, [found] if found else [])

    shown = await call.api.turns.look(call.business, look)
    if not shown:
        raise ApiRefused(
            Code.NOT_FOUND, f"no sourced order is called {named.order_id[:60]!r}; {LIST_ORDERS} lists them", "order_id"
        )
    return ApiReply(200, shown[0])


async def _find(turn: Turn, name: str) -> Reservation | None:
    """Find an order by the shop's own name first, then by the number that people use, then by our id."""
    reservations = turn.unit.of(Reservations)
    found = await reservations.find_by_ref(name) or await reservations.find_by_number(name)
    return found or await _find_own(turn, name)


async def _find_own(turn: Turn, name: str) -> Reservation | None:
    try:
        identity = UUID(name)
    except ValueError:
        return None
    return await turn.unit.of(Reservations).get(identity)
