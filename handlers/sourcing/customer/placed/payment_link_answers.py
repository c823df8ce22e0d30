"""Questions about how to pay, and claims of payment: the answer says where to pay each payable order.

If no payment link is open, the answer gives the orders' status. If no account can make links, a person explains how to
pay. A claim of payment always goes to a person.
"""

from typing import Any

from flows.money import convert_micros
from flows.policy.departure_facts import Kind
from flows.sourcing.order import Order
from flows.sourcing.order_draft import name_lines
from flows.sourcing.order_payment import PaymentState
from flows.sourcing.order_quote import QUOTE
from flows.sourcing.order_state import UNPAID, Status
from handlers.customer_talk.understood_message import UnderstoodMessage, hand_over, say
from handlers.engine.turn import Turn
from handlers.replies.payment_questions import asks_to_pay, says_paid
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.last_message import find_last_word
from handlers.sourcing.customer.placed import sourced_order_status
from handlers.staff_notices import handover
from storage.sourcing.reservations import Reservation

_HOW = "payment_reminder"  # template with the unpaid orders, the time limit, and the link


async def tell_where_to_pay(turn: Turn, said: UnderstoodMessage) -> bool:
    """Answer with the payment links, or what comes first. Return False for other texts, or if a person must answer."""
    text = said.event.text
    asks, tells = asks_to_pay(text), says_paid(text)
    if not said.is_words_alone or not (asks or tells):
        return False
    orders = await _list_orders(turn, said)
    payable = [(row, order) for row, order in orders if _link(order)]
    if not payable:
        return asks and await _tell_what_comes_first(turn, said, orders)
    if tells and await _was_told(turn, said):
        return False
    for row, order in payable:
        subject = customer_orders.make_row_subject(row)
        await say(turn, said, _HOW, values=_describe_link(order), about=row.number, subject=subject)
    if tells:
        await handover.ask(turn, said.address, said.message)
    return True


async def _tell_what_comes_first(turn: Turn, said: UnderstoodMessage, orders: list[tuple[Reservation, Order]]) -> bool:
    """Send the status of the unpaid orders. If no account can make payment links, pass the question to a person."""
    if any(_waits_for_the_team(turn, order) for _, order in orders):
        await hand_over(turn, said)
        return True
    unpaid = [row for row, order in orders if order.status in UNPAID and order.paid_at is None]
    for row in unpaid:
        await sourced_order_status.tell(turn, said, row)
    return bool(unpaid)


async def _list_orders(turn: Turn, said: UnderstoodMessage) -> list[tuple[Reservation, Order]]:
    """Return the customer's orders that have not left, each with its state."""
    rows = await customer_orders.list_unshipped(turn, said.address.contact)
    return [(row, order) for row in rows if (order := await customer_orders.load_order(turn, row)) is not None]


async def _was_told(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if the link was our last answer, so that a repeated claim goes to a person."""
    last = await find_last_word(turn, said)
    return last is not None and last.kind is Kind.ANSWER and f":{_HOW}:" in last.key


def _waits_for_the_team(turn: Turn, order: Order) -> bool:
    """Return True if an order is to be paid now and no account can make a link: only the team can explain how."""
    to_be_paid = order.status is Status.AVAILABLE or (order.status is Status.RESERVED and order.pay == "first")
    return to_be_paid and not turn.business.payments and order.paid_at is None and order.pay not in {"cod", QUOTE}


def _link(order: Order) -> str:
    """Return the payment link of an order; "" if it cannot be paid now."""
    payment = order.payment
    is_open = order.status in UNPAID and payment is not None and payment.state is PaymentState.OPEN
    return payment.url if payment is not None and is_open else ""


def _describe_link(order: Order) -> dict[str, Any]:
    """Return the message's values: the amount, the link and its expiry."""
    cost = order.payment.amount if order.payment is not None else order.amount
    about = {"order": order.number, "items": name_lines(order.wants), "currency": order.currency}
    return about | {"amount": convert_micros(cost), "until": order.reserved_until, "link": _link(order)}
