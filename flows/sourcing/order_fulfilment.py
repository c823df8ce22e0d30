"""From the promise to the delivery: pieces fetched from the shops, packed, shipped, delivered, each reported once."""

from dataclasses import replace

from flows.actor import Actor, ActorKind
from flows.phrase import Text, phrase
from flows.sourcing import order_release, photo_approval, restock_order
from flows.sourcing.order_draft import OrderDraft, join_parts, name_missing
from flows.sourcing.order_effects import Book, RequestOutcome, TellShop, UseOwn
from flows.sourcing.order_events import Handed, ParcelMoved
from flows.sourcing.order_line import Promise, PromiseState
from flows.sourcing.order_reason import Reason
from flows.sourcing.order_state import FETCHING, Status

_BEFORE = {
    Status.PACKED: frozenset({Status.CONFIRMED, Status.SOURCING, Status.QUALITY_CHECK}),
    Status.SHIPPED: FETCHING,
    Status.DELIVERED: FETCHING | {Status.SHIPPED},
}


def record_fetched(draft: OrderDraft, event: Handed) -> None:
    """Record that a shop's pieces, or those of one line, were fetched: the shop has earned its commission."""
    if draft.order.status not in FETCHING:
        return
    promises = []
    for promise in draft.order.promises:
        theirs = promise.shop == event.shop and promise.stand is PromiseState.HELD
        if theirs and (event.line is None or event.line == promise.line):
            promise = replace(promise, stand=PromiseState.PICKED)
            _earn(draft, promise)
            if draft.order.for_stock:
                restock_order.shelve(draft, promise)
        promises.append(promise)
    if tuple(promises) == draft.order.promises:
        return
    draft.change(promises=tuple(promises))
    draft.note(Reason.PICKED_UP, shop=event.shop)
    if draft.order.all_picked:
        draft.tell("picked")
        _report_complete(draft, but=event.by)


def record_move(draft: OrderDraft, event: ParcelMoved) -> None:
    """Move the order to packed, shipped or delivered, with all steps before; an earlier status changes nothing.

    If its customer was erased, no tracking data are stored.
    """
    to, event = Status(event.to), event.drop_parcel() if draft.order.erased else event
    if to is draft.order.status is Status.SHIPPED:
        _update_tracking(draft, event)
        return
    if draft.order.status not in _BEFORE[to]:
        return
    lacks = draft.order.lacks and not draft.order.left_without
    if lacks and event.by.kind is ActorKind.STAFF:  # when it was said nothing was
        draft.tell_staff(f"lacks:{draft.stamp}", _report_skipped(draft, "is_not_moved", to))
        return
    if lacks:
        order_release.close(draft)
        draft.tell_staff("left-without", _report_skipped(draft, "left_without", to))
    if draft.order.status not in {Status.PACKED, Status.SHIPPED}:
        _pack(draft)
    draft.become(to, None, **_parcel(event), photos_until=None)
    draft.tell(to.value)
    if to in {Status.SHIPPED, Status.DELIVERED}:
        draft.tell_now()  # nobody waits for the half hour to learn that the courier has it


def _parcel(event: ParcelMoved) -> dict[str, str]:
    """Return the parcel's data. Only the order stores them, as an erasure looks only there."""
    return {name: told for name in ("tracking", "carrier") if (told := getattr(event, name))}


def _update_tracking(draft: OrderDraft, event: ParcelMoved) -> None:
    """Record tracking data that come later, or are corrected."""
    parcel = _parcel(event)
    if all(getattr(draft.order, name) == told for name, told in parcel.items()):
        return
    draft.change(**parcel)
    draft.note(Reason.FOLLOWED_ANEW)
    draft.say(
        "order_update",
        f"update:tracking:{draft.stamp}",
        happened="tracking",
        when=draft.now,
        link=draft.facts.page,
        tracking=draft.order.parcel or None,
    )


def _report_skipped(draft: OrderDraft, name: str, to: Status) -> Text:
    """Format the notice that a shop's system reported progress; a person checks the skipped steps."""
    status, missing = phrase(f"status_{to.value}"), join_parts(name_missing(draft.order))
    return phrase(name, number=draft.order.number, status=status, missing=missing)


def rest_is_here(draft: OrderDraft) -> None:
    """Continue with the pieces that are here after the missing ones were given up."""
    if draft.order.status is Status.SOURCING and draft.order.wants and draft.order.all_picked:
        _report_complete(draft)


def _pack(draft: OrderDraft) -> None:
    """Take our own pieces from our stock, and count the shops' remaining ones as fetched."""
    promises = []
    for promise in draft.order.promises:
        line = draft.order.line(promise.line)
        if promise.shop is None and promise.stand is PromiseState.HELD and line is not None:
            if not line.made:
                draft.do(UseOwn(line, promise.quantity))
        elif promise.stand is PromiseState.HELD:
            _earn(draft, promise)
        promises.append(replace(promise, stand=PromiseState.PICKED))
    draft.change(promises=tuple(promises))


def _earn(draft: OrderDraft, promise: Promise) -> None:
    """Credit a shop with its commission after its part; our own stock earns none."""
    if promise.shop is None:
        return
    draft.do(TellShop(promise.shop, promise.line, RequestOutcome.HANDED))
    if promise.commission:
        draft.do(Book(promise.shop, promise.line, promise.quantity * promise.commission))


def _report_complete(draft: OrderDraft, but: Actor | None = None) -> None:
    """Tell the staff the next step; ``but`` is the member who fetched the last pieces, and gets it as an answer
    instead."""
    number = draft.order.number
    if draft.order.for_stock:
        restock_order.finish_restock(draft)
        return
    if not draft.facts.settings.quality_check:
        draft.tell_staff("picked", phrase("all_here_to_pack", number=number), but)
        return
    draft.become(Status.QUALITY_CHECK)
    if draft.order.approved:
        draft.tell_staff("check", phrase("all_here_approved", number=number), but)
    elif draft.order.photos_until is not None:
        draft.tell_staff("check", phrase("all_here_shown", number=number), but)
    else:
        draft.tell_staff("check", phrase("all_here_to_check", number=number, then=photo_approval.SEND), but)
