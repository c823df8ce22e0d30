"""Reports about refunds from the provider or the staff; the customer hears once a refund is in progress.

A provider reports late, in any order, and also refunds that a member made directly in the payment account.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from flows.engine import Called
from flows.events import RefundMoved
from flows.money import Money, convert_micros
from flows.phrase import Text, phrase
from flows.sourcing import refund_watch, refunds
from flows.sourcing.order import Order
from flows.sourcing.order_draft import OrderDraft
from flows.sourcing.order_line import Line
from flows.sourcing.order_payment import NOT_OWED, Payment, PaymentState, RefundReason, Repayment
from flows.sourcing.order_reason import Reason
from flows.sourcing.order_state import Status
from flows.sourcing.refunds import sum_gone, sum_owed, sum_unconfirmed

_FAILED = phrase("provider_says_it_failed")
BANK_DAYS = "5-7"
"""Working days until a refund is visible: https://razorpay.com/docs/payments/refunds/ and
https://docs.stripe.com/refunds say five to seven and five to ten; longer delays are the bank's."""


def take_provider_answer(draft: OrderDraft, event: Called) -> None:
    """Apply the provider's answer about a refund."""
    repayment = next((one for one in draft.order.repayments if event.key == f"refund:{one.reference}"), None)
    if repayment is None:
        return
    if event.failure is not None:
        _record_lost_answer(draft, repayment, str(event.values.get("why") or event.failure))
        return
    state = str(event.values.get("state") or "pending")
    moved = replace(repayment, refund=str(event.values.get("refund") or ""), state=state)
    if repayment.state == "failed" or (repayment.state == "processed" and state == "pending"):
        state, moved = repayment.state, replace(moved, state=repayment.state)  # a webhook was quicker than the answer
    draft.order = draft.order.replace_repayment(moved)
    if state == "failed":
        _record_refusal(draft, moved, _FAILED)
        return
    _tell_refund(draft, repayment)
    if state == "processed":
        _mark_processed(draft)


def take_look(draft: OrderDraft, event: Called) -> None:
    """Apply the answer to our query about a refund, like an unrequested report."""
    told = refund_watch.read_answer(draft, event)
    if told is not None:
        take_move(draft, told)


def take_move(draft: OrderDraft, event: RefundMoved) -> None:
    """Apply the provider's report about a refund, which may be late or out of order."""
    told = _find_repayment(draft.order, event)
    if told is None:
        _count_direct_refund(draft, event)
    elif _is_known(told, event.state):  # a final failure and a possible retry are different news
        draft.order = draft.order.replace_repayment(replace(told, refund=told.refund or event.refund))
    elif told.state == "processed":
        _record_bounce(draft, told)
    else:
        _moves(draft, told, event)


def record_manual_refund(draft: OrderDraft) -> bool:
    """Record a manual refund by the staff; return False if none is open."""
    owed, seen, number = sum_owed(draft.order), sum_unconfirmed(draft.order), len(draft.order.repayments)
    if not owed and not seen:
        return False
    refused = [one for one in draft.order.repayments if one.state == "failed"]
    for one in draft.order.repayments:
        if one.state == "failed" or one.unheard:
            draft.order = draft.order.replace_repayment(replace(one, state="processed"))
    rest = sum_owed(draft.order)
    if rest:
        by_hand = Repayment(draft.order.name(f"by-hand:{number}"), "", rest, RefundReason.BY_HAND, state="processed")
        draft.change(repayments=(*draft.order.repayments, by_hand))
    if seen:
        draft.note(Reason.IS_BACK, amount=draft.cost(seen))
    if owed:
        draft.note(Reason.SENT_BY_HAND, amount=draft.cost(owed))
        _tell_by_hand(draft, f"by-hand:{number}", owed, refused)
    _mark_processed(draft)
    return True


def _tell_by_hand(draft: OrderDraft, key: str, owed: int, refused: Sequence[Repayment]) -> None:
    """Tell the customer of a refund sent by hand; those accepted by the provider were already reported.

    It names the lines of the ``refused`` refunds, because others may have been given up before they were paid for. With
    none refused the money had come by hand, and the text names no bank's time.
    """
    lines = tuple(line for one in refused for line in refunds.list_refunded(draft.order, one))
    lines = lines or tuple(line for line in draft.order.lines if not line.wanted) or draft.order.lines
    returned = draft.order.returned
    days = BANK_DAYS if refused else None
    draft.say("refunded", key, lines, amount=convert_micros(owed), days=days, returned="yes" if returned else None)
    if not returned:
        draft.offer_alike(key, lines)


def _record_lost_answer(draft: OrderDraft, repayment: Repayment, why: str) -> None:
    """Apply a lost answer: the repeat may be refused although the refund was made, as a webhook reported."""
    if repayment.pending or repayment.state == "processed":  # a pending refund is followed to its end
        _tell_refund(draft, repayment)
    else:
        _record_refusal(draft, repayment, why)


def _find_repayment(order: Order, event: RefundMoved) -> Repayment | None:
    """Return the reported refund: by our reference, else by the provider's id."""
    ours = (one for one in order.repayments if one.reference.hex == event.reference)
    theirs = (one for one in order.repayments if one.refund and one.refund == event.refund)
    return next(chain(ours, theirs), None)


