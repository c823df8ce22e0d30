"""The payment request of an order: a link once the goods are found, or a confirmation for cash on delivery, minus a
referral's discount."""

from datetime import datetime, timedelta

from flows.money import convert_micros
from flows.phrase import Text, phrase
from flows.sourcing import order_release, payment_links, photo_approval, piece_locations, restock_order
from flows.sourcing.order_draft import OrderDraft, join_parts, name_lines
from flows.sourcing.order_effects import FreeCredit, RequestOutcome, TakeCredit, TellShop
from flows.sourcing.order_events import Quoted
from flows.sourcing.order_line import PromiseState
from flows.sourcing.order_reason import Reason, explain_reason
from flows.sourcing.order_state import CAME_TO_NOTHING, Status

QUOTE = "quote"
"""The payment mode of an order that the staff priced and the customer has not accepted yet; also the template of that
offer."""


def quote(draft: OrderDraft, event: Quoted) -> None:
    """Offer to make the goods: nothing is binding until the customer says yes."""
    draft.become(Status.AVAILABLE, explain_reason(Reason.QUOTED))
    cost, until = convert_micros(draft.order.amount), draft.order.reserved_until
    draft.say(QUOTE, "quote", offer=event.text, amount=cost, until=until)


def agree(draft: OrderDraft) -> None:
    """Accept the quoted price: from now on the order is paid like an available one."""
    draft.change(pay="after", reserved_until=max(draft.order.reserved_until, draft.now + draft.facts.settings.reserve))
    draft.note(Reason.AGREES)
    ask(draft)


def ask_for_payment(draft: OrderDraft) -> None:
    """Ask for payment or confirmation when all wanted pieces are promised, unless already paid; a restock needs
    neither.

    An order without wanted pieces is over and never paid, on any path.
    """
    if not draft.order.wants and not draft.order.paid:
        order_release.come_to_nothing(draft)
        return
    if draft.order.paid_at is not None or draft.order.for_stock:
        confirm(draft, Reason.ALL_THERE)
        return
    draft.become(Status.AVAILABLE)
    if draft.order.pay == "cod":
        _use_credit(draft)
        cost, until = convert_micros(draft.order.amount), draft.order.reserved_until
        draft.say("confirm_order", f"confirm:{draft.stamp}", amount=cost, until=until)
    else:
        ask(draft)


def ask(draft: OrderDraft) -> None:
    """Ask the customer to pay the order's present price; an order that costs nothing counts as paid."""
    _use_credit(draft)
    if draft.order.amount:
        payment_links.request_link_once(draft)
        return
    draft.change(paid_at=draft.now)
    draft.note(Reason.NOTHING_TO_PAY)
    go_on(draft)


def free_credit(draft: OrderDraft) -> None:
    """Release the credit of a failed order for another order."""
    order = draft.order
    if order.credit and (order.status in CAME_TO_NOTHING or not order.wants):
        draft.do(FreeCredit())
        draft.change(credit=0)


def confirm(draft: OrderDraft, reason: Reason) -> None:
    """Confirm the order: the shops' goods must be fetched by a promised day."""
    draft.become(Status.CONFIRMED, explain_reason(reason), look_at=None)
    draft.become(Status.SOURCING, promised_at=_find_promise_end(draft))
    for promise in draft.order.promises:
        if promise.shop is not None and promise.stand is PromiseState.HELD:
            by = draft.order.promised_at
            draft.do(TellShop(promise.shop, promise.line, RequestOutcome.PAID, promise.quantity, by))
    draft.tell("confirmed" if draft.order.paid_at is None else "sourcing" if draft.order.pay == "first" else "paid")
    draft.tell_staff("confirmed", restock_order.to_fetch(draft) if draft.order.for_stock else _describe_to_fetch(draft))
    if draft.facts.settings.quality_check and draft.order.all_picked:
        draft.become(Status.QUALITY_CHECK)


def _find_promise_end(draft: OrderDraft) -> datetime:
    """Return the end of the promised days; later if a shop said before the payment that its pieces are ready
    only then."""
    if draft.order.express:
        return draft.now + timedelta(hours=24)
    ready = (one.ready_at for one in draft.order.promises if one.ready_at is not None)
    return max((draft.now + timedelta(days=draft.order.days), *ready))


def go_on(draft: OrderDraft) -> None:
    """Continue after a payment: promised pieces are fetched. An order paid first begins its search
    (``order_flow.decide``)."""
    if draft.order.status is Status.AVAILABLE:
        confirm(draft, Reason.PAID)


def _use_credit(draft: OrderDraft) -> None:
    """Apply a referral: one credit for one order, whole, and never more than the price."""
    off = draft.facts.off
    if off is None or draft.order.credit or draft.order.amount <= 0:
        return
    less = min(off.amount, draft.order.amount)
    draft.do(TakeCredit(off.credit))
    draft.change(credit=less)
    draft.note(Reason.CREDIT, amount=draft.cost(less))


def _describe_to_fetch(draft: OrderDraft) -> Text:
    order, checked = draft.order, draft.facts.settings.quality_check
    values = {"number": order.number, "then": photo_approval.SEND if checked else None}
    if order.made:
        return phrase("confirmed_to_make", what=join_parts(name_lines(order.wants)), **values)
    if not piece_locations.is_at_shops(draft):
        return phrase("confirmed_own_stock", **values)
    own = sum(one.quantity for one in order.promises if one.shop is None)
    places = {"where": piece_locations.list_shops(draft), "brought": piece_locations.name_bringing_shops(draft)}
    return phrase("confirmed_to_fetch", number=order.number, own=own, **places)
