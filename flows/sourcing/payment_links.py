"""The payment links of orders: created, checked if no webhook came, replaced, and cancelled."""

from dataclasses import replace
from datetime import timedelta

from flows.call_kinds import CANCEL_LINK, LOOK_LINK, PAYMENT_LINK
from flows.engine import Called
from flows.events import LinkEnded, PaymentArrived
from flows.money import Money, convert_micros
from flows.phrase import Text, phrase
from flows.sourcing.order import Order
from flows.sourcing.order_draft import OrderDraft
from flows.sourcing.order_payment import Payment, PaymentState
from flows.sourcing.order_state import UNPAID, Status

LOOK_AFTER = timedelta(minutes=30)
"""How often a provider is asked about an open link, as its webhook may be lost."""
LAST_LOOK = timedelta(minutes=5)
"""How long before a reservation ends the provider is asked once more, so that a customer who paid in time is not told
otherwise."""

_CAME = frozenset({PaymentState.PAID, PaymentState.ODD})


def request_link(draft: OrderDraft, *, again: bool = False) -> None:
    """Create a link for the order's present price; ``again``: to replace one that expired too early."""
    if not draft.facts.provider:
        _ask_for_manual_payment(draft)
        return
    number = len(draft.order.payments) + 1
    reference, provider = draft.order.name(f"payment:{number}"), draft.facts.provider
    payment = Payment(
        reference, draft.order.amount, asked_at=draft.now, provider=provider, again=again, answers=draft.answers
    )
    draft.change(payments=(*draft.order.payments, payment), look_at=draft.now + LOOK_AFTER)
    draft.call(
        PAYMENT_LINK,
        f"payment:{number}",
        reference=payment.reference.hex,
        amount=payment.amount,
        currency=draft.order.currency,
        description=f"Order {draft.order.number}",
        expires_at=draft.order.reserved_until,
        back_url=draft.facts.page,
        provider=provider,
    )


def _ask_for_manual_payment(draft: OrderDraft) -> None:
    """Ask the staff for payment details, as no provider creates links; the customer waits for their message."""
    order = draft.order
    first = "yes" if order.status is Status.RESERVED else None
    made = "yes" if order.made else None
    told = {"first": bool(first), "made": bool(made), "until": order.reserved_until}
    draft.tell_staff(f"no-provider:{draft.stamp}", _describe_failure(draft, "link_by_hand", **told))
    cost, until = convert_micros(order.amount), order.reserved_until
    draft.say("payment_by_hand", f"by-hand:{draft.stamp}", amount=cost, until=until, first=first, made=made)


def request_link_once(draft: OrderDraft) -> None:
    """Create a link unless the customer has or will get one at this price; with payment first, they had it from the
    start."""
    payment = draft.order.payment
    if payment is None or payment.state not in {PaymentState.ASKED, PaymentState.OPEN}:
        request_link(draft)
    elif payment.amount != draft.order.amount:
        cancel_link(draft)
        request_link(draft)


def apply_link_answer(draft: OrderDraft, event: Called) -> PaymentArrived | None:
    """Apply the provider's answer about a link, including an arrived payment."""
    payment = _find_linked(draft.order, event)
    if payment is None:
        return None
    if event.kind == PAYMENT_LINK:
        _take_link(draft, payment, event)
    elif event.failure is None:
        return _take_look(draft, payment, event)
    return None


def record_end(draft: OrderDraft, event: LinkEnded) -> None:
    """Record that a link expired or was cancelled at the provider."""
    payment = next((one for one in draft.order.payments if one.reference.hex == event.reference), None)
    if payment is not None:
        _replace_expired(draft, payment)


def check_link(draft: OrderDraft) -> None:
    """Ask the provider about an open link, as its webhook may be lost. Inform the staff of a link not yet created."""
    payment = draft.order.payment
    draft.change(look_at=None)
    if payment is None or draft.order.status not in UNPAID:
        return
    if payment.state is PaymentState.ASKED:
        draft.tell_staff("no-link-yet", phrase("no_link_yet", number=draft.order.number))
    if payment.state is not PaymentState.OPEN:
        return
    last = draft.order.reserved_until - LAST_LOOK
    draft.change(look_at=min(draft.now + 4 * LOOK_AFTER, last) if draft.now < last else None)
    _ask(draft, LOOK_LINK, f"look:{draft.stamp}", payment)


