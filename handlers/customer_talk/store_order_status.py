"""Status of a store's order, from the shop's last event about it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flows.engine import Asks, Subject
from handlers.customer_talk.answered_message import TALK
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine.turn import Turn
from handlers.replies.customer_intents import Intent
from storage.store.purchases import Purchase

ORDER_TOLD = "order_told"
"""Expected kind after an order status: for a day a bare "cancel" may mean that order."""


async def answer_status(turn: Turn, said: UnderstoodMessage) -> bool:
    """Answer a question about an order's status. Return False if only a person can answer."""
    if said.reading.intent is not Intent.ORDER_STATUS:
        return False
    order = await find_latest(turn, said.address.contact, said.reading.order)
    template, values = await pick_answer(turn, order, said.reading.order)
    asks = None if order is None else Asks(ORDER_TOLD, Subject("purchase", order.id), within=TALK)
    if template is not None:
        await say(turn, said, template, values=values, asks=asks)
    return template is not None


async def pick_answer(turn: Turn, order: Purchase | None, number: str | None) -> tuple[str | None, Mapping[str, Any]]:
    """Return the template that answers about an order, with its values; None if only a person can answer.

    A ``number`` that is unknown here may be known to the staff. If the customer has no order, the answer says so.
    """
    if order is not None:
        return "order_status", list_values(order, await turn.unit.orders.find_refunded_at(order.id))
    return (None, {}) if number else ("order_unknown", {})


async def find_latest(turn: Turn, contact: UUID, number: str | None) -> Purchase | None:
    """Return the customer's order with this number, or the latest one if no number is given; None if there is none."""
    if number:
        return await turn.unit.orders.find_by_number(contact, number)
    return next(iter(await turn.unit.orders.of(contact, 1)), None)


def list_values(order: Purchase, refunded_at: datetime | None) -> dict[str, Any]:
    """Return the last event of an order and its time; never "your order is being processed"."""
    if refunded_at is not None and order.total is not None and order.refunded >= order.total.micros:
        returned = {"amount": order.total.decimal, "currency": order.total.currency}
        return {"order": order.number, "happened": "refunded", "when": refunded_at, **returned}
    known = {
        "delivered": order.delivered_at,
        "shipped": order.shipped_at,
        "cancelled": order.cancelled_at,
        "paid": order.paid_at,
        "placed": order.placed_at,
    }
    if order.cancelled_at is not None:
        known = {"cancelled": order.cancelled_at}
    happened, when = next((name, at) for name, at in known.items() if at is not None)
    values: dict[str, Any] = {"order": order.number, "happened": happened, "when": when}
    also = {"carrier": order.carrier, "link": order.tracking_url, "expected": order.expected}
    return values | {name: value for name, value in also.items() if value and happened == "shipped"}
