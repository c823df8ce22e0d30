"""The run of a sourced order: the handler of each event."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from flows import call_kinds
from flows.actor import CUSTOMER, SYSTEM, Actor
from flows.channels import CHANNELS
from flows.engine import Called, CustomerReplied, Decision, Departed, Elapsed, Internal, Left
from flows.events import LinkEnded, PaymentArrived, RefundMoved
from flows.sourcing import (
    customer_erasure,
    handover_claims,
    lateness,
    order_fulfilment,
    order_quote,
    order_release,
    order_waits,
    payment_arrival,
    payment_links,
    payment_reminder,
    photo_approval,
    refund_after_shipping,
    refund_news,
    refund_watch,
    refunds,
    restock_order,
    shop_answers,
    shop_search,
    shop_waves,
    step_undo,
)
from flows.sourcing.order import Order
from flows.sourcing.order_draft import OrderDraft
from flows.sourcing.order_events import (
    Assigned,
    CalledOff,
    Flawed,
    Given,
    Handed,
    HandoverSaid,
    MoneyBack,
    OrderEvent,
    ParcelMoved,
    PhotosTaken,
    Quoted,
    RefundedByHand,
    Remarked,
    Replaced,
    Reserved,
    Restock,
    Settled,
    ShopAway,
    ShopGone,
    StepUndone,
    StockAnswered,
    TakenBack,
)
from flows.sourcing.order_facts import SourcingFacts
from flows.sourcing.order_reason import Reason, explain_reason
from flows.sourcing.order_state import CAME_TO_NOTHING, CHECKED, OVER, SOURCED, UNPAID, Status
from flows.sourcing.sourcing_call_kinds import SPLIT

NAME = "sourcing"

Event: TypeAlias = Internal | OrderEvent | PaymentArrived | LinkEnded | RefundMoved

_TURNS: Mapping[type[object], Callable[[OrderDraft, Any], bool | None]] = {
    StockAnswered: shop_answers.take_answer,
    TakenBack: shop_answers.take_back,
    ShopGone: shop_answers.drop_shop,
    ShopAway: shop_answers.skip_away,
    Assigned: shop_answers.assign_shop,
    HandoverSaid: handover_claims.record_claim,
    PaymentArrived: payment_arrival.record_payment,
    LinkEnded: payment_links.record_end,
    RefundMoved: refund_news.take_move,
    Settled: payment_arrival.record_reported_payment,
    Handed: order_fulfilment.record_fetched,
    ParcelMoved: order_fulfilment.record_move,
    StepUndone: step_undo.undo_step,
    PhotosTaken: photo_approval.show_photos,
    Flawed: photo_approval.stop_for_flaw,
    Replaced: order_release.cancel_replaced,
    MoneyBack: refund_after_shipping.refund_shipped,
}
"""The handlers of events with a single function; False means that the event does not concern the order."""
_CALLS: Mapping[str, Callable[[OrderDraft, Called], None]] = {
    SPLIT: shop_search.take_split,
    call_kinds.REFUND: refund_news.take_provider_answer,
    call_kinds.LOOK_REFUND: refund_news.take_look,
}
"""The handlers of other systems' answers; any other answer is about a link."""
_WAKES: Mapping[str, Callable[[OrderDraft], None]] = {
    "wave": shop_search.end_wave,
    "split": shop_search.take_split,
    "answer": shop_search.settle,
    "reservation": order_release.expire,
    "look": payment_links.check_link,
    "look_refund": refund_watch.check_refunds,
    "promised": lateness.ask_on_promised_day,
    "late": lateness.refund_late,
    "urge": lateness.urge,
    "express": lateness.warn,
    "photos": photo_approval.approve_by_silence,
    payment_reminder.WAIT: payment_reminder.remind,
    "tell": OrderDraft.tell_now,
}
"""The handlers of waits, by name."""


def decide(order: Order | None, event: Event, facts: SourcingFacts, now: datetime) -> Decision[Order] | None:
    """Return the next step of an order; None if the event does not concern it."""
    if isinstance(event, Reserved | Quoted | Restock):
        return _begin(event, facts, now) if order is None else None
    if order is None or (order.for_stock and not restock_order.is_restock(event)):
        return None
    draft = OrderDraft(order, facts, now, _who(event), _find_answered(event))
    if not _turn(draft, event):
        return None
    _follow(draft)
    payment_reminder.recall(draft, order)
    lateness.recall(draft, order)
    shop_waves.recount(draft, order)
    return draft.decide(tuple(order_waits.list_waits(draft.order, now)))


def _find_answered(event: Event) -> tuple[UUID, str] | None:
    """Return the address of the customer's message behind an event; None if the customer acted on a page or in the
    shop."""
    if isinstance(event, Reserved):
        return event.written_at
    return (event.address, event.channel) if isinstance(event, CustomerReplied) and event.channel in CHANNELS else None


