"""A customer asks how to pay: told the amount, until when, and the link again, for every order that has an open one."""

from __future__ import annotations

from flows.sourcing.draft import amount, named
from flows.sourcing.order import UNPAID
from flows.sourcing.payment import PaymentState
from handlers import customer_orders
from handlers.customer_talk.said import Said, say
from handlers.replies.intents import Intent
from handlers.replies.paying import asks_to_pay
from handlers.turn import Turn

_HOW = "payment_reminder"  # the template that says what is not paid yet, until when, and where to pay


async def asked(turn: Turn, said: Said) -> bool:
    """Say how to pay; False where they ask no such thing, agree to another question, or have nothing to pay."""
    event = said.event
    agrees = said.reading.intent is Intent.YES and said.answered.asked is not None
    if event.button or event.forwarded or agrees or not asks_to_pay(event.text):
        return False
    told = False
    for one in await customer_orders.with_us(turn, said.address.contact):
        order = await customer_orders.as_it_stands(turn, one)
        payment = order.payment if order is not None and order.status in UNPAID else None
        if order is None or payment is None or payment.state is not PaymentState.OPEN or not payment.url:
            continue
        values = {
            "order": one.number,
            "items": named(order.wants),
            "amount": amount(payment.amount),
            "currency": order.currency,
            "until": order.reserved_until,
            "link": payment.url,
        }
        await say(turn, said, _HOW, values=values, about=one.number)
        told = True
    return told
