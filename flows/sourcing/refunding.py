"""Money that goes back: asked for once, followed to its end, told to the customer; where it cannot go, to the staff."""

from __future__ import annotations

from dataclasses import replace

from flows.engine import Called
from flows.events import RefundMoved
from flows.sourcing import following
from flows.sourcing.facts import Draft, amount, one_named
from flows.sourcing.order import Line, Order, PaymentState, Repayment, Status

BANK_DAYS = "5-7"
"""Working days until refunded money is seen: https://razorpay.com/docs/payments/refunds/ and
https://docs.stripe.com/refunds say five to seven and five to ten; what takes longer is the bank's."""

FEE, EVERYTHING = "express missed", "everything"


def send_back(draft: Draft, payment: str, micros: int, why: str, provider: str, *, called_off: bool = False) -> None:
    """Have the provider send money back, once for this payment and reason."""
    reference = draft.order.name(f"refund:{payment}:{why}")
    if any(one.reference == reference for one in draft.order.repayments):
        return
    sent = Repayment(reference, payment, micros, why, called_off=called_off, provider=provider)
    draft.change(repayments=(*draft.order.repayments, sent))
    draft.note(f"{amount(micros):f} {draft.order.currency} goes back: {_because(draft.order, why)}")
    draft.call(
        "refund",
        f"refund:{reference}",
        payment=payment,
        amount=micros,
        currency=draft.order.currency,
        reference=reference.hex,
        provider=provider,
    )


def return_odd(draft: Draft) -> None:
    """Another amount that came and that nobody took for the price: it goes back once the order is over or paid."""
    order = draft.order
    if any(one.by_hand for one in order.payments):  # the staff took it as paid
        return
    for one in order.payments:
        if one.came and one.payment and one.state is not PaymentState.PAID:
            send_back(draft, one.payment, one.came, "paid another amount", one.provider)


def owed_back(order: Order) -> int:
    """Micro-units that should be back with the customer, and that nobody is sending: refused, or never ours to send."""
    ours = {one.payment for one in order.payments if one.state is PaymentState.PAID}
    astray = sum(one.amount for one in order.repayments if one.state == "failed" and one.payment not in ours)
    return max(order.paid - (order.amount if order.wants else 0), 0) + astray


def unheard(order: Order) -> int:
    """Micro-units that are on their way back, and of which no provider says whether they went through."""
    return sum(one.amount for one in order.repayments if one.unheard)


def return_rest(draft: Draft, without: tuple[str, ...]) -> None:
    """Who paid first and does without some of it gets back what was paid for that."""
    rest = owed_back(draft.order)
    if rest:
        repay(draft, rest, ",".join(("part", *without)), called_off=False)  # the same lines may be given up later


def sent_by_hand(draft: Draft) -> bool:
    """The staff sent back what could not go by itself, or saw that it is back; False when there was no such money."""
    owed, seen, number = owed_back(draft.order), unheard(draft.order), len(draft.order.repayments)
    if not owed and not seen:
        return False
    for one in draft.order.repayments:
        if one.state == "failed" or one.unheard:
            draft.change(repayments=draft.order.with_repayment(replace(one, state="processed")).repayments)
    rest = owed_back(draft.order)
    if rest:
        by_hand = Repayment(draft.order.name(f"by-hand:{number}"), "", rest, "by hand", state="processed")
        draft.change(repayments=(*draft.order.repayments, by_hand))
    if seen:
        draft.note(f"{amount(seen):f} {draft.order.currency} is back, as the staff says")
    if owed:
        draft.note(f"{amount(owed):f} {draft.order.currency} sent back by hand")
        _tell_by_hand(draft, f"by-hand:{number}", owed)
    _processed(draft)
    return True


def _tell_by_hand(draft: Draft, key: str, owed: int) -> None:
    """What the provider had taken was told then; this was not."""
    lines = tuple(line for line in draft.order.lines if not line.wanted) or draft.order.lines
    alternatives = draft.facts.alternatives or None
    draft.say("refunded", key, lines, amount=amount(owed), days=BANK_DAYS, alternatives=alternatives)


def repay(draft: Draft, back: int, why: str, *, called_off: bool) -> None:
    """From the payments that came, the latest first."""
    for payment in reversed(draft.order.payments):
        gone = sum(
            one.amount for one in draft.order.repayments if one.payment == payment.payment and one.state != "failed"
        )
        some = min(back, payment.amount - gone) if payment.state is PaymentState.PAID else 0
        if some > 0 and payment.payment:
            send_back(draft, payment.payment, some, why, payment.provider, called_off=called_off)
            back -= some
    if back:
        number, left = draft.order.number, amount(back)
        draft.staff(
            "by-hand", f"Order {number}: send {left:f} {draft.order.currency} back by hand; it was paid some other way."
        )


def called(draft: Draft, event: Called) -> None:
    """The provider answered about a refund."""
    repayment = next((one for one in draft.order.repayments if event.key == f"refund:{one.reference}"), None)
    if repayment is None:
        return
    if event.failure is not None:
        _refused(draft, repayment, str(event.values.get("why") or event.failure))
        return
    state = str(event.values.get("state") or "pending")
    moved = replace(repayment, refund=str(event.values.get("refund") or ""), state=state)
    if repayment.state == "failed" or (repayment.state == "processed" and state == "pending"):
        state, moved = repayment.state, replace(moved, state=repayment.state)  # a webhook was quicker than the answer
    draft.change(repayments=draft.order.with_repayment(moved).repayments)
    if state == "failed":
        _refused(draft, moved, "the provider says that it failed")
        return
    _tell_refund(draft, repayment)
    if state == "processed":
        _processed(draft)