def _is_known(repayment: Repayment, state: str) -> bool:
    """Return True if a report is not new: an earlier state, or a state that never follows a failure.

    A failed refund without a provider's id never got an answer, so it may still succeed.
    """
    over = repayment.state == "processed" or (repayment.state == "failed" and bool(repayment.refund))
    return repayment.state == state or (over and (state == "pending" or repayment.state == "failed"))


def _moves(draft: OrderDraft, repayment: Repayment, event: RefundMoved) -> None:
    """Move the refund to its new state."""
    changed = replace(repayment, state=event.state, refund=event.refund or repayment.refund)
    draft.order = draft.order.replace_repayment(changed)
    draft.note(Reason.REFUND_MOVED, state=event.state)
    if repayment.state == "failed":
        _reverse_refusal(draft, changed)
    if event.state == "failed":
        _record_refusal(draft, changed, _FAILED)
    elif event.state == "processed":
        _mark_processed(draft)


def _reverse_refusal(draft: OrderDraft, repayment: Repayment) -> None:
    """Correct a reported refusal of a refund that succeeded after all, so that nobody sends it again."""
    draft.tell_staff(f"through:{repayment.reference}", _describe_refund(draft, "refund_goes_through", repayment))
    _tell_refund(draft, repayment)


def _record_refusal(draft: OrderDraft, repayment: Repayment, why: Text) -> None:
    draft.order = draft.order.replace_repayment(replace(repayment, state="failed"))
    text = _describe_refund(draft, "refund_refused", repayment, why=why)
    draft.tell_staff(f"refused:{repayment.reference}:{repayment.refund}", text)


def _record_bounce(draft: OrderDraft, repayment: Repayment) -> None:
    """Record a refund that a bank sent back: https://docs.stripe.com/refunds#failed-refunds"""
    draft.note(Reason.REFUND_BOUNCED)
    draft.tell_staff(f"bounced:{repayment.reference}", _describe_refund(draft, "refund_bounced", repayment))


def _describe_refund(draft: OrderDraft, name: str, one: Repayment, **values: Text | Money) -> Text:
    values = {"amount": draft.money(one.amount), **values}
    return phrase(name, number=draft.order.number, payment=one.payment, refund=one.refund, **values)


def _count_direct_refund(draft: OrderDraft, event: RefundMoved) -> None:
    """Count a refund made directly at the provider, so that it is not repeated.

    It settles a failed automatic refund of the same amount; it is ignored if the staff already reported it with
    /refunded.
    """
    order = draft.order
    if event.state == "failed" or any(event.refund == one.refund for one in order.repayments):
        return
    asked = (one for one in order.repayments if (one.payment, one.amount) == (event.payment, event.amount.micros))
    refused = next((one for one in asked if one.state == "failed"), None)
    if refused is not None:
        _count_manual_refund(draft, refused, event)
        return
    came = next((one for one in order.payments if one.payment and one.payment == event.payment), None)
    if came is None or event.amount.micros > _count_left(order, came):
        return
    reference = order.name(f"sent:{event.refund}")
    sent = Repayment(
        reference, event.payment, event.amount.micros, RefundReason.ACCOUNT, (), event.state, event.refund,
        provider=event.provider,
    )  # fmt: skip
    draft.change(repayments=(*draft.order.repayments, sent))
    draft.note(Reason.SENT_IN_ACCOUNT, amount=event.amount.with_code)
    draft.tell_staff(f"sent:{reference}", _describe_refund(draft, "sent_in_the_account", sent, amount=event.amount))


def _count_manual_refund(draft: OrderDraft, refused: Repayment, event: RefundMoved) -> None:
    """Count a manual refund in the payment account in place of a refused one."""
    again = replace(refused, state=event.state, refund=event.refund)
    draft.order = draft.order.replace_repayment(again)
    draft.note(Reason.SENT_IN_ACCOUNT, amount=event.amount.with_code)
    _tell_refund(draft, again)
    _mark_processed(draft)


def _count_left(order: Order, payment: Payment) -> int:
    """Return the refundable rest of a payment."""
    if payment.state is PaymentState.PAID:
        return order.paid
    return 0 if payment.currency else payment.came - sum_gone(order, payment.payment)


def _tell_refund(draft: OrderDraft, repayment: Repayment) -> None:
    """Tell the customer the amount, the expected day and the reason."""
    key, back = f"refunded:{repayment.reference}", convert_micros(repayment.amount)
    if repayment.reason is RefundReason.FEE:
        draft.say("fee_returned", key, amount=back)
    elif repayment.reason in NOT_OWED:
        draft.say("payment_returned", key, amount=back, days=BANK_DAYS)
    elif repayment.reason is RefundReason.RETURNED:
        draft.say("refunded", key, _lines_of(draft, repayment), amount=back, days=BANK_DAYS, returned="yes")
    else:
        lines = _lines_of(draft, repayment)
        made = all(line.made for line in lines)  # what we make ourselves is nowhere to be got
        off = "yes" if repayment.called_off or made else None
        items = refunds.name_refunded(draft.order, lines)
        draft.say("refunded", key, items=items, amount=back, days=BANK_DAYS, called_off=off)
        if not off:  # who wants nothing of it is offered nothing
            draft.offer_alike(key, lines)


def _lines_of(draft: OrderDraft, repayment: Repayment) -> tuple[Line, ...]:
    return refunds.list_refunded(draft.order, repayment) or draft.order.lines


def _mark_processed(draft: OrderDraft) -> None:
    over = all(one.state == "processed" for one in draft.order.repayments)
    if draft.order.status is Status.REFUNDING and over:
        draft.become(Status.REFUNDED)
