"""Refunds, requested once; those that cannot go automatically are sent by the staff."""

from dataclasses import replace

from flows.call_kinds import REFUND
from flows.money import convert_micros
from flows.phrase import phrase
from flows.sourcing.order import Order
from flows.sourcing.order_draft import OrderDraft, name_pieces
from flows.sourcing.order_line import Line
from flows.sourcing.order_payment import PaymentState, RefundReason, Repayment
from flows.sourcing.order_reason import Reason

AGAIN = frozenset({RefundReason.WITHOUT, RefundReason.RETURNED})
"""The reasons that may recur for the same lines, with a refund each time: a second lost piece, a second agreed
amount."""


def send_back(
    draft: OrderDraft,
    payment: str,
    micros: int,
    reason: RefundReason,
    provider: str,
    *,
    lines: tuple[str, ...] = (),
    called_off: bool = False,
) -> None:
    """Request a refund from the provider, once for this payment, this reason and these lines."""
    called = f"refund:{payment}:{reason}:{','.join(lines)}"
    before = [one for one in draft.order.repayments if (one.payment, one.reason, one.lines) == (payment, reason, lines)]
    if before and reason not in AGAIN:
        return
    reference = draft.order.name(f"{called}:{len(before)}" if before else called)
    pieces = tuple(_pieces(draft, line) for line in lines)
    sent = Repayment(reference, payment, micros, reason, lines, called_off=called_off, provider=provider, pieces=pieces)
    draft.change(repayments=(*draft.order.repayments, sent))
    draft.note(Reason.GOES_BACK, amount=draft.cost(micros), **_find_cause(draft.order, sent))
    draft.call(
        REFUND,
        f"refund:{reference}",
        payment=payment,
        amount=micros,
        currency=draft.order.currency,
        reference=reference.hex,
        provider=provider,
    )


def return_odd(draft: OrderDraft) -> None:
    """Refund a different amount once the order is over or paid."""
    order = draft.order
    if any(one.by_hand for one in order.payments):  # the staff took it as paid
        return
    for one in order.payments:
        left = one.came - sum_gone(order, one.payment)
        if left > 0 and not one.currency and one.state is not PaymentState.PAID:
            send_back(draft, one.payment, left, RefundReason.ODD, one.provider)


def sum_owed(order: Order) -> int:
    """Return the micro-units that cannot be refunded automatically: refused, or not with us."""
    ours = {one.payment for one in order.payments if one.state is PaymentState.PAID}
    astray = sum(one.amount for one in order.repayments if one.state == "failed" and one.payment not in ours)
    return max(order.paid - (order.amount if order.wants else 0), 0) + astray


def sum_unconfirmed(order: Order) -> int:
    """Return the micro-units being refunded without a provider that reports success."""
    return sum(one.amount for one in order.repayments if one.unheard)


def return_rest(draft: OrderDraft, without: tuple[str, ...], reason: RefundReason = RefundReason.WITHOUT) -> None:
    """Refund the dropped part of a paid order, unless refused before."""
    order = draft.order
    refused = sum(one.amount for one in order.repayments if one.state == "failed")
    rest = sum_owed(order) - refused
    if rest > 0:
        before = max(min(sum_owed(draft.before) - refused, rest), 0)  # told of already, and not sent back yet
        repay(draft, rest, reason, without, called_off=False, told=before)


def repay(
    draft: OrderDraft, back: int, reason: RefundReason, lines: tuple[str, ...], *, called_off: bool, told: int = 0
) -> None:
    """Refund ``back`` micro-units, from the latest payment first. Of the part left to a person, ``told`` was already
    reported."""
    for payment in reversed(draft.order.payments):
        there = payment.amount - sum_gone(draft.order, payment.payment)
        some = min(back, there) if payment.state is PaymentState.PAID else 0
        if some > 0 and payment.payment:
            send_back(draft, payment.payment, some, reason, payment.provider, lines=lines, called_off=called_off)
            back -= some
    if back:
        more = draft.money(back - told) if 0 < told < back else None
        text = phrase("send_back_by_hand", number=draft.order.number, amount=draft.money(back), more=more)
        draft.tell_staff(f"by-hand:{reason}:{','.join(lines)}:{convert_micros(back):f}", text)


def _find_cause(order: Order, repayment: Repayment) -> dict[str, object]:
    """Return the reason of a refund, for the order's history."""
    what = list(name_refunded(order, list_refunded(order, repayment)))
    return {"of": repayment.reason.value, "status": order.status.value, "what": what}


def _pieces(draft: OrderDraft, name: str) -> int:
    """Return how many pieces of a line are refunded now: those given up in this decision, else all of the line."""
    line, before = draft.order.line(name), draft.before.line(name)
    if line is None:
        return 0
    return line.dropped - (before.dropped if before is not None else 0) or line.wanted or line.quantity


def list_refunded(order: Order, repayment: Repayment) -> tuple[Line, ...]:
    """Return the lines of a repayment, each with its refunded pieces."""
    pieces = dict(zip(repayment.lines, repayment.pieces, strict=False))  # a release before kept none
    lines = (line for line in order.lines if line.id in repayment.lines)
    return tuple(replace(line, quantity=pieces.get(line.id) or _count_given_up(line), dropped=0) for line in lines)


def _count_given_up(line: Line) -> int:
    return line.dropped if line.wanted and line.dropped else line.quantity


def name_refunded(order: Order, lines: tuple[Line, ...]) -> tuple[str, ...]:
    """Format refunded pieces; partly available lines include the number."""
    wanted = {line.id for line in order.wants}
    names = (name_pieces(line, line.quantity) for line in lines)
    return tuple(
        f"1 {name}" if line.quantity == 1 and line.id in wanted else name
        for line, name in zip(lines, names, strict=True)
    )


def sum_gone(order: Order, payment: str) -> int:
    """Return the micro-units of a payment that were refunded, or are being refunded."""
    return sum(one.amount for one in order.repayments if one.payment == payment and one.state != "failed")
