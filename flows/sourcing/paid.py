"""Money that comes for an order: what was asked for, another amount, or what nobody owed."""

from __future__ import annotations

from dataclasses import replace

from flows.engine import Called
from flows.events import PaymentArrived
from flows.money import Money
from flows.sourcing import linking, paying, refunding
from flows.sourcing.draft import Draft
from flows.sourcing.news import Settled
from flows.sourcing.order import Order
from flows.sourcing.payment import Payment, PaymentState, Reason
from flows.sourcing.status import UNPAID


def called(draft: Draft, event: Called) -> None:
    """The provider answered about a link; a payment that it tells of counts as if it had told by itself."""
    came = linking.called(draft, event)
    if came is not None:
        arrived(draft, came)


def arrived(draft: Draft, event: PaymentArrived) -> None:
    """Money came. What was not owed, or comes a second time, goes back; what is another amount is a person's to judge.

    https://razorpay.com/docs/webhooks/validate-test/ and https://docs.stripe.com/webhooks say that webhooks come late,
    out of order and more than once.
    """
    payment = _payment(draft, event)
    owed = draft.order.paid_at is None and draft.order.status in UNPAID
    if _is_known(draft.order, event.payment):
        return
    if payment is not None and owed and event.amount == Money(draft.order.amount, draft.order.currency):
        _paid(draft, payment, event)
    elif event.amount.currency != draft.order.currency:
        _foreign(draft, event, owed=owed)
    elif owed:
        _odd(draft, event)
    elif payment is not None and any(one.by_hand for one in draft.order.payments):
        _as_well(draft, event)
    else:
        reason = Reason.TWICE if draft.order.paid_at else Reason.LATE
        came = f"{event.amount.with_code} came"
        refunding.send_back(draft, event.payment, event.amount.micros, reason, event.provider)
        when = "a second time" if draft.order.paid_at else f"when it was {draft.order.status.value}"
        draft.staff(f"returned:{event.payment}", f"Order {draft.order.number}: {came} {when}, and goes back by itself.")


def settled(draft: Draft, event: Settled) -> None:
    """The staff says that the money came some other way."""
    if draft.order.paid_at is None and draft.order.status in UNPAID:
        linking.cancel_link(draft)
        number, came = len(draft.order.payments) + 1, draft.order.amount if event.amount is None else event.amount
        payment = Payment(draft.order.name(f"settled:{number}"), came, PaymentState.PAID, asked_at=draft.now)
        draft.change(payments=(*draft.order.payments, payment), paid_at=draft.now)
        draft.note("paid some other way")
        paying.go_on(draft)


def _is_known(order: Order, payment: str) -> bool:
    """Whether money is counted, on its way back, or with a person who decides; that of an order that is over is not."""
    counted = {one.payment for one in order.payments if one.state in {PaymentState.PAID, PaymentState.ODD}}
    judged = {one.payment for one in order.payments if order.status in UNPAID or order.paid_at is not None}
    return payment in counted | judged | {one.payment for one in order.repayments}


def _payment(draft: Draft, event: PaymentArrived) -> Payment | None:
    for one in draft.order.payments:
        if one.reference.hex == event.reference or (event.link and one.link == event.link):
            return one
    return None


def _paid(draft: Draft, payment: Payment, event: PaymentArrived) -> None:
    paid = replace(payment, state=PaymentState.PAID, payment=event.payment)
    draft.order = draft.order.with_payment(paid)
    draft.change(paid_at=draft.now, look_at=None)
    linking.cancel_link(draft)  # of another link that was made after this one
    draft.note(f"paid {event.amount.with_code}")
    paying.go_on(draft)


def _odd(draft: Draft, event: PaymentArrived) -> None:
    """Another amount than was asked: nothing is agreed and a person decides; it goes back when the order is over."""
    _keep(draft, event, "came instead")
    then = f"/cancel {draft.order.number} calls it off, and what came goes back by itself."
    draft.staff(f"odd:{event.payment}", f"{_not_the_price(draft, event)} {then}")


def _foreign(draft: Draft, event: PaymentArrived, *, owed: bool) -> None:
    """What came in another currency than the order's is counted nowhere, and no refund of ours is in it."""
    _keep(draft, event, "came instead")
    came = f"Order {draft.order.number}: {event.amount.with_code} came (payment {event.payment})."
    what = f"{_not_the_price(draft, event)} If you do not take it, send" if owed else f"{came} Send"
    then = "it back in your payment account: another currency does not go back by itself."
    draft.staff(f"odd:{event.payment}", f"{what} {then}")


def _not_the_price(draft: Draft, event: PaymentArrived) -> str:
    number, owed = draft.order.number, draft.cost(draft.order.amount)
    return (
        f"Order {number} costs {owed}, but {event.amount.with_code} came "
        f"(payment {event.payment}). Nothing was confirmed. /settled {number} takes it as paid."
    )


def _as_well(draft: Draft, event: PaymentArrived) -> None:
    """The staff took it as paid, and its link was paid: whether that is the same money only a person can say."""
    number, came = draft.order.number, event.amount.with_code
    _keep(draft, event, "came by its link as well")
    draft.staff(
        f"as-well:{event.payment}",
        f"Order {number} was taken as paid with /settled, and {came} came by its link (payment {event.payment}). If "
        "that is the same money, there is nothing to do. If it was paid twice, send one of the two back.",
    )


def _keep(draft: Draft, event: PaymentArrived, note: str) -> None:
    """What a person decides about is known from now on: told again, or found by looking, it is nothing new.

    It is kept beside the link that it came by, for more may come by that.
    """
    currency = event.amount.currency
    came = Payment(
        draft.order.name(f"came:{event.payment}"), 0, PaymentState.ODD, payment=event.payment, came=event.amount.micros,
        provider=event.provider, currency="" if currency == draft.order.currency else currency,
    )  # fmt: skip
    draft.change(payments=(*draft.order.payments, came))
    draft.note(f"{event.amount.with_code} {note}")