def cancel_link(draft: OrderDraft) -> None:
    """Cancel an unpaid link, so that no customer pays it."""
    payment = draft.order.payment
    if payment is None or payment.state not in {PaymentState.ASKED, PaymentState.OPEN}:
        return
    draft.order = draft.order.replace_payment(replace(payment, state=PaymentState.OVER))
    draft.change(look_at=None)
    if payment.link:
        cancel(draft, payment)


def cancel(draft: OrderDraft, payment: Payment) -> None:
    """Cancel a payment's link at its provider."""
    _ask(draft, CANCEL_LINK, f"cancel:{payment.link}", payment)


def _ask(draft: OrderDraft, kind: str, key: str, payment: Payment) -> None:
    """Queue a call to a link's provider."""
    draft.call(kind, key, link=payment.link, reference=payment.reference.hex, provider=payment.provider)


def _find_linked(order: Order, event: Called) -> Payment | None:
    """Return the payment of the link in the answer."""
    return next((one for one in order.payments if one.reference.hex == event.values.get("reference")), None)


def _take_link(draft: OrderDraft, payment: Payment, event: Called) -> None:
    if (
        payment.state in _CAME
    ):  # money may be told of before the link that it came by is: nothing is to be paid any more
        return
    called_off = payment.state is PaymentState.OVER or draft.order.status not in UNPAID  # while it was made
    if event.failure is not None:
        if not called_off:
            draft.change(look_at=None)
            why = str(event.values.get("why") or event.failure)
            draft.tell_staff(f"no-link:{payment.reference}", _describe_failure(draft, "no_link", why=why))
        return
    link, url = str(event.values["link"]), str(event.values["url"])
    opened = replace(payment, state=PaymentState.OPEN, link=link, url=url)
    if called_off:
        draft.order = draft.order.replace_payment(replace(opened, state=PaymentState.OVER))
        cancel(draft, replace(payment, link=link))
        return
    draft.order = draft.order.replace_payment(opened)
    draft.change(look_at=draft.now + LOOK_AFTER)
    _tell_link(draft, opened)


def _tell_link(draft: OrderDraft, payment: Payment) -> None:
    """Send the customer the new link, to the address that they last wrote from, unless that was long ago."""
    if payment.asked_at is not None and draft.now < payment.asked_at + LOOK_AFTER:
        draft.answers = payment.answers
    draft.say(
        "payment_link",
        f"pay:{payment.link}",
        amount=convert_micros(payment.amount),
        until=draft.order.reserved_until,
        link=payment.url,
        first="yes" if draft.order.status is Status.RESERVED else None,
        made="yes" if draft.order.made else None,
        off=convert_micros(draft.order.credit) if draft.order.credit else None,
        again="yes" if payment.again else None,
    )


def _replace_expired(draft: OrderDraft, payment: Payment) -> None:
    """Replace a link that expired before its reservation.

    A Checkout Session lives for 24 hours at most: https://docs.stripe.com/api/checkout/sessions/create (expires_at).
    """
    if payment.state not in {PaymentState.ASKED, PaymentState.OPEN}:
        return
    draft.order = draft.order.replace_payment(replace(payment, state=PaymentState.OVER))
    draft.change(look_at=None)
    owed = draft.order.status in {Status.AVAILABLE, Status.RESERVED} and draft.order.paid_at is None
    if owed and draft.now + LOOK_AFTER < draft.order.reserved_until:
        request_link(draft, again=True)


def _take_look(draft: OrderDraft, payment: Payment, event: Called) -> PaymentArrived | None:
    """Apply the answer to a check, or to a cancellation that came too late; return the payment, if one arrived."""
    if event.values.get("state") == "paid" and payment.state is not PaymentState.PAID:
        came = event.values.get("amount")
        micros = came if isinstance(came, int) else payment.amount
        currency = str(event.values.get("currency") or draft.order.currency)
        reference, paid = payment.reference.hex, str(event.values.get("payment") or "")
        if paid:
            told = Money(micros, currency)
            return PaymentArrived(payment.provider, reference, payment.link, paid, told, draft.now)
    elif event.kind == LOOK_LINK and event.values.get("state") in {"expired", "cancelled", "failed"}:
        _replace_expired(draft, payment)
    return None


def _describe_failure(draft: OrderDraft, name: str, **values: object) -> Text:
    """Format the notice that the staff must collect the payment themselves."""
    return phrase(name, number=draft.order.number, amount=draft.money(draft.order.amount), **values)
