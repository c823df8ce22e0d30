"""The run of a sourced order: which event does what."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from flows import calls
from flows.actor import CUSTOMER, SYSTEM, Actor
from flows.channels import CHANNELS
from flows.engine import Called, CustomerReplied, Decision, Departed, Elapsed, Internal, Left
from flows.events import LinkEnded, PaymentArrived, RefundMoved
from flows.sourcing import (
    answering,
    claiming,
    fetching,
    following,
    lateness,
    leaving,
    linking,
    paid,
    paying,
    photos,
    refunded,
    refunding,
    releasing,
    reminding,
    restocking,
    returning,
    searching,
    undoing,
    waits,
    waves,
)
from flows.sourcing.calls import SPLIT
from flows.sourcing.draft import OrderDraft
from flows.sourcing.events import (
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
from flows.sourcing.facts import SourcingFacts
from flows.sourcing.order import Order
from flows.sourcing.reason import Reason, why
from flows.sourcing.status import CAME_TO_NOTHING, CHECKED, OVER, SOURCED, UNPAID, Status

NAME = "sourcing"

Event: TypeAlias = Internal | OrderEvent | PaymentArrived | LinkEnded | RefundMoved

_TURNS: Mapping[type[object], Callable[[OrderDraft, Any], bool | None]] = {
    StockAnswered: answering.answered,
    TakenBack: answering.taken_back,
    ShopGone: answering.gone,
    ShopAway: answering.away,
    Assigned: answering.assigned,
    HandoverSaid: claiming.said,
    PaymentArrived: paid.arrived,
    LinkEnded: linking.ended,
    RefundMoved: refunded.moved,
    Settled: paid.settled,
    Handed: fetching.handed,
    ParcelMoved: fetching.moved,
    StepUndone: undoing.undone,
    PhotosTaken: photos.taken,
    Flawed: photos.flawed,
    Replaced: releasing.replaced,
    MoneyBack: returning.sent_back,
}
"""What an event does that is one function's alone; that says False where the event does not concern the order."""
_CALLS: Mapping[str, Callable[[OrderDraft, Called], None]] = {
    SPLIT: searching.divided,
    calls.REFUND: refunded.called,
    calls.LOOK_REFUND: refunded.looked,
}
"""What the answer of another system does; any other is about a link."""
_WAKES: Mapping[str, Callable[[OrderDraft], None]] = {
    "wave": searching.wave_over,
    "split": searching.divided,
    "answer": searching.settle,
    "reservation": releasing.expire,
    "look": linking.look,
    "look_refund": following.look,
    "promised": lateness.promised,
    "late": lateness.late,
    "urge": lateness.urge,
    "express": lateness.warn,
    "photos": photos.silent,
    reminding.WAIT: reminding.remind,
    "tell": OrderDraft.tell_now,
}
"""What is done when the time of a wait is over, by its name."""


def decide(order: Order | None, event: Event, facts: SourcingFacts, now: datetime) -> Decision[Order] | None:
    """The next step of an order; None when the event does not concern it."""
    if isinstance(event, Reserved | Quoted | Restock):
        return _begin(event, facts, now) if order is None else None
    if order is None or (order.for_stock and not restocking.concerns(event)):
        return None
    draft = OrderDraft(order, facts, now, _who(event), _answered_at(event))
    if not _turn(draft, event):
        return None
    _follow(draft)
    reminding.recall(draft, order)
    lateness.recall(draft, order)
    waves.recount(draft, order)
    return draft.decide(tuple(waits.of(draft.order, now)))


def _answered_at(event: Event) -> tuple[UUID, str] | None:
    """The address of the customer's message behind an event; None for a word on a page or in the shop."""
    if isinstance(event, Reserved):
        return event.written_at
    return (event.address, event.channel) if isinstance(event, CustomerReplied) and event.channel in CHANNELS else None


