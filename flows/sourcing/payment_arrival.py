"""Payments for an order: the requested amount, another amount, or money that was not owed."""

from dataclasses import replace

from flows.engine import Called
from flows.events import PaymentArrived
from flows.money import Money
from flows.phrase import Text, phrase, sentences
from flows.sourcing import order_quote, payment_links, refunds
from flows.sourcing.order import Order
from flows.sourcing.order_draft import OrderDraft
from flows.sourcing.order_events import Settled
from flows.sourcing.order_payment import Payment, PaymentState, RefundReason
from flows.sourcing.order_reason import Reason
from flows.sourcing.order_state import UNPAID


def take_link_answer(draft: OrderDraft, event: Called) -> None:
    """Apply the provider's answer about a link; a payment in it counts like a webhook."""
    came = payment_links.apply_link_answer(draft, event)
    if came is not None:
        record_payment(draft, came)


def record_payment(draft: OrderDraft, event: PaymentArrived) -> None:
    """Record a payment. Refund one that is not owed or repeated; a person decides about a different amount.

    Webhooks may come late, out of order and more than once: https://razorpay.com/docs/webhooks/validate-test/,
    https://docs.stripe.com/webhooks
    """
    payment = _payment(draft, event)
    owed = draft.order.paid_at is None and draft.order.status in UNPAID
    if _is_known(draft.order, event.payment):
        return
    if payment is not None and owed and event.amount == Money(draft.order.amount, draft.order.currency):
        _record_paid(draft, payment, event)
    elif event.amount.currency != draft.order.currency:
        _report_foreign(draft, event, owed=owed)
    elif owed:
        _hold_odd_amount(draft, event)
    elif payment is not None and any(one.by_hand for one in draft.order.payments):
        _ask_if_same(draft, event)
    else:
        reason = RefundReason.TWICE if draft.order.paid_at else RefundReason.LATE
        status = phrase(f"status_{draft.order.status.value}")
        refunds.send_back(draft, event.payment, event.amount.micros, reason, event.provider)
        name = "came_twice" if draft.order.paid_at else "came_late"
        values = {"number": draft.order.number, "amount": event.amount, "status": status}
        draft.tell_staff(f"returned:{event.payment}", phrase(name, **values))


def record_reported_payment(draft: OrderDraft, event: Settled) -> None:
    """Record a payment that the staff reports from another way."""
    if draft.order.paid_at is None and draft.order.status in UNPAID:
        payment_links.cancel_link(draft)
        number, came = len(draft.order.payments) + 1, draft.order.amount if event.amount is None else event.amount
        payment = Payment(draft.order.name(f"settled:{number}"), came, PaymentState.PAID, asked_at=draft.now)
        draft.change(payments=(*draft.order.payments, payment), paid_at=draft.now)
        draft.note(Reason.PAID_OTHERWISE)
        order_quote.go_on(draft)


def _is_known(order: Order, payment: str) -> bool:
    """Return True if a payment was already counted, is being refunded, or awaits a person's decision on an order that
    is not over."""
    counted = {one.payment for one in order.payments if one.state in {PaymentState.PAID, PaymentState.ODD}}
    judged = {one.payment for one in order.payments if order.status in UNPAID or order.paid_at is not None}
    return payment in counted | judged | {one.payment for one in order.repayments}


def _payment(draft: OrderDraft, event: PaymentArrived) -> Payment | None:
    for one in draft.order.payments:
        if one.reference.hex == event.reference or (event.link and one.link == event.link):
            return one
    return None


def _record_paid(draft: OrderDraft, payment: Payment, event: PaymentArrived) -> None:
    paid = replace(payment, state=PaymentState.PAID, payment=event.payment)
    draft.order = draft.order.replace_payment(paid)
    draft.change(paid_at=draft.now, look_at=None)
    payment_links.cancel_link(draft)  # of another link that was made after this one
    draft.note(Reason.PAID_AMOUNT, amount=event.amount.with_code)
    order_quote.go_on(draft)


def _hold_odd_amount(draft: OrderDraft, event: PaymentArrived) -> None:
    """Hold a different amount for a person's decision; refund it when the order is over."""
    _keep(draft, event, Reason.CAME_INSTEAD)
    draft.tell_staff(
        f"odd:{event.payment}",
        sentences(_not_the_price(draft, event), _describe_arrival(draft, "odd_until_called_off")),
    )


def _report_foreign(draft: OrderDraft, event: PaymentArrived, *, owed: bool) -> None:
    """Report a payment in another currency than the order's; it is not counted, and we do not refund it."""
    _keep(draft, event, Reason.CAME_INSTEAD)
    values = {"amount": event.amount, "payment": event.payment}
    came = _not_the_price(draft, event) if owed else _describe_arrival(draft, "foreign_came", **values)
    draft.tell_staff(f"odd:{event.payment}", sentences(came, phrase("foreign_is_yours", owed=owed)))


def _not_the_price(draft: OrderDraft, event: PaymentArrived) -> Text:
    price, came = draft.money(draft.order.amount), event.amount
    return _describe_arrival(draft, "not_the_price", price=price, amount=came, payment=event.payment)


def _describe_arrival(draft: OrderDraft, name: str, **values: object) -> Text:
    return phrase(name, number=draft.order.number, **values)


def _ask_if_same(draft: OrderDraft, event: PaymentArrived) -> None:
    """Ask a person whether a link's payment and the one booked by the staff are the same money."""
    _keep(draft, event, Reason.CAME_AS_WELL)
    text = _describe_arrival(draft, "came_as_well", amount=event.amount, payment=event.payment)
    draft.tell_staff(f"as-well:{event.payment}", text)


def _keep(draft: OrderDraft, event: PaymentArrived, reason: Reason) -> None:
    """Record a payment for a person's decision, so that repeats are recognised.

    It is stored next to its link, as more money may arrive through that.
    """
    currency = event.amount.currency
    came = Payment(
        draft.order.name(f"came:{event.payment}"), 0, PaymentState.ODD, payment=event.payment, came=event.amount.micros,
        provider=event.provider, currency="" if currency == draft.order.currency else currency,
    )  # fmt: skip
    draft.change(payments=(*draft.order.payments, came))
    draft.note(reason, amount=event.amount.with_code)
