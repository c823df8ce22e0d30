"""Letting go: what was kept is free again, what was paid goes back, and the customer is told."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flows.engine import Called
from flows.events import RefundMoved
from flows.sourcing.facts import Draft, amount, named, one_named
from flows.sourcing.news import Await, Book, FreeOwn, Outcome, TellShop
from flows.sourcing.order import (
    FETCHING,
    UNPAID,
    Line,
    Order,
    Payment,
    PaymentState,
    Promise,
    Repayment,
    Says,
    Stand,
    Status,
)

BANK_DAYS = "5-7"
"""Working days until refunded money is seen: https://razorpay.com/docs/payments/refunds/ and
https://docs.stripe.com/refunds say five to seven and five to ten; what takes longer is the bank's."""


FEE = "express missed"


def kept(order: Order, shop: UUID, line: str) -> int:
    """Pieces of a line that a shop keeps and that were not fetched."""
    theirs = (one for one in order.promises if one.shop == shop and one.line == line and one.stand is Stand.HELD)
    return sum(one.quantity for one in theirs)


def take_back(draft: Draft, shop: UUID, lines: tuple[str, ...]) -> bool:
    """What a shop kept for these lines is free; False when it kept nothing that was not fetched."""
    freed = [one for one in draft.order.promises if one.shop == shop and one.line in lines and one.stand is Stand.HELD]
    if not freed:
        return False
    draft.change(promises=tuple(one for one in draft.order.promises if one not in freed))
    for one in freed:
        ask, line = draft.order.ask(shop, one.line), draft.order.line(one.line)
        if ask is not None:
            draft.change(asks=draft.order.with_ask(replace(ask, says=Says.TAKEN_BACK)).asks)
        draft.do(TellShop(shop, one.line, Outcome.FREED))
        if line is not None:
            who = draft.facts.names.get(shop, "a shop")
            draft.note(f"{who} takes back {one_named(line, one.quantity)}")
    if draft.order.status is Status.AVAILABLE:
        cancel_link(draft)
        draft.become(Status.CHECKING)
    return True


def cancel_link(draft: Draft) -> None:
    """An unpaid link must not be paid any more."""
    payment = draft.order.payment
    if payment is None or payment.state not in {PaymentState.ASKED, PaymentState.OPEN}:
        return
    draft.change(payments=draft.order.with_payment(replace(payment, state=PaymentState.OVER)).payments, look_at=None)
    if payment.link:
        cancel(draft, payment)


def cancel(draft: Draft, payment: Payment) -> None:
    """Have the provider take its link back."""
    draft.call(
        "cancel_link",
        f"cancel:{payment.link}",
        link=payment.link,
        reference=payment.reference.hex,
        provider=payment.provider,
    )


def free_all(draft: Draft, outcome: str = Outcome.FREED) -> None:
    """Everything that is kept and was not fetched is free, and nobody's answer is needed any more."""
    for promise in draft.order.promises:
        if promise.stand is Stand.HELD:
            _free(draft, promise, outcome)
    draft.change(promises=tuple(one for one in draft.order.promises if one.stand is not Stand.HELD), wave_ends=None)
    _spare(draft, tuple(line.id for line in draft.order.lines))


def _spare(draft: Draft, lines: tuple[str, ...]) -> None:
    """Nobody's answer about these lines is needed any more."""
    draft.order, others = draft.order.with_those(
        lambda ask: ask.line in lines and (ask.says is Says.OPEN or ask.offers), Says.SPARED
    )
    draft.do(*(TellShop(ask.shop, ask.line, Outcome.SPARED) for ask in others))


def expire(draft: Draft) -> None:
    """It was there, and was not paid or chosen in time."""
    if draft.order.paid:
        give_up(draft, tuple(line.id for line in draft.order.wants), "the customer did not choose in time")
        return
    cancel_link(draft)
    free_all(draft)
    draft.become(Status.EXPIRED, "not paid in time")
    draft.say("reservation_over", "expired")


def call_off(draft: Draft, note: str) -> None:
    """Called off: at no cost before money came, with a refund before it was shipped, by a person after that."""
    if draft.order.status in UNPAID and not draft.order.paid:
        cancel_link(draft)
        free_all(draft)
        draft.become(Status.CANCELLED, note)
        draft.say("order_cancelled", "cancelled")
    elif draft.order.status in FETCHING or (draft.order.status in UNPAID and draft.order.paid):
        give_up(draft, tuple(line.id for line in draft.order.wants), note, called_off=True)
    else:
        draft.staff("call-off", f"Order {draft.order.number} is {draft.order.status.value} and was called off: {note}.")


def give_up(draft: Draft, lines: tuple[str, ...], note: str, *, called_off: bool = False) -> None:
    """These lines cannot be had: what was paid for them goes back, and the customer hears it when it is on its way."""
    given = tuple(line for line in draft.order.wants if line.id in lines)
    if not given:
        return
    everything, was = len(given) == len(draft.order.wants), draft.order.status
    back = sum(line.wanted * line.price for line in given) + (draft.order.fee if everything else 0)
    for promise in draft.order.promises:
        if promise.line in lines:
            _free(draft, promise, Outcome.FREED)
    draft.change(
        promises=tuple(one for one in draft.order.promises if one.line not in lines),
        lines=tuple(replace(one, dropped=one.quantity) if one in given else one for one in draft.order.lines),
    )
    _spare(draft, tuple(line.id for line in given))
    draft.become(Status.CANNOT_SOURCE, f"{', '.join(named(given))}: {note}")
    draft.do(*(Await(line) for line in given if not line.made))
    paid = draft.order.paid
    if paid:
        _repay(draft, min(back, paid), "everything" if everything else ",".join(lines), called_off=called_off)
    if everything and paid:
        draft.become(Status.REFUNDING)
    elif everything:
        cancel_link(draft)
        draft.become(Status.CANCELLED, "nothing had been paid")
        draft.say("order_cancelled", "cannot", given)
    else:
        _without(draft, was, given, told=bool(paid))