def _begin(event: Reserved | Quoted | Restock, facts: SourcingFacts, now: datetime) -> Decision[Order]:
    draft = OrderDraft(
        event.order, facts, now, CUSTOMER if isinstance(event, Reserved) else event.by, _answered_at(event)
    )
    if isinstance(event, Quoted):
        paying.quote(draft, event)
    elif isinstance(event, Restock):
        draft.become(Status.RESERVED, why(Reason.FOR_OUR_SHELF))
        searching.search(draft)
    else:
        searching.reserve(draft, event)
    _follow(draft)
    return draft.decide(tuple(waits.of(draft.order, now)))


def _follow(draft: OrderDraft) -> None:
    """What follows from the state alone, whatever brought the order to it."""
    if draft.order.status is Status.RESERVED and draft.order.paid_at is not None:
        searching.search_paid(draft)
    elif draft.order.status is Status.CHECKING and not draft.order.lacks:
        paying.found(draft)
    if draft.order.status in CAME_TO_NOTHING:
        draft.change(untold=(), tell_at=None)
    paying.free_credit(draft)
    if draft.order.status in OVER or draft.order.paid_at is not None:
        refunding.return_odd(draft)
    following.watch(draft)


def _turn(draft: OrderDraft, event: Event) -> bool:
    """Give the event to its function; False for an event of none."""
    apart = restocking.turn(draft, event) if draft.order.for_stock else None
    if apart is not None:
        return apart
    if type(event) in _TURNS:
        return _TURNS[type(event)](draft, event) is not False
    match event:
        case RefundedByHand():
            return refunded.sent_by_hand(draft)
        case Called(kind=kind):
            _CALLS.get(kind, paid.called)(draft, event)
        case Remarked():
            return photos.remarked(draft)
        case Given() if draft.order.left_without:
            releasing.left_out(draft)
        case Given() if draft.order.status in SOURCED:
            was, given = draft.order.status, event.lines or tuple(line.id for line in draft.order.wants)
            releasing.give_up(draft, given, Reason.SAID)
            fetching.rest_is_here(draft)
            if was is Status.PART_AVAILABLE and draft.order.status is Status.CHECKING:  # nobody is asked any more
                searching.settle(draft)
        case CalledOff():
            releasing.call_off(draft, Reason.CALLED_OFF_BY)
        case CustomerReplied():
            return _replied(draft, event)
        case Departed() if not reminding.concerns(event):
            photos.unseen(draft, event)
        case Elapsed("over"):
            draft.ended = draft.order.status.value
        case Elapsed(name) if name in _WAKES:
            _WAKES[name](draft)
        case Left("erased"):
            return leaving.erased(draft)
        case _:
            return False
    return True


def _replied(draft: OrderDraft, event: CustomerReplied) -> bool:
    order = draft.order
    if not event.clear:
        return False
    if event.choice is not None and order.status is Status.PART_AVAILABLE:
        searching.choose(draft, event.choice)
    elif event.choice in {1, 2} and order.status in CHECKED and order.photos_until:
        photos.looked(draft, event.choice, event.words)
    elif event.intent == photos.AFTER_ALL and order.status in CHECKED and order.again:
        photos.looked(draft, 1)
    elif order.status is Status.AVAILABLE and order.pay == "cod" and event.intent == "yes":
        paying.confirm(draft, Reason.CONFIRMS)
    elif order.status is Status.AVAILABLE and order.pay == "cod" and event.intent == "no":
        releasing.call_off(draft, Reason.DECLINES)
    elif order.status is Status.AVAILABLE and order.pay == paying.QUOTE and event.intent == "yes":
        paying.agree(draft)
    elif order.status is Status.AVAILABLE and order.pay == paying.QUOTE and event.intent == "no":
        releasing.call_off(draft, Reason.DECLINES)
    elif event.intent == "cancel_order" and order.status in UNPAID and not order.paid:
        releasing.call_off(draft, Reason.CALLED_OFF_BY_CUSTOMER)
    else:
        return False
    return True


def _who(event: Event) -> Actor:
    """The actor behind an event."""
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