def _begin(event: Reserved | Quoted | Restock, facts: SourcingFacts, now: datetime) -> Decision[Order]:
    draft = OrderDraft(
        event.order, facts, now, CUSTOMER if isinstance(event, Reserved) else event.by, _find_answered(event)
    )
    if isinstance(event, Quoted):
        order_quote.quote(draft, event)
    elif isinstance(event, Restock):
        draft.become(Status.RESERVED, explain_reason(Reason.FOR_OUR_SHELF))
        shop_search.search(draft)
    else:
        shop_search.reserve(draft, event)
    _follow(draft)
    return draft.decide(tuple(order_waits.list_waits(draft.order, now)))


def _follow(draft: OrderDraft) -> None:
    """Apply the consequences of the present state, independent of the event."""
    if draft.order.status is Status.RESERVED and draft.order.paid_at is not None:
        shop_search.search_paid(draft)
    elif draft.order.status is Status.CHECKING and not draft.order.lacks:
        order_quote.ask_for_payment(draft)
    if draft.order.status in CAME_TO_NOTHING:
        draft.change(untold=(), tell_at=None)
    order_quote.free_credit(draft)
    if draft.order.status in OVER or draft.order.paid_at is not None:
        refunds.return_odd(draft)
    refund_watch.watch(draft)


def _turn(draft: OrderDraft, event: Event) -> bool:
    """Handle the event; return False if it has no handler."""
    apart = restock_order.handle_event(draft, event) if draft.order.for_stock else None
    if apart is not None:
        return apart
    if type(event) in _TURNS:
        return _TURNS[type(event)](draft, event) is not False
    match event:
        case RefundedByHand():
            return refund_news.record_manual_refund(draft)
        case Called(kind=kind):
            _CALLS.get(kind, payment_arrival.take_link_answer)(draft, event)
        case Remarked():
            return photo_approval.record_remark(draft)
        case Given() if draft.order.left_without:
            order_release.handle_left_out(draft)
        case Given() if draft.order.status in SOURCED:
            was, given = draft.order.status, event.lines or tuple(line.id for line in draft.order.wants)
            order_release.give_up(draft, given, Reason.SAID)
            order_fulfilment.rest_is_here(draft)
            if was is Status.PART_AVAILABLE and draft.order.status is Status.CHECKING:  # nobody is asked any more
                shop_search.settle(draft)
        case CalledOff():
            order_release.call_off(draft, Reason.CALLED_OFF_BY)
        case CustomerReplied():
            return _take_reply(draft, event)
        case Departed() if not payment_reminder.is_reminder_loss(event):
            photo_approval.resend_unseen(draft, event)
        case Elapsed("over"):
            draft.ended = draft.order.status.value
        case Elapsed(name) if name in _WAKES:
            _WAKES[name](draft)
        case Left("erased"):
            return customer_erasure.erase_customer(draft)
        case _:
            return False
    return True


def _take_reply(draft: OrderDraft, event: CustomerReplied) -> bool:
    order = draft.order
    if not event.clear:
        return False
    if event.choice in {1, 2, 3} and order.status is Status.PART_AVAILABLE:
        shop_search.choose(draft, event.choice)
    elif event.choice in {1, 2} and order.status in CHECKED and order.photos_until:
        photo_approval.take_choice(draft, event.choice, event.words)
    elif event.intent == photo_approval.AFTER_ALL and order.status in CHECKED and order.again:
        photo_approval.take_choice(draft, 1)
    elif order.status is Status.AVAILABLE and order.pay == "cod" and event.intent == "yes":
        order_quote.confirm(draft, Reason.CONFIRMS)
    elif order.status is Status.AVAILABLE and order.pay == "cod" and event.intent == "no":
        order_release.call_off(draft, Reason.DECLINES)
    elif order.status is Status.AVAILABLE and order.pay == order_quote.QUOTE and event.intent == "yes":
        order_quote.agree(draft)
    elif order.status is Status.AVAILABLE and order.pay == order_quote.QUOTE and event.intent == "no":
        order_release.call_off(draft, Reason.DECLINES)
    elif event.intent == "cancel_order" and order.status in UNPAID and not order.paid:
        order_release.call_off(draft, Reason.CALLED_OFF_BY_CUSTOMER)
    else:
        return False
    return True


def _who(event: Event) -> Actor:
    """Return the actor behind an event."""
    match event:
        case StockAnswered() | TakenBack() | ShopGone() | ShopAway() | HandoverSaid():
            return Actor.shop(event.shop)
        case PaymentArrived(provider=provider) | LinkEnded(provider=provider) | RefundMoved(provider=provider):
            return Actor.provider(provider)
        case Handed(by=by) | ParcelMoved(by=by) | Given(by=by) | CalledOff(by=by) | Settled(by=by) | Assigned(by=by):
            return by
        case (
            StepUndone(by=by)
            | MoneyBack(by=by)
            | PhotosTaken(by=by)
            | Flawed(by=by)
            | RefundedByHand(by=by)
            | Replaced(by=by)
        ):
            return by
        case CustomerReplied() | Remarked():
            return CUSTOMER
        case _:
            return SYSTEM
