"""The conversation of a sourced order: which event does what, and what it waits for then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TypeAlias

from flows.engine import Called, Decision, Departed, Elapsed, Internal, Left, Question, Replied, Wait
from flows.events import LinkEnded, PaymentArrived, RefundMoved
from flows.sourcing import dividing, fetching, following, linking, paying, refunding, releasing, restocking, searching
from flows.sourcing.facts import Draft, SourcingFacts
from flows.sourcing.fetching import GRACE, WARNINGS
from flows.sourcing.news import (
    Assigned,
    CalledOff,
    Flawed,
    Given,
    Handed,
    Moved,
    OrderNews,
    PhotosTaken,
    Quoted,
    RefundedByHand,
    Reserved,
    Restock,
    Settled,
    ShopGone,
    StockAnswered,
    TakenBack,
)
from flows.sourcing.order import CHECKED, FETCHING, OVER, SEARCHING, UNPAID, Order, Says, Status

NAME = "sourcing"
LINGER = timedelta(days=30)
"""How long after its end an order still hears of money that comes, and of goods that come back."""
PART_QUESTION = Question("part_available", "choice")
CONFIRM_QUESTION = Question("confirm_order", "yes_no")
QUOTE_QUESTION = Question("quote", "yes_no")
PHOTOS_QUESTION = Question("approve_photos", "choice")
_TO_AGREE = {"cod": CONFIRM_QUESTION, paying.QUOTE: QUOTE_QUESTION}

Event: TypeAlias = Internal | OrderNews | PaymentArrived | LinkEnded | RefundMoved


def decide(order: Order | None, event: Event, facts: SourcingFacts, now: datetime) -> Decision[Order] | None:
    """The next step of an order; None when the event does not concern it."""
    if isinstance(event, Reserved | Quoted | Restock):
        return _begin(event, facts, now) if order is None else None
    if order is None or (order.for_stock and not restocking.concerns(event)):
        return None
    draft = Draft(order, facts, now, _who(event, facts))
    if not _turn(draft, event):
        return None
    _follow(draft)
    return draft.decide(tuple(_waits(draft.order, now)))


def _begin(event: Reserved | Quoted | Restock, facts: SourcingFacts, now: datetime) -> Decision[Order]:
    draft = Draft(event.order, facts, now, "customer" if isinstance(event, Reserved) else event.by)
    if isinstance(event, Quoted):
        paying.quote(draft, event)
    elif isinstance(event, Restock):
        draft.become(Status.RESERVED, "for our own shelf")
        searching.search(draft)
    else:
        searching.reserve(draft, event)
    _follow(draft)
    return draft.decide(tuple(_waits(draft.order, now)))


def _follow(draft: Draft) -> None:
    """What follows from the state alone, whatever brought the order to it."""
    if draft.order.status is Status.RESERVED and draft.order.paid_at is not None:
        searching.search_paid(draft)
    elif draft.order.status is Status.CHECKING and not draft.order.lacks:
        paying.found(draft)
    paying.free_credit(draft)
    if draft.order.status in OVER or draft.order.paid_at is not None:
        refunding.return_odd(draft)
    following.watch(draft)


def _turn(draft: Draft, event: Event) -> bool:
    """Give the event to whoever it is for; False when it is for nobody."""
    apart = restocking.turn(draft, event) if draft.order.for_stock else None
    if apart is not None:
        return apart
    match event:
        case StockAnswered() | TakenBack() | ShopGone() | Assigned():
            return _shops(draft, event)
        case PaymentArrived() | LinkEnded() | RefundMoved() | Settled() | RefundedByHand():
            return _money(draft, event)
        case Called():
            _called(draft, event)
        case Handed() | Moved() | PhotosTaken() | Flawed():
            _fetched(draft, event)
        case Given() if draft.order.status in FETCHING | SEARCHING:
            releasing.give_up(draft, event.lines or tuple(line.id for line in draft.order.wants), f"said {event.by}")
            fetching.rest_is_here(draft)
        case CalledOff():
            releasing.call_off(draft, f"called off by {event.by}")
        case Replied():
            return _replied(draft, event)
        case Departed():
            fetching.unseen(draft, event)
        case Elapsed(name):
            return _elapsed(draft, name)
        case Left("erased"):
            draft.ended = "erased"
        case _:
            return False
    return True


def _shops(draft: Draft, event: StockAnswered | TakenBack | ShopGone | Assigned) -> bool:
    match event:
        case StockAnswered():
            searching.answered(draft, event)
        case TakenBack():
            return _taken_back(draft, event)
        case ShopGone():
            return _gone(draft, event)
        case Assigned() if draft.order.status in SEARCHING | UNPAID:
            searching.assigned(draft, event)
        case _:
            return False
    return True


def _money(draft: Draft, event: PaymentArrived | LinkEnded | RefundMoved | Settled | RefundedByHand) -> bool:
    match event:
        case PaymentArrived():
            paying.arrived(draft, event)
        case LinkEnded():
            linking.ended(draft, event)
        case RefundMoved():
            refunding.moved(draft, event)
        case Settled():
            paying.settled(draft, event)
        case RefundedByHand():
            return refunding.sent_by_hand(draft)
    return True


def _called(draft: Draft, event: Called) -> None:
    """What somebody outside was asked for is answered."""
    match event.kind:
        case dividing.CALL:
            searching.divided(draft, event)
        case "refund":
            refunding.called(draft, event)
        case following.LOOK:
            refunding.looked(draft, event)
        case _:
            paying.called(draft, event)


def _fetched(draft: Draft, event: Handed | Moved | PhotosTaken | Flawed) -> None:
    match event:
        case Handed():
            fetching.handed(draft, event)
        case Moved():
            fetching.moved(draft, event)
        case PhotosTaken():
            fetching.photos(draft, event)
        case Flawed():
            fetching.flawed(draft, event)


def _replied(draft: Draft, event: Replied) -> bool:
    order = draft.order
    if event.choice is not None and order.status is Status.PART_AVAILABLE:
        searching.choose(draft, event.choice)
    elif event.choice in {1, 2} and order.status in CHECKED and order.photos_until:
        fetching.looked(draft, event.choice)
    elif order.status is Status.AVAILABLE and order.pay == "cod" and event.intent == "yes":
        paying.confirm(draft, "the customer confirms")
    elif order.status is Status.AVAILABLE and order.pay == "cod" and event.intent == "no":
        releasing.call_off(draft, "the customer declines")
    elif order.status is Status.AVAILABLE and order.pay == paying.QUOTE and event.intent == "yes":
        paying.agree(draft)
    elif order.status is Status.AVAILABLE and order.pay == paying.QUOTE and event.intent == "no":
        releasing.call_off(draft, "the customer declines")
    elif event.intent == "cancel_order" and order.status in UNPAID and not order.paid:
        releasing.call_off(draft, "called off by the customer")
    else:
        return False
    return True


def _elapsed(draft: Draft, name: str) -> bool:
    match name:
        case "wave":
            searching.wave_over(draft)
        case "split":
            searching.divided(draft, None)
        case "answer":
            searching.settle(draft)
        case "reservation":
            releasing.expire(draft)
        case "look":
            linking.look(draft)
        case "look_refund":
            following.look(draft)
        case "promised":
            fetching.promised(draft)
        case "late":
            fetching.late(draft)
        case "express":
            fetching.warn(draft)
        case "photos":
            fetching.silent(draft)
        case "tell":
            draft.tell_now()
        case "over":
            draft.ended = draft.order.status.value
        case _:
            return False
    return True


def _taken_back(draft: Draft, event: TakenBack) -> bool:
    was = draft.order.status
    if not releasing.take_back(draft, event.shop, event.lines):
        return False
    searching.search_again(draft, was)
    return True


def _gone(draft: Draft, event: ShopGone) -> bool:
    """A shop that is gone answers nothing and keeps nothing."""
    theirs = [ask for ask in draft.order.asks if ask.shop == event.shop]
    if not theirs:
        return False
    for ask in theirs:
        if ask.says is Says.OPEN or ask.offers:
            searching.silence(draft, ask)
    kept = tuple(one.line for one in draft.order.promises if one.shop == event.shop)
    was = draft.order.status
    if releasing.take_back(draft, event.shop, kept, gone=True):
        who = draft.facts.names.get(event.shop, "A shop")
        draft.staff(f"gone:{event.shop}", f"{draft.order.called}: {who} is gone. What it kept is looked for anew.")
        searching.search_again(draft, was)
    return True


def _who(event: Event, facts: SourcingFacts) -> str:
    """Who is behind an event, as the order's history says it."""
    match event:
        case StockAnswered(shop=shop) | TakenBack(shop=shop) | ShopGone(shop=shop):
            return f"shop:{facts.names.get(shop, shop)}"
        case PaymentArrived(provider=provider) | LinkEnded(provider=provider) | RefundMoved(provider=provider):
            return provider
        case Handed(by=by) | Moved(by=by) | Given(by=by) | CalledOff(by=by) | Settled(by=by) | Assigned(by=by):
            return by
        case PhotosTaken(by=by) | Flawed(by=by) | RefundedByHand(by=by):
            return by
        case Replied():
            return "customer"
        case _:
            return "parley"


