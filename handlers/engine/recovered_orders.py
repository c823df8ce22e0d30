"""Recovered orders: each counts once, for one reason, and never if it was an ordinary order (docs/attribution.md).

The reasons: a code of ours was used; the cart was bought after a delivered message about it; or a link was clicked. On
Telegram, and if there is no public address, there are no receipts, so "sent" is enough. Each counts within the time of
the message's plan, or the business's if the plan has none. The report subtracts cancelled and refunded money.
"""

from __future__ import annotations

from datetime import datetime

from flows.channels import CHANNELS
from flows.delivery import TAKEN
from handlers.engine.turn import Turn
from storage.sending.message import Message
from storage.store.attributions import Attribution
from storage.store.discounts import DiscountCode
from storage.store.purchases import Purchase


async def attribute_order(turn: Turn, order: Purchase) -> str | None:
    """Record the order as recovered if there is a reason. Return the reason's name, else None."""
    if order.contact is None or order.placed_at is None or order.cancelled_at is not None:
        return None
    found = await _spend_codes(turn, order) or await _find_by_checkout(turn, order) or await _find_by_click(turn, order)
    if found is None:
        return None
    reason, message = found
    counted = Attribution(order.id, reason, message.id, order.contact, message.step, order.placed_at)
    return reason if await turn.unit.attributions.add(counted) else None


async def look_again(turn: Turn, message: Message) -> None:
    """Check the orders of a message's cart again after a late receipt."""
    cart = message.thing
    if cart is not None and cart.kind == "cart" and message.marketing:
        for order in await turn.unit.orders.list_by_cart(cart.id):
            await attribute_order(turn, order)


async def _spend_codes(turn: Turn, order: Purchase) -> tuple[str, Message] | None:
    """Mark our codes in this order as spent. Return the reason and the last message; None if there are none."""
    carried = []
    for code in await turn.unit.discounts.list_by_codes(order.codes):
        await turn.unit.discounts.set_status(code.code, "used", order.id)
        if (message := await _find_carrier(turn, code)) is not None and message.left_at is not None:
            carried.append((message.left_at, message.id, message))
    return ("code", max(carried, key=lambda one: one[:2])[-1]) if carried else None


async def _find_carrier(turn: Turn, code: DiscountCode) -> Message | None:
    """Return the message that brought a code: the campaign's message with the code, or one of the code's run."""
    if code.message is not None:
        handed = await turn.unit.messages.get(code.message)
        return handed if handed is not None and handed.left_at else None
    messages = await turn.unit.messages.list_for_run(code.run) if code.run else []
    return next((message for message in messages if message.data.get("code") == code.code and message.left_at), None)


async def _find_by_checkout(turn: Turn, order: Purchase) -> tuple[str, Message] | None:
    """Return our message about this cart, if the purchase came after it and within its time; None otherwise."""
    if order.cart is None or order.placed_at is None:
        return None
    about = [
        message
        for message in await turn.unit.messages.list_about(order.cart)
        if message.marketing and _has_come(turn, message) and _counts(turn, message, message.left_at, order.placed_at)
    ]
    return ("checkout", about[-1]) if about else None


def _has_come(turn: Turn, message: Message) -> bool:
    """Return True if the message reached the phone; a late receipt may show this afterwards. If there are no receipts,
    the provider's acceptance is enough."""
    if not CHANNELS[message.channel].receipts or turn.tools.public_url is None:
        return message.status in TAKEN
    return message.delivered_at is not None or message.read_at is not None


async def _find_by_click(turn: Turn, order: Purchase) -> tuple[str, Message] | None:
    if order.contact is None or order.placed_at is None:
        return None
    clicks = await turn.unit.links.clicks_of(order.contact, order.placed_at - turn.counts_for)
    for message, at in clicks:
        found = await turn.unit.messages.get(message) if at <= order.placed_at else None
        if found is not None and _counts(turn, found, at, order.placed_at):
            return "click", found
    return None


def _counts(turn: Turn, message: Message, at: datetime | None, placed_at: datetime) -> bool:
    """Return True if an event at this moment is within the message's attribution window before the purchase."""
    plan = turn.plan(message.experiment)
    window = plan.counts_for if plan else turn.business.counts_for
    return at is not None and placed_at - window <= at <= placed_at
