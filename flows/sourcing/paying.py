"""Money for an order: a link once it is there, what comes by it, and what came that should not have."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flows.engine import Called
from flows.events import LinkEnded, PaymentArrived
from flows.money import Money
from flows.sourcing import releasing
from flows.sourcing.facts import Draft, amount, named
from flows.sourcing.news import FreeCredit, Outcome, Quoted, Settled, TakeCredit, TellShop
from flows.sourcing.order import Order, Payment, PaymentState, Stand, Status

LOOK_AFTER = timedelta(minutes=30)
"""How often a provider is asked about an open link, for the case that its webhook is lost."""
LAST_LOOK = timedelta(minutes=5)
"""How long before a reservation ends it is asked once more: who paid in time is not to be told that they did not."""

QUOTE = "quote"
"""How an order is paid that the customer has not agreed to yet: the staff named its price."""


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
    """All that is wanted is kept: it is to be paid, to be confirmed, or it is paid already."""
    if draft.order.paid_at is not None:
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
    """Have the provider make a link for what it costs now; what costs nothing any more is paid."""
    _use_credit(draft)
    if not draft.order.amount:
        draft.change(paid_at=draft.now)
        draft.note("nothing is left to pay")
        _go_on(draft)
        return
    if not draft.facts.provider:
        draft.staff("no-provider", _by_hand(draft))
        return
    number = len(draft.order.payments) + 1
    reference, provider = draft.order.name(f"payment:{number}"), draft.facts.provider
    payment = Payment(reference, draft.order.amount, asked_at=draft.now, provider=provider)
    draft.change(payments=(*draft.order.payments, payment), look_at=draft.now + LOOK_AFTER)
    draft.call(
        "payment_link",
        f"payment:{number}",
        reference=payment.reference.hex,
        amount=payment.amount,
        currency=draft.order.currency,
        description=f"Order {draft.order.number}",
        expires_at=draft.order.reserved_until,
        back_url=draft.facts.page,
        provider=provider,
    )


def _use_credit(draft: Draft) -> None:
    """What a referral takes off: one credit for one order, whole, and never more than it costs."""
    off = draft.facts.off
    if off is None or draft.order.credit or draft.order.amount <= 0:
        return
    less = min(off.amount, draft.order.amount)
    draft.do(TakeCredit(off.credit))
    draft.change(credit=less)
    draft.note(f"{amount(less):f} {draft.order.currency} off for a referral")


def free_credit(draft: Draft) -> None:
    """An order that came to nothing used no credit: it may make another one cheaper."""
    order = draft.order
    if order.credit and (order.status in _CAME_TO_NOTHING or not order.wants):
        draft.do(FreeCredit())
        draft.change(credit=0)


_CAME_TO_NOTHING = frozenset({Status.UNAVAILABLE, Status.EXPIRED, Status.CANCELLED})


def called(draft: Draft, event: Called) -> None:
    """The provider answered about a link."""
    payment = _linked_by(draft.order, event)
    if payment is None:
        return
    if event.kind == "payment_link":
        _linked(draft, payment, event)
    elif event.failure is None:
        _looked(draft, payment, event)


def arrived(draft: Draft, event: PaymentArrived) -> None:
    """Money came. What was not owed, or comes a second time, goes back; what is another amount is a person's to judge.

    https://razorpay.com/docs/webhooks/validate-test/ and https://docs.stripe.com/webhooks say that webhooks come late,
    out of order and more than once.
    """
    payment = _payment(draft, event)
    owed = draft.order.paid_at is None and draft.order.status in _OWED
    if _is_known(draft.order, event.payment):
        return
    if payment is not None and owed and event.amount == Money(payment.amount, draft.order.currency):
        _paid(draft, payment, event)
    elif owed:
        _odd(draft, payment, event)
    elif payment is not None and any(one.by_hand for one in draft.order.payments):
        _as_well(draft, payment, event)
    else:
        why = "paid twice" if draft.order.paid_at else f"paid when it was {draft.order.status.value}"
        came = f"{event.amount} {event.amount.currency} came"
        releasing.send_back(draft, event.payment, event.amount.micros, why, event.provider)
        when = "a second time" if draft.order.paid_at else f"when it was {draft.order.status.value}"
        draft.staff("returned", f"Order {draft.order.number}: {came} {when}, and goes back by itself.")


def _is_known(order: Order, payment: str) -> bool:
    """Whether money is counted, on its way back, or with a person who decides; that of an order that is over is not."""
    counted = {one.payment for one in order.payments if one.state is PaymentState.PAID}
    judged = {one.payment for one in order.payments if order.status in _OWED or order.paid_at is not None}
    return payment in counted | judged | {one.payment for one in order.repayments}


def ended(draft: Draft, event: LinkEnded) -> None:
    """A link expired or was cancelled at the provider."""
    payment = next((one for one in draft.order.payments if one.reference.hex == event.reference), None)
    if payment is not None:
        _over(draft, payment)


def settled(draft: Draft, event: Settled) -> None:
    """The staff says that the money came some other way."""
    if draft.order.paid_at is None and draft.order.status in _OWED:
        releasing.cancel_link(draft)
        number, came = len(draft.order.payments) + 1, draft.order.amount if event.amount is None else event.amount
        payment = Payment(draft.order.name(f"settled:{number}"), came, PaymentState.PAID, asked_at=draft.now)
        draft.change(payments=(*draft.order.payments, payment), paid_at=draft.now)
        draft.note("paid some other way")
        _go_on(draft)


def look(draft: Draft) -> None:
    """Ask the provider about an open link: its webhook may be lost. One that is not made yet is told to the staff."""
    payment = draft.order.payment
    draft.change(look_at=None)
    if payment is None or draft.order.status not in _OWED:
        return
    if payment.state is PaymentState.ASKED:
        draft.staff("no-link-yet", _no_link_yet(draft))
    if payment.state is not PaymentState.OPEN:
        return
    last = draft.order.reserved_until - LAST_LOOK
    draft.change(look_at=min(draft.now + 4 * LOOK_AFTER, last) if draft.now < last else None)
    draft.call(
        "look_link",
        f"look:{int(draft.now.timestamp())}",
        link=payment.link,
        reference=payment.reference.hex,
        provider=payment.provider,
    )


def confirm(draft: Draft, note: str) -> None:
    """It is owed to the customer now: the shops' goods are to be fetched by a day that is promised."""
    days = timedelta(hours=24) if draft.order.express else timedelta(days=draft.order.days or draft.facts.days)
    draft.become(Status.CONFIRMED, note, look_at=None)
    draft.become(Status.SOURCING, promised_at=draft.now + days)
    for promise in draft.order.promises:
        if promise.shop is not None and promise.stand is Stand.HELD:
            by = draft.order.promised_at
            draft.do(TellShop(promise.shop, promise.line, Outcome.PAID, promise.quantity, by))
    draft.tell("confirmed" if draft.order.paid_at is None else "sourcing" if draft.order.pay == "first" else "paid")
    draft.staff("confirmed", _to_fetch(draft))
    if draft.order.all_picked:  # all of it is our own stock, which is at hand
        draft.staff(
            "own", f"Order {draft.order.number} is all own stock: /packed {draft.order.number} when it is packed."
        )