def _without(draft: Draft, was: Status, given: tuple[Line, ...], *, told: bool) -> None:
    """The rest goes on where it was; what was to be paid costs less now. ``told``: a refund tells of it by itself."""
    if was in UNPAID:
        cancel_link(draft)
        draft.become(Status.CHECKING)
    else:
        draft.become(Status.SOURCING)
    if not told:
        key = f"without:{','.join(line.id for line in given)}"
        draft.say("part_given_up", key, given, alternatives=draft.facts.alternatives or None)


def send_back(draft: Draft, payment: str, micros: int, why: str, provider: str, *, called_off: bool = False) -> None:
    """Have the provider send money back, once for this payment and reason."""
    reference = draft.order.name(f"refund:{payment}:{why}")
    if any(one.reference == reference for one in draft.order.repayments):
        return
    draft.change(
        repayments=(*draft.order.repayments, Repayment(reference, payment, micros, why, called_off=called_off))
    )
    draft.note(f"{amount(micros):f} {draft.order.currency} goes back: {why}")
    draft.call(
        "refund",
        f"refund:{reference}",
        payment=payment,
        amount=micros,
        currency=draft.order.currency,
        reference=reference.hex,
        provider=provider,
    )


def owed_back(order: Order) -> int:
    """Micro-units that should be back with the customer, and that nobody is sending: refused, or never ours to send."""
    ours = {one.payment for one in order.payments if one.state is PaymentState.PAID}
    astray = sum(one.amount for one in order.repayments if one.state == "failed" and one.payment not in ours)
    return max(order.paid - (order.amount if order.wants else 0), 0) + astray


def return_rest(draft: Draft, without: tuple[str, ...]) -> None:
    """Who paid first and does without some of it gets back what was paid for that."""
    rest = owed_back(draft.order)
    if rest:
        _repay(draft, rest, ",".join(("part", *without)), called_off=False)  # the same lines may be given up later


def sent_by_hand(draft: Draft) -> bool:
    """The staff sent back what could not go by itself; False when nothing was owed."""
    owed, number = owed_back(draft.order), len(draft.order.repayments)
    if not owed:
        return False
    for one in draft.order.repayments:
        if one.state == "failed":
            draft.change(repayments=draft.order.with_repayment(replace(one, state="processed")).repayments)
    rest = owed_back(draft.order)
    if rest:
        by_hand = Repayment(draft.order.name(f"by-hand:{number}"), "", rest, "by hand", state="processed")
        draft.change(repayments=(*draft.order.repayments, by_hand))
    draft.note(f"{amount(owed):f} {draft.order.currency} sent back by hand")
    lines = tuple(line for line in draft.order.lines if not line.wanted) or draft.order.lines
    alternatives = draft.facts.alternatives or None
    draft.say("refunded", f"by-hand:{number}", lines, amount=amount(owed), days=BANK_DAYS, alternatives=alternatives)
    _processed(draft)
    return True


def called(draft: Draft, event: Called) -> None:
    """The provider answered about a refund."""
    repayment = next((one for one in draft.order.repayments if event.key == f"refund:{one.reference}"), None)
    if repayment is None:
        return
    if event.failure is not None:
        _refused(draft, repayment, event.failure)
        return
    state = str(event.values.get("state") or "pending")
    moved = replace(repayment, refund=str(event.values.get("refund") or ""), state=state)
    if repayment.state == "failed" or (repayment.state == "processed" and state == "pending"):
        state, moved = repayment.state, replace(moved, state=repayment.state)  # a webhook was quicker than the answer
    draft.change(repayments=draft.order.with_repayment(moved).repayments)
    if state == "failed":
        _refused(draft, moved, "failed")
        return
    _tell_refund(draft, repayment)
    if state == "processed":
        _processed(draft)


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
            _refused(draft, changed, "failed")
        elif event.state == "processed":
            _processed(draft)
        return
    _sent_in_the_account(draft, event)


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
    sent = Repayment(reference, event.payment, event.amount.micros, "in the account", event.state, event.refund)
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


def _free(draft: Draft, promise: Promise, outcome: str) -> None:
    line = draft.order.line(promise.line)
    if promise.shop is not None:
        draft.do(TellShop(promise.shop, promise.line, outcome))
        if promise.stand is Stand.PICKED:
            draft.do(Book(promise.shop, promise.line, promise.quantity * promise.commission, reverse=True))
    elif line is not None and not line.made:
        draft.do(FreeOwn(line, promise.quantity, packed=promise.stand is Stand.PICKED))


def _repay(draft: Draft, back: int, why: str, *, called_off: bool) -> None:
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


def _refused(draft: Draft, repayment: Repayment, why: str) -> None:
    draft.change(repayments=draft.order.with_repayment(replace(repayment, state="failed")).repayments)
    cost = f"{amount(repayment.amount):f} {draft.order.currency}"
    draft.staff(
        f"refund:{repayment.reference}",
        f"Order {draft.order.number}: {cost} could not be sent back ({why}, payment {repayment.payment}). Look into "
        f"your payment account, send it back there, then /refunded {draft.order.number}",
    )


def _processed(draft: Draft) -> None:
    over = all(one.state == "processed" for one in draft.order.repayments)
    if draft.order.status is Status.REFUNDING and over:
        draft.become(Status.REFUNDED)


def _lines_of(draft: Draft, repayment: Repayment) -> tuple[Line, ...]:
    names = repayment.why.split(",")
    return tuple(line for line in draft.order.lines if line.id in names) or draft.order.lines
