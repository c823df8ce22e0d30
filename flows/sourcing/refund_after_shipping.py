"""Refunds for an order that has left: for returned goods, or as a person decides.

The order then costs less, and the excess payment is refunded like any other: by its provider, or by hand if that
refuses.
"""

from dataclasses import replace

from flows.sourcing import refunds
from flows.sourcing.order_draft import OrderDraft, name_lines
from flows.sourcing.order_effects import Book, FreeOwn, RequestOutcome, TellShop
from flows.sourcing.order_events import MoneyBack
from flows.sourcing.order_line import Line, Promise
from flows.sourcing.order_payment import Payment, PaymentState, RefundReason
from flows.sourcing.order_reason import Reason
from flows.sourcing.order_state import LEFT, Status


def refund_shipped(draft: OrderDraft, event: MoneyBack) -> bool:
    """Refund some lines, or an amount, for the staff; return False if the order has not left, or has none."""
    if draft.order.status not in LEFT:
        return False
    lines = tuple(line for line in draft.order.wants if line.id in event.lines)
    if event.lines and len(lines) < len(event.lines):
        return False
    _count_the_door(draft)
    draft.change(returned=True)
    if not lines and not 0 < event.amount <= draft.order.paid_for:
        return False
    everything = len(lines) == len(draft.order.wants)
    back = _compute_less(draft, lines, everything=everything) if lines else event.amount
    if lines:
        _take_back(draft, lines, goods=event.goods)
    else:
        draft.change(allowance=draft.order.allowance + back)
    reason = Reason.CAME_BACK if event.goods else Reason.MONEY_BACK
    draft.note(reason, what=", ".join(name_lines(lines)), amount=draft.cost(back), words=event.reason)
    refunds.return_rest(draft, event.lines, RefundReason.RETURNED)
    if everything and back:
        draft.become(Status.REFUNDING)
    return True


def _count_the_door(draft: OrderDraft) -> None:
    """Count the cash on delivery as paid, as the delivery is the only evidence."""
    order = draft.order
    if order.pay != "cod" or order.payments or order.status is not Status.DELIVERED:
        return
    came = Payment(order.name("door"), order.amount, PaymentState.PAID, asked_at=draft.now)
    draft.change(payments=(came,))


def _compute_less(draft: OrderDraft, lines: tuple[Line, ...], *, everything: bool) -> int:
    """Return how many micro-units less the order costs without these lines."""
    if everything:
        return draft.order.paid_for
    return min(sum(line.wanted * line.price for line in lines), draft.order.paid_for)


def _take_back(draft: OrderDraft, lines: tuple[Line, ...], *, goods: bool) -> None:
    """Drop these lines. With the ``goods`` here, our own pieces return to our shelf, and shops' pieces to the shops.
    The shops lose their commissions either way."""
    names = {line.id for line in lines}
    for promise in draft.order.promises:
        line = draft.order.line(promise.line)
        if line is not None and promise.line in names:
            _return(draft, line, promise, goods=goods)
    draft.change(
        promises=tuple(one for one in draft.order.promises if one.line not in names),
        lines=tuple(replace(one, dropped=one.quantity) if one.id in names else one for one in draft.order.lines),
    )


def _return(draft: OrderDraft, line: Line, promise: Promise, *, goods: bool) -> None:
    if promise.shop is None:
        if goods and not line.made:
            draft.do(FreeOwn(line, promise.quantity, packed=True))
        return
    if goods:
        back = RequestOutcome.RETURNED
        draft.do(TellShop(promise.shop, promise.line, back, promise.quantity, earns=promise.commission))
    if promise.commission:
        draft.do(Book(promise.shop, promise.line, promise.quantity * promise.commission, reverse=True))