def looked(draft: Draft, event: Called) -> None:
    """The provider was asked how far it has come: what it answers counts as if it had told by itself."""
    told = following.answered(draft, event)
    if told is not None:
        moved(draft, told)


def moved(draft: Draft, event: RefundMoved) -> None:
    """The provider tells how far money that goes back has come, late and in any order."""
    for one in _meant(draft.order, event):
        if _is_known(one, event.state):
            continue
        if one.state == "processed":
            _bounced(draft, one)
            return
        changed = replace(one, state=event.state, refund=event.refund or one.refund)
        draft.change(repayments=draft.order.with_repayment(changed).repayments)
        draft.note(f"refund {event.state}")
        if event.state == "failed":
            _refused(draft, changed, "the provider says that it failed")
        elif event.state == "processed":
            _processed(draft)
        return
    _sent_in_the_account(draft, event)


def _tell_refund(draft: Draft, repayment: Repayment) -> None:
    """How much goes back and when it is seen; for what reason, each in its own words."""
    key, back = f"refunded:{repayment.reference}", amount(repayment.amount)
    if repayment.why == FEE:
        draft.say("fee_returned", key, amount=back)
    elif repayment.why.startswith("paid "):
        draft.say("payment_returned", key, amount=back, days=BANK_DAYS)
    else:
        lines, alternatives = _lines_of(draft, repayment), draft.facts.alternatives or None
        off = "yes" if repayment.called_off else None
        draft.say("refunded", key, lines, amount=back, days=BANK_DAYS, alternatives=alternatives, called_off=off)


def _because(order: Order, why: str) -> str:
    """Why money goes back, as the order's history says it."""
    if why == EVERYTHING:
        return "all of it"
    names = why.split(",")
    return ", ".join(one_named(line, line.quantity) for line in order.lines if line.id in names) or why


def _meant(order: Order, event: RefundMoved) -> tuple[Repayment, ...]:
    """The repayment that is told of: by our reference, else by the provider's name for it."""
    ours = tuple(one for one in order.repayments if one.reference.hex == event.reference)
    return ours or tuple(one for one in order.repayments if one.refund and one.refund == event.refund)


def _sent_in_the_account(draft: Draft, event: RefundMoved) -> None:
    """Somebody sent money back at the provider itself: it counts, so that it does not go back once more.

    It is what could not go by itself, where that was as much; and nothing where the staff said so with /refunded.
    """
    order, cost = draft.order, f"{event.amount} {event.amount.currency}"
    if event.state == "failed" or any(event.refund == one.refund for one in order.repayments):
        return
    asked = (one for one in order.repayments if (one.payment, one.amount) == (event.payment, event.amount.micros))
    refused = next((one for one in asked if one.state == "failed"), None)
    if refused is not None:
        again = replace(refused, state=event.state, refund=event.refund)
        draft.change(repayments=order.with_repayment(again).repayments)
        draft.note(f"{cost} sent back in the payment account")
        _tell_refund(draft, again)
        _processed(draft)
        return
    came = any(one.payment == event.payment for one in order.payments if one.state is PaymentState.PAID)
    if not came or event.amount.micros > order.paid:
        return
    reference = order.name(f"sent:{event.refund}")
    sent = Repayment(
        reference, event.payment, event.amount.micros, "in the account", event.state, event.refund,
        provider=event.provider,
    )  # fmt: skip
    draft.change(repayments=(*draft.order.repayments, sent))
    draft.note(f"{cost} sent back in the payment account")
    draft.staff(
        f"refund:{reference}",
        f"Order {draft.order.number}: somebody sent {cost} back in your payment account (payment {event.payment}), and "
        f"the order goes on. If it is over: /cancel {draft.order.number}",
    )


def _is_known(repayment: Repayment, state: str) -> bool:
    """Whether this is no news: what a refund has been through before, or what a provider never says after it failed.

    One that has failed without a refund's id is one whose answer never came: it may go through all the same.
    """
    over = repayment.state == "processed" or (repayment.state == "failed" and bool(repayment.refund))
    return repayment.state == state or (over and (state == "pending" or repayment.state == "failed"))


def _bounced(draft: Draft, repayment: Repayment) -> None:
    """A bank sent it back after it had gone through: https://docs.stripe.com/refunds#failed-refunds"""
    cost = f"{amount(repayment.amount):f} {draft.order.currency}"
    draft.note("refund failed after it was processed")
    draft.staff(
        f"refund:{repayment.reference}",
        f"Order {draft.order.number}: the refund of {cost} (payment {repayment.payment}) failed after it had gone "
        "through. Look into your payment account, and send the money another way if the customer has not got it.",
    )


def _refused(draft: Draft, repayment: Repayment, why: str) -> None:
    draft.change(repayments=draft.order.with_repayment(replace(repayment, state="failed")).repayments)
    cost = f"{amount(repayment.amount):f} {draft.order.currency}"
    draft.staff(
        f"refund:{repayment.reference}",
        f"Order {draft.order.number}: {cost} of payment {repayment.payment} could not be sent back ({why}). "
        f"Look into your payment account, send it back there, then /refunded {draft.order.number}",
    )


def _processed(draft: Draft) -> None:
    over = all(one.state == "processed" for one in draft.order.repayments)
    if draft.order.status is Status.REFUNDING and over:
        draft.become(Status.REFUNDED)


def _lines_of(draft: Draft, repayment: Repayment) -> tuple[Line, ...]:
    names = repayment.why.split(",")
    return tuple(line for line in draft.order.lines if line.id in names) or draft.order.lines