def _waits(order: Order, now: datetime) -> Iterator[Wait]:
    """What wakes the order, which follows from its state alone."""
    if order.tell_at is not None:
        yield Wait("tell", order.tell_at)
    if order.look_at is not None:
        yield Wait("look", order.look_at)
    refund_look = following.next_look(order)
    if refund_look is not None:
        yield Wait("look_refund", refund_look)
    if order.status in OVER:
        yield Wait("over", now + LINGER)
    elif order.status is Status.CHECKING or (order.status is Status.SOURCING and order.lacks):
        yield from _search_waits(order, now)
    elif order.status is Status.PART_AVAILABLE:
        yield Wait("reservation", order.reserved_until, PART_QUESTION)
        if order.dividing is not None:
            yield Wait("split", order.dividing.until)
    elif order.status in {Status.RESERVED, Status.AVAILABLE}:
        question = _TO_AGREE.get(order.pay) if order.status is Status.AVAILABLE else None
        yield Wait("reservation", order.reserved_until, question)
    if order.status in CHECKED and order.photos_until is not None:
        yield Wait("photos", order.photos_until, PHOTOS_QUESTION)
    if order.status in FETCHING and order.promised_at is not None:
        yield from _promise_waits(order)


def _search_waits(order: Order, now: datetime) -> Iterator[Wait]:
    if order.dividing is not None:
        yield Wait("split", order.dividing.until)
    if order.wave_ends is not None:
        yield Wait("wave", order.wave_ends)
    if order.answer_by > now:
        yield Wait("answer", order.answer_by)


def _promise_waits(order: Order) -> Iterator[Wait]:
    assert order.promised_at is not None, "the day was promised with the confirmation"
    if order.all_picked:
        return
    if not order.asked_staff:
        yield Wait("promised", order.promised_at)
    yield Wait("late", order.promised_at + GRACE)
    if order.express and order.warned <= len(WARNINGS):
        share = WARNINGS[order.warned] if order.warned < len(WARNINGS) else 1.0
        yield Wait("express", order.promised_at - timedelta(hours=24) * (1 - share))