_OWED = frozenset({Status.RESERVED, Status.CHECKING, Status.AVAILABLE, Status.PART_AVAILABLE})


def _linked_by(order: Order, event: Called) -> Payment | None:
    """The payment whose link it is; what came some other way has none."""
    links = [one for one in order.payments if one.payment or one.state is not PaymentState.PAID]
    named = [one for one in links if one.reference.hex == event.values.get("reference")]
    return next(reversed(named or links), None)


def _linked(draft: Draft, payment: Payment, event: Called) -> None:
    if event.failure is not None:
        draft.change(look_at=None)
        why = f"Order {draft.order.number}: no payment link could be made ({event.failure}). {_by_hand(draft)}"
        draft.staff("no-link", why)
        return
    link, url = str(event.values["link"]), str(event.values["url"])
    opened = replace(payment, state=PaymentState.OPEN, link=link, url=url)
    if (
        payment.state is PaymentState.OVER or draft.order.status not in _OWED
    ):  # it was called off while the link was made
        draft.change(payments=draft.order.with_payment(replace(opened, state=PaymentState.OVER)).payments)
        releasing.cancel(draft, replace(payment, link=link))
        return
    draft.change(payments=draft.order.with_payment(opened).payments, look_at=draft.now + LOOK_AFTER)
    until, first = draft.order.reserved_until, "yes" if draft.order.status is Status.RESERVED else None
    made = "yes" if draft.order.made else None
    cost, off = amount(payment.amount), amount(draft.order.credit) if draft.order.credit else None
    draft.say("payment_link", f"pay:{link}", amount=cost, until=until, link=url, first=first, made=made, off=off)


