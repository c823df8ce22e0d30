"""Why something is not done to an order: reasons by the names of their phrases."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from flows.phrase import Ours, phrase, tap
from flows.sourcing.order import Order
from handlers.actions.action import Refused
from handlers.sourcing.at_hand import AtHand, order_by_id
from handlers.sourcing.shown import order_called
from handlers.turn import Turn


class Why(StrEnum):
    """Why an order stays as it is."""

    GONE = "order_gone"
    STAYS = "order_stays"
    OVER = "order_stays_over"
    NOT_SOURCED = "order_stays_not_sourced"
    NOT_WANTED = "order_stays_not_wanted"
    SHIPPED = "order_stays_shipped"
    NOTHING_TO_CALL_OFF = "order_stays_nothing_to_call_off"
    NOTHING_MISSING = "order_stays_nothing_missing"
    PAID = "order_stays_paid"
    NOT_TO_BE_PAID = "order_stays_not_to_be_paid"
    NOTHING_TO_SEND_BACK = "order_stays_nothing_to_send_back"
    FOR_OUR_SHELF = "for_our_shelf"
    CUSTOMER_CHOOSES = "order_stays_customer_chooses"


def stays(order: Order, why: Why) -> Refused:
    """The order stays as it is, and why."""
    status = phrase(f"status_{order.status.value}")
    values = {"order": order_called(order), "status": status, "why": phrase(why.value)}
    return Refused(Why.STAYS, values, more=tap("order", order.number))


async def open_order(turn: Turn, order: UUID) -> AtHand | Refused:
    """The order with that id, where something can still be said of it."""
    at_hand = await order_by_id(turn, order)
    if at_hand is None:
        return Refused(Why.GONE, more=Ours("/orders"))
    return at_hand if at_hand.is_open else stays(at_hand.order, Why.OVER)
