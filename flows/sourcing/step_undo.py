"""The undo of a staff member's step: the pieces were not fetched or packed after all, or the shop does not have them.

The event names what the step moved, as the order alone cannot distinguish that from earlier steps.
"""

from dataclasses import replace

from flows.sourcing import payment_links, shop_search
from flows.sourcing.order import Order
from flows.sourcing.order_draft import OrderDraft
from flows.sourcing.order_effects import Book, RequestOutcome, TellShop, UseOwn
from flows.sourcing.order_events import StepUndone
from flows.sourcing.order_line import Promise, PromiseState
from flows.sourcing.order_reason import Reason, explain_reason
from flows.sourcing.order_state import FETCHING, SEARCHING, UNPAID, Status

PICKED, ASSIGNED = "picked", "assign"
"""Steps of pieces: fetched, or assigned to a shop; every other step is a parcel's status."""


def is_open(order: Order, event: StepUndone) -> bool:
    """Return True if the order is unchanged since the step, so that the step can be undone."""
    if event.step == ASSIGNED:
        kept = [_part(one) for one in order.promises if one.stand is PromiseState.HELD]
        alone = all(sum(one[:2] == part[:2] for one in kept) == 1 for part in event.parts)
        return bool(event.parts) and order.status in SEARCHING | UNPAID | FETCHING and alone and _holds(kept, event)
    fetched = [_part(one) for one in order.promises if one.stand is PromiseState.PICKED]
    if event.step != PICKED:
        return order.status.value == event.step and _holds(fetched, event)
    seen = order.shown or order.approved or order.photos_until is not None
    fetching = order.status in FETCHING - {Status.PACKED} and not order.for_stock
    return bool(event.parts) and fetching and not seen and _holds(fetched, event)


def undo_step(draft: OrderDraft, event: StepUndone) -> bool:
    """Undo the step; return False if the order has changed since."""
    if not is_open(draft.order, event):
        return False
    if event.step == ASSIGNED:
        _take_from(draft, event)
        return True
    _put_back(draft, event)
    untold = tuple(step for step in draft.order.untold if step != event.step)
    draft.change(untold=untold, tell_at=draft.order.tell_at if untold else None)
    because = explain_reason(Reason.STEP_UNDONE, step=event.step)
    if event.step != PICKED:
        parcel = {"tracking": "", "carrier": ""} if event.step == Status.SHIPPED.value else {}
        draft.become(Status(event.to), because, **parcel)
    elif draft.order.status is Status.QUALITY_CHECK:
        draft.become(Status.SOURCING, because)
    else:
        draft.note(Reason.STEP_UNDONE, step=event.step)
    return True


def _part(promise: Promise) -> tuple[object, str, int]:
    return promise.shop, promise.line, promise.quantity


def _holds(parts: list[tuple[object, str, int]], event: StepUndone) -> bool:
    """Return True if ``parts`` include every part of the event, as many times as the event has it."""
    return all(parts.count(part) >= event.parts.count(part) for part in event.parts)


def _put_back(draft: OrderDraft, event: StepUndone) -> None:
    """Mark pieces fetched in the step as not fetched again, and take the commission back."""
    left, promises = list(event.parts), []
    for one in draft.order.promises:
        if one.stand is PromiseState.PICKED and _part(one) in left:
            left.remove((one.shop, one.line, one.quantity))
            _give_back(draft, one)
            one = replace(one, stand=PromiseState.HELD)
        promises.append(one)
    draft.change(promises=tuple(promises))


def _give_back(draft: OrderDraft, promise: Promise) -> None:
    """Return the pieces to the shop, without commission, or to our own stock."""
    line = draft.order.line(promise.line)
    if promise.shop is None:
        if line is not None and not line.made:
            draft.do(UseOwn(line, -promise.quantity))
        return
    by, quantity = draft.order.promised_at, promise.quantity
    draft.do(TellShop(promise.shop, promise.line, RequestOutcome.PAID, quantity, by, promise.commission))
    if promise.commission:
        draft.do(Book(promise.shop, promise.line, quantity * promise.commission, reverse=True))


def _take_from(draft: OrderDraft, event: StepUndone) -> None:
    """Release the named shop's pieces of these lines, and search for them again."""
    was = draft.order.status
    freed = [one for one in draft.order.promises if one.stand is PromiseState.HELD and _part(one) in event.parts]
    left = tuple(one for one in draft.order.promises if one not in freed)
    draft.change(promises=left, losses=draft.order.losses + 1)
    draft.note(Reason.STEP_UNDONE, step=event.step)
    draft.do(*(TellShop(one.shop, one.line, RequestOutcome.FREED) for one in freed if one.shop is not None))
    if was is Status.AVAILABLE:
        payment_links.cancel_link(draft)
        draft.become(Status.CHECKING)
    shop_search.search_again(draft, was)
