"""Money for an order: a link once it is there, what comes by it, and what came that should not have."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flows.engine import Called
from flows.events import PaymentArrived
from flows.money import Money
from flows.sourcing import linking, refunding, restocking
from flows.sourcing.facts import Draft, amount, named
from flows.sourcing.news import FreeCredit, Outcome, Quoted, Settled, TakeCredit, TellShop
from flows.sourcing.order import UNPAID, Order, Payment, PaymentState, Stand, Status

QUOTE = "quote"
"""How an order is paid that the customer has not agreed to yet: the staff named its price."""

_CAME_TO_NOTHING = frozenset({Status.UNAVAILABLE, Status.EXPIRED, Status.CANCELLED})


def quote(draft: Draft, event: Quoted) -> None:
    """The staff offers to make it: nothing is owed to anybody until the customer says yes."""
    draft.become(Status.AVAILABLE, "quoted")
    cost, until = amount(draft.order.amount), draft.order.reserved_until
    draft.say("quote", "quote", offer=event.text, amount=cost, until=until)


def agree(draft: Draft) -> None:
    """The customer wants it for that price: from here on it is paid like everything that is there."""
    draft.change(pay="after", reserved_until=max(draft.order.reserved_until, draft.now + draft.facts.settings.reserve))
    draft.note("the customer agrees to the price")
    ask(draft)


def found(draft: Draft) -> None:
    """All that is wanted is kept: it is to be paid, to be confirmed, or it is paid already; nobody pays a restock."""
    if draft.order.paid_at is not None or draft.order.for_stock:
        confirm(draft, "all of it is there")
        return
    draft.become(Status.AVAILABLE)
    if draft.order.pay == "cod":
        _use_credit(draft)
        cost, until = amount(draft.order.amount), draft.order.reserved_until
        draft.say("confirm_order", f"confirm:{int(draft.now.timestamp())}", amount=cost, until=until)
    else:
        ask(draft)


def ask(draft: Draft) -> None:
    """Have the customer pay what it costs now; what costs nothing any more is paid."""
    _use_credit(draft)
    if draft.order.amount:
        linking.make(draft)
        return
    draft.change(paid_at=draft.now)
    draft.note("nothing is left to pay")
    _go_on(draft)


def free_credit(draft: Draft) -> None:
    """An order that came to nothing used no credit: it may make another one cheaper."""
    order = draft.order
    if order.credit and (order.status in _CAME_TO_NOTHING or not order.wants):
        draft.do(FreeCredit())
        draft.change(credit=0)


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
    elif owed:
        _odd(draft, payment, event)
    elif payment is not None and any(one.by_hand for one in draft.order.payments):
        _as_well(draft, payment, event)
    else:
        why = "paid twice" if draft.order.paid_at else f"paid when it was {draft.order.status.value}"
        came = f"{event.amount} {event.amount.currency} came"
        refunding.send_back(draft, event.payment, event.amount.micros, why, event.provider)
        when = "a second time" if draft.order.paid_at else f"when it was {draft.order.status.value}"
        draft.staff("returned", f"Order {draft.order.number}: {came} {when}, and goes back by itself.")


def settled(draft: Draft, event: Settled) -> None:
    """The staff says that the money came some other way."""
    if draft.order.paid_at is None and draft.order.status in UNPAID:
        linking.cancel_link(draft)
        number, came = len(draft.order.payments) + 1, draft.order.amount if event.amount is None else event.amount
        payment = Payment(draft.order.name(f"settled:{number}"), came, PaymentState.PAID, asked_at=draft.now)
        draft.change(payments=(*draft.order.payments, payment), paid_at=draft.now)
        draft.note("paid some other way")
        _go_on(draft)


def confirm(draft: Draft, note: str) -> None:
    """It is owed to the customer now: the shops' goods are to be fetched by a day that is promised."""
    days = timedelta(hours=24) if draft.order.express else timedelta(days=draft.order.days)
    draft.become(Status.CONFIRMED, note, look_at=None)
    draft.become(Status.SOURCING, promised_at=draft.now + days)
    for promise in draft.order.promises:
        if promise.shop is not None and promise.stand is Stand.HELD:
            by = draft.order.promised_at
            draft.do(TellShop(promise.shop, promise.line, Outcome.PAID, promise.quantity, by))
    draft.tell("confirmed" if draft.order.paid_at is None else "sourcing" if draft.order.pay == "first" else "paid")
    draft.staff("confirmed", restocking.to_fetch(draft) if draft.order.for_stock else _to_fetch(draft))


