"""The waits of an order, which follow from its state alone: for a time, or for its customer's answer."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flows.engine import Question, Wait
from flows.sourcing import lateness, order_quote, payment_reminder, refund_watch
from flows.sourcing.order import Order
from flows.sourcing.order_state import CHECKED, OVER, Status
from flows.sourcing.shop_ask import Says

LINGER = timedelta(days=30)
"""How long after its end an order still handles late payments and returned goods."""

PART_QUESTION = Question("part_available", "choice")
CONFIRM_QUESTION = Question("confirm_order", "yes_no")
QUOTE_QUESTION = Question("quote", "yes_no")
PHOTOS_QUESTION = Question("approve_photos", "choice")
_TO_AGREE = {"cod": CONFIRM_QUESTION, order_quote.QUOTE: QUOTE_QUESTION}


def list_waits(order: Order, now: datetime) -> Iterator[Wait]:
    """Yield the waits that resume the order."""
    if order.tell_at is not None:
        yield Wait("tell", order.tell_at)
    if order.look_at is not None:
        yield Wait("look", order.look_at)
    yield from payment_reminder.waits(order)
    yield from refund_watch.waits(order)
    if order.status in OVER:
        yield Wait("over", now + LINGER)
    elif order.status is Status.CHECKING or (order.status is Status.SOURCING and order.lacks):
        yield from _search_waits(order, now)
    elif order.status is Status.PART_AVAILABLE:
        yield Wait("reservation", order.reserved_until, PART_QUESTION)
        if order.dividing is not None:
            yield Wait("split", order.dividing.until)
    elif order.status in {Status.RESERVED, Status.AVAILABLE}:
        question = _TO_AGREE.get(order.pay) if order.status is Status.AVAILABLE else None
        yield Wait("reservation", order.reserved_until, question)
    if order.status in CHECKED and order.photos_until is not None:
        yield Wait("photos", None if order.held else order.photos_until, PHOTOS_QUESTION)
    yield from lateness.waits(order)


def _search_waits(order: Order, now: datetime) -> Iterator[Wait]:
    if order.dividing is not None:
        yield Wait("split", order.dividing.until)
    if order.wave_ends is not None:
        yield Wait("wave", order.wave_ends)
    # What is decided at the deadline, or behind an outage, may come before its wait: that still has to wake the order.
    asked = order.status is Status.CHECKING or any(ask.says is Says.OPEN for ask in order.asks)
    if order.answer_by > now or (asked and order.dividing is None):
        yield Wait("answer", max(order.answer_by, now))
