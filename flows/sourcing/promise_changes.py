"""A shop's changes to promised pieces: later, more or fewer than it said.

A delay takes nothing back: the promise stays with its new time, and so does its payment link. Available pieces stay
promised, and only the missing ones are searched for again.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from flows.phrase import phrase
from flows.sourcing import order_release, payment_links, shop_promise, shop_search
from flows.sourcing.order_draft import OrderDraft, name_order, name_pieces
from flows.sourcing.order_effects import RequestOutcome, TellShop
from flows.sourcing.order_events import StockAnswered
from flows.sourcing.order_line import Line, Promise, PromiseState
from flows.sourcing.order_payment import PaymentState
from flows.sourcing.order_reason import Reason
from flows.sourcing.order_state import FETCHING, TAKES_OFFERS, Status
from flows.sourcing.shop_ask import Ask, Says

_SOME = frozenset({Says.YES, Says.PART})


def take_change(draft: OrderDraft, ask: Ask, line: Line, event: StockAnswered) -> bool:
    """Apply an answer that changes a shop's kept pieces but leaves it some; return False for a no, another price, or if
    it keeps none."""
    kept = order_release.count_kept(draft.order, event.shop, event.line)
    if not kept:
        return False
    ours = event.price is None or event.price <= line.price
    if event.says == Says.LATER:
        _delay_kept(draft, ask, line, event, kept)
    elif event.says in _SOME and event.quantity > kept and ours and _takes_more(draft, line):
        _keep_more(draft, ask, line, event, kept)
    elif event.says in _SOME and event.quantity >= kept:
        _take_arrived(draft, ask, event, kept)
    elif event.says in _SOME and event.quantity and ours:
        _keep_fewer(draft, ask, line, event, kept)
    else:
        return False
    return True


def _take_arrived(draft: OrderDraft, ask: Ask, event: StockAnswered, kept: int) -> None:
    """Apply an answer that delayed pieces are there now, perhaps with a quantity."""
    if event.quantity > ask.quantity or ask.says is Says.LATER:
        many = max(event.quantity, ask.quantity)
        said = replace(ask, says=Says.YES, quantity=many, ready_at=None, answered_at=draft.now)
        draft.order = draft.order.replace_ask(said)
    if ask.says is Says.LATER:
        _change(draft, ask, ready_at=None)
    draft.do(TellShop(event.shop, event.line, RequestOutcome.YOURS, kept))


def _takes_more(draft: OrderDraft, line: Line) -> bool:
    return draft.order.count_missing(line) > 0 and draft.order.status in TAKES_OFFERS


def _keep_more(draft: OrderDraft, ask: Ask, line: Line, event: StockAnswered, kept: int) -> None:
    """Keep as many of the shop's extra pieces as the line still needs."""
    many = min(event.quantity, kept + draft.order.count_missing(line))
    said = replace(ask, says=Says(event.says), quantity=event.quantity, answered_at=draft.now, held=False)
    draft.order = draft.order.replace_ask(said)
    _keep(draft, ask, many)
    draft.note(Reason.SHOP_KEEPS, shop=event.shop, item=name_pieces(line, many))
    _tell_shop(draft, ask, many)
    if not draft.order.count_missing(line):
        shop_promise.spare_other_shops(draft, line)
    if not draft.order.lacks:
        shop_search.go_on(draft)
    elif draft.order.status is Status.PART_AVAILABLE:  # more than the customer was offered
        shop_search.offer_part_order(draft)


def _delay_kept(draft: OrderDraft, ask: Ask, line: Line, event: StockAnswered, kept: int) -> None:
    said = replace(ask, says=Says.LATER, ready_at=event.ready_at, answered_at=draft.now, held=False)
    draft.order = draft.order.replace_ask(said)
    _change(draft, ask, ready_at=event.ready_at)
    what = name_pieces(line, kept)
    draft.note(Reason.DELAYED, shop=event.shop, item=what)
    _tell_shop(draft, ask, kept)
    after = _find_promise_end(draft)
    late = event.ready_at is not None and event.ready_at > after
    if draft.order.status in FETCHING:
        values = {"shop": draft.shop(event.shop), "item": what, "ready": event.ready_at}
        text = phrase("shop_delays", order=name_order(draft.order), after=after if late else None, **values)
        draft.tell_staff(f"delays:{event.shop}:{line.id}:{draft.stamp}", text)
    elif late and event.ready_at is not None:
        _tell_customer(draft, line, kept, event.ready_at)


def _find_promise_end(draft: OrderDraft) -> datetime:
    """Return the moment until the customer counts on the order; unpaid ones as if paid now."""
    if draft.order.promised_at is not None:
        return draft.order.promised_at
    return draft.now + (timedelta(hours=24) if draft.order.express else timedelta(days=draft.order.days))


def _tell_customer(draft: OrderDraft, line: Line, kept: int, ready: datetime) -> None:
    """Send the customer the new, later date: as a new partial offer if they were offered part of the order, else as a
    delay message."""
    if draft.order.status is Status.PART_AVAILABLE:
        shop_search.offer_part_order(draft, ready)
    elif draft.order.status is Status.AVAILABLE:
        payment = draft.order.payment
        linked = "yes" if payment is not None and payment.state is PaymentState.OPEN else None
        items = (name_pieces(line, kept),)
        draft.say("waiting_on", f"later:{draft.stamp}", items=items, ready=ready, linked=linked)


def _keep_fewer(draft: OrderDraft, ask: Ask, line: Line, event: StockAnswered, kept: int) -> None:
    """Keep the available pieces, and search for the rest again."""
    was, left = draft.order.status, event.quantity
    said = replace(ask, says=Says.PART, quantity=left, ready_at=None, answered_at=draft.now, held=False)
    draft.order = draft.order.replace_ask(said)
    _keep(draft, ask, left)
    draft.change(losses=draft.order.losses + 1)
    order_release.note_taken_back(draft, event.shop, name_pieces(line, kept - left))
    if was in {Status.AVAILABLE, Status.PART_AVAILABLE}:
        payment_links.cancel_link(draft)
        draft.become(Status.CHECKING)
    _tell_shop(draft, ask, left)
    shop_search.go_on_without(draft, was)


def _keep(draft: OrderDraft, ask: Ask, quantity: int) -> None:
    """Store ``quantity`` pieces of the shop in one promise."""
    theirs = [one for one in draft.order.promises if _is_of(one, ask)]
    others = tuple(one for one in draft.order.promises if one not in theirs)
    draft.change(promises=(*others, replace(theirs[0], quantity=quantity)))


def _change(draft: OrderDraft, ask: Ask, ready_at: datetime | None) -> None:
    promises = (replace(one, ready_at=ready_at) if _is_of(one, ask) else one for one in draft.order.promises)
    draft.change(promises=tuple(promises))


def _is_of(promise: Promise, ask: Ask) -> bool:
    """Return True if the shop of this ask keeps these pieces, and they were not fetched."""
    return (promise.shop, promise.line, promise.stand) == (ask.shop, ask.line, PromiseState.HELD)


def _tell_shop(draft: OrderDraft, ask: Ask, quantity: int) -> None:
    """Tell the shop how many pieces it keeps, and for a confirmed order the day of fetching."""
    by = draft.order.promised_at
    outcome = RequestOutcome.YOURS if by is None else RequestOutcome.PAID
    draft.do(TellShop(ask.shop, ask.line, outcome, quantity, by))