def _over(draft: Draft, payment: Payment) -> None:
    """A link is dead before its reservation is: the customer gets another one.

    A Checkout Session lives for 24 hours at most: https://docs.stripe.com/api/checkout/sessions/create (expires_at).
    """
    if payment.state not in {PaymentState.ASKED, PaymentState.OPEN}:
        return
    draft.change(payments=draft.order.with_payment(replace(payment, state=PaymentState.OVER)).payments, look_at=None)
    owed = draft.order.status in {Status.AVAILABLE, Status.RESERVED} and draft.order.paid_at is None
    if owed and draft.now + LOOK_AFTER < draft.order.reserved_until:
        ask(draft)


def _looked(draft: Draft, payment: Payment, event: Called) -> None:
    """The answer to a look, or to a cancellation that came too late."""
    if event.values.get("state") == "paid" and payment.state is not PaymentState.PAID:
        came = event.values.get("amount")
        micros = came if isinstance(came, int) else payment.amount
        currency = str(event.values.get("currency") or draft.order.currency)
        reference, paid = payment.reference.hex, str(event.values.get("payment") or "")
        if paid:
            told = Money(micros, currency)
            arrived(draft, PaymentArrived(payment.provider, reference, payment.link, paid, told, draft.now))
    elif event.kind == "look_link" and event.values.get("state") in {"expired", "cancelled", "failed"}:
        _over(draft, payment)


def _payment(draft: Draft, event: PaymentArrived) -> Payment | None:
    for one in draft.order.payments:
        if one.reference.hex == event.reference or (event.link and one.link == event.link):
            return one
    return None


def _paid(draft: Draft, payment: Payment, event: PaymentArrived) -> None:
    paid = replace(payment, state=PaymentState.PAID, payment=event.payment)
    draft.change(payments=draft.order.with_payment(paid).payments, paid_at=draft.now, look_at=None)
    releasing.cancel_link(draft)  # of another link that was made after this one
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
        known = replace(payment, payment=event.payment)
        draft.change(payments=draft.order.with_payment(known).payments)


def _no_link_yet(draft: Draft) -> str:
    return (
        f"Order {draft.order.number}: the payment provider has made no link yet, so the customer cannot pay. We go on "
        f"trying. If you ask for the money yourself: /settled {draft.order.number}"
    )


def _by_hand(draft: Draft) -> str:
    number, cost = draft.order.number, amount(draft.order.amount)
    return (
        f"Order {number} is there and costs {cost:f} {draft.order.currency}, but no payment account makes links. Ask "
        f"for the money yourself, then /settled {number}"
    )


def _to_fetch(draft: Draft) -> str:
    number = draft.order.number
    if draft.order.made:
        what = ", ".join(named(draft.order.wants))
        return f"Order {number} is confirmed. Make {what}. Then /packed {number}, which tells the customer."
    where: dict[str, int] = {}
    for promise in draft.order.promises:
        who = draft.facts.names.get(promise.shop, "a shop") if promise.shop else "own stock"
        where[who] = where.get(who, 0) + promise.quantity
    fetch = ", ".join(f"{who}: {many}" for who, many in where.items())
    return f"Order {draft.order.number} is confirmed. Fetch {fetch}. Then /picked {draft.order.number} and the shop."