def _use_credit(draft: Draft) -> None:
    """What a referral takes off: one credit for one order, whole, and never more than it costs."""
    off = draft.facts.off
    if off is None or draft.order.credit or draft.order.amount <= 0:
        return
    less = min(off.amount, draft.order.amount)
    draft.do(TakeCredit(off.credit))
    draft.change(credit=less)
    draft.note(f"{amount(less):f} {draft.order.currency} off for a referral")


def _is_known(order: Order, payment: str) -> bool:
    """Whether money is counted, on its way back, or with a person who decides; that of an order that is over is not."""
    counted = {one.payment for one in order.payments if one.state is PaymentState.PAID}
    judged = {one.payment for one in order.payments if order.status in UNPAID or order.paid_at is not None}
    return payment in counted | judged | {one.payment for one in order.repayments}


def _payment(draft: Draft, event: PaymentArrived) -> Payment | None:
    for one in draft.order.payments:
        if one.reference.hex == event.reference or (event.link and one.link == event.link):
            return one
    return None


def _paid(draft: Draft, payment: Payment, event: PaymentArrived) -> None:
    paid = replace(payment, state=PaymentState.PAID, payment=event.payment)
    draft.change(payments=draft.order.with_payment(paid).payments, paid_at=draft.now, look_at=None)
    linking.cancel_link(draft)  # of another link that was made after this one
    draft.note(f"paid {event.amount} {event.amount.currency}")
    _go_on(draft)


def _go_on(draft: Draft) -> None:
    """Money came: what is kept for it is fetched now. Where it is paid first the search begins (``flow.decide``)."""
    if draft.order.status is Status.AVAILABLE:
        confirm(draft, "paid")


def _odd(draft: Draft, payment: Payment | None, event: PaymentArrived) -> None:
    """Another amount than was asked: nothing is agreed and a person decides; it goes back when the order is over."""
    number, owed = draft.order.number, amount(draft.order.amount)
    _keep(draft, payment, event)
    draft.note(f"{event.amount} {event.amount.currency} came instead")
    draft.staff(
        f"odd:{event.payment}",
        f"Order {number} costs {owed:f} {draft.order.currency}, but {event.amount} {event.amount.currency} came "
        f"(payment {event.payment}). Nothing was confirmed. /settled {number} takes it as paid. /cancel {number} calls "
        "it off, and what came goes back by itself.",
    )


def _as_well(draft: Draft, payment: Payment, event: PaymentArrived) -> None:
    """The staff took it as paid, and its link was paid: whether that is the same money only a person can say."""
    number, came = draft.order.number, f"{event.amount} {event.amount.currency}"
    _keep(draft, payment, event)
    draft.note(f"{came} came by its link as well")
    draft.staff(
        f"as-well:{event.payment}",
        f"Order {number} was taken as paid with /settled, and {came} came by its link (payment {event.payment}). If "
        "that is the same money, there is nothing to do. If it was paid twice, send one of the two back.",
    )


def _keep(draft: Draft, payment: Payment | None, event: PaymentArrived) -> None:
    """What a person decides about is known from now on: told again, or found by looking, it is nothing new."""
    if payment is not None:
        ours = event.amount.currency == draft.order.currency
        known = replace(payment, payment=event.payment, came=event.amount.micros if ours else 0)
        draft.change(payments=draft.order.with_payment(known).payments)


def _to_fetch(draft: Draft) -> str:
    number = draft.order.number
    if draft.order.made:
        what = ", ".join(named(draft.order.wants))
        return f"Order {number} is confirmed. Make {what}. Then /packed {number}, which tells the customer."
    where, own = restocking.where(draft), sum(one.quantity for one in draft.order.promises if one.shop is None)
    if not where:
        return f"Order {number} is confirmed, and all of it is own stock: /packed {number} when it is packed."
    here = f" The other {own} is own stock, and here." if own else ""
    return f"Order {number} is confirmed. Fetch {where}. Then /picked {number} and the shop.{here}"
