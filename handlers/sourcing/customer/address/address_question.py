"""The questions about a delivery address: where an order goes, and whether a given address is right."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flows.engine import Asks
from flows.policy.departure_facts import Kind
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.sourcing import customer_orders
from handlers.sourcing.address_text import show_address
from handlers.sourcing.pages.order_links import make_address_link
from storage.people.people import Address
from storage.sourcing.reservations import Reservation

WHERE = "delivery_address"
"""Expects the address of an order. Values: ``address`` is shown and may be taken. ``unsure`` is set if the customer
typed it and it may be something else. ``orders`` are the numbers of the orders to change.
"""
KEPT = "address_kept"
"""Expects whether an address is right; also the template that shows the address. Values: ``address``, ``orders``."""
THERE, RIGHT, CHANGE = "deliver", "kept_place", "other_place"
"""The buttons: deliver to the address shown; it is right; change it."""
_CODE = "postal_code"  # asked for by earlier releases; such a question may be open for a week after an upgrade


async def ask(turn: Turn, to: Address, row: Reservation, known: str, kind: Kind, which: str) -> None:
    """Ask where an order goes, once for each value of ``which``; ``known`` is the last order's address, or ""."""
    template, values, asks = _ask_where(turn, row, {"address": known} if known else {})
    key = f"{template}:{which}:{row.id}"
    await post(turn, to, OutboundMessage(key, kind, template, values=values, subject=asks.about, asks=asks))


async def ask_again(turn: Turn, said: UnderstoodMessage, row: Reservation, **data: Any) -> bool:
    """Answer with the question where the order goes; ``data`` is stored with the question."""
    template, values, asks = _ask_where(turn, row, data)
    await say(turn, said, template, values=values, asks=asks)
    return True


def ask_about_kept(orders: Sequence[Reservation], address: str) -> tuple[dict[str, Any], Asks]:
    """Return the values of the message that shows the stored address of these orders and asks if it is right."""
    numbers = tuple(row.number for row in orders)
    values = {"order": numbers if len(numbers) > 1 else numbers[0], "several": len(numbers) > 1}
    asks = Asks(KEPT, customer_orders.make_row_subject(orders[0]), values={"address": address, "orders": numbers})
    return values | {"address": show_address(address)}, asks


async def settle(turn: Turn, order: UUID) -> None:
    """Close the questions about the order's address."""
    for expects in (WHERE, KEPT, _CODE):
        await turn.unit.questions.settle_about(customer_orders.make_subject(order), expects, turn.now)


def _ask_where(turn: Turn, row: Reservation, data: dict[str, Any]) -> tuple[str, dict[str, Any], Asks]:
    """Return the template that asks for an address, its values, and the question to store."""
    asks = Asks(WHERE, customer_orders.make_row_subject(row), values=data, stays=True)
    values = {"order": row.number, "link": make_address_link(turn, row.id)}
    if "address" not in data:
        return "address_ask", values, asks
    return "address_confirm", values | {"address": show_address(data["address"])}, asks
