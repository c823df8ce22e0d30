"""One reminder to customers who have not paid, before their reserved pieces become free.

It comes after two thirds of the time between the link and the end of the reservation. For 48 hours that is the evening
or the morning before; three quarters would be at night. It keeps quiet hours as an ask does (``Kind.NUDGE``), and never
comes shortly after the link, in the last hours, or after an opt-out.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flows.engine import Departed, Send, Void, Wait
from flows.money import convert_micros
from flows.policy.departure_facts import Kind, Programme, Purpose
from flows.sourcing.order import Order
from flows.sourcing.order_draft import OrderDraft, name_lines
from flows.sourcing.order_payment import PaymentState
from flows.sourcing.order_state import UNPAID

WAIT, TEMPLATE = "remind", "payment_reminder"
SOON = timedelta(hours=6)
"""The minimum time from the link to the reminder."""
LATE = timedelta(hours=2)
"""The time before the end of the reservation when a reminder is too late."""


def waits(order: Order) -> Iterator[Wait]:
    """Yield the wait for the customer's reminder, if there will be one."""
    at = None if order.reminded else _moment(order)
    if at is not None:
        yield Wait(WAIT, at)


def remind(draft: OrderDraft) -> None:
    """Remind the customer of the unpaid article, its price and its deadline."""
    order, payment = draft.order, draft.order.payment
    if order.reminded or payment is None or _moment(order) is None:
        return
    draft.change(reminded=True)
    if not draft.facts.ways or draft.now + LATE > order.reserved_until:
        return
    address, channel = draft.facts.ways[0]
    draft.do(
        Send(
            TEMPLATE,
            address,
            channel,
            WAIT,
            Purpose.TRANSACTIONAL,
            Kind.NUDGE,
            Programme.REMINDERS,
            values={
                "order": order.number,
                "items": name_lines(order.wants),
                "currency": order.currency,
                "amount": convert_micros(payment.amount),
                "until": order.reserved_until,
                "link": payment.url,
            },
            latest=order.reserved_until - LATE,
        )
    )


def recall(draft: OrderDraft, before: Order) -> None:
    """Withdraw a queued reminder (it may wait for the morning) once its link is no longer payable."""
    if before.reminded and _waits_for_money(before) and not _waits_for_money(draft.order):
        draft.effects.insert(0, Void(TEMPLATE))


def is_reminder_loss(event: Departed) -> bool:
    """Return True for an undelivered payment reminder, which needs no action."""
    return event.key.rpartition(":")[2] == WAIT


def _moment(order: Order) -> datetime | None:
    payment = order.payment
    if payment is None or payment.asked_at is None or not _waits_for_money(order):
        return None
    lasts = order.reserved_until - payment.asked_at
    at = payment.asked_at + max(lasts * 2 / 3, SOON)
    return at if at + LATE <= order.reserved_until else None


def _waits_for_money(order: Order) -> bool:
    """Return True if a payment is awaited; not after a different amount, which the customer paid and a person decides
    about."""
    payment, judged = order.payment, any(one.payment for one in order.payments)
    return payment is not None and payment.state is PaymentState.OPEN and order.status in UNPAID and not judged
