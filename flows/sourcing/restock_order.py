"""A restock: an order for our own shelf. Shops are asked as for a customer; nobody pays, and only the staff get
messages.

This module has the differences from a customer's order; the modules for customers' orders call it.
"""

from collections.abc import Iterator
from dataclasses import replace

from flows.engine import Called, Elapsed
from flows.phrase import Lines, Ours, Text, phrase
from flows.sourcing import order_release, piece_locations
from flows.sourcing.order import Order
from flows.sourcing.order_draft import OrderDraft, join_parts, name_order, name_pieces
from flows.sourcing.order_effects import AddOwn, RequestOutcome, TellShop
from flows.sourcing.order_events import (
    Assigned,
    CalledOff,
    Given,
    Handed,
    HandoverSaid,
    ShopAway,
    ShopGone,
    StockAnswered,
    TakenBack,
)
from flows.sourcing.order_line import Line, Promise, PromiseState
from flows.sourcing.order_reason import Reason, explain_reason
from flows.sourcing.order_state import FETCHING, WITH_US, Status
from flows.sourcing.sourcing_call_kinds import SPLIT

_HEARD = (StockAnswered, TakenBack, ShopGone, ShopAway, Assigned, HandoverSaid, Handed, Given, CalledOff, Elapsed)


def is_restock(event: object) -> bool:
    """Return True if the event concerns a restock, which has no money, no customer and no courier.

    Erasing the requester has no effect: the restock belongs to the business, and the other members get the messages.
    """
    return isinstance(event, _HEARD) or (isinstance(event, Called) and event.kind == SPLIT)


def handle_event(draft: OrderDraft, event: object) -> bool | None:
    """Handle an event the way of a restock, and return whether it concerned it; None if every order handles it
    alike."""
    match event:
        case Given(lines=lines):
            return give_up(draft, lines or _list_all(draft), Reason.SAID)
        case CalledOff():
            return give_up(draft, _list_all(draft), Reason.CALLED_OFF_BY)
        case _:
            return None


def settle(draft: OrderDraft) -> None:
    """Close the time to answer: take kept pieces, drop the rest, and tell the staff the quantity."""
    missing, fetching = draft.order.lacks, draft.order.status in FETCHING
    order_release.spare_shops(draft, tuple(line.id for line in missing))
    if not draft.order.promises:
        _handle_nobody(draft)
        return
    rest = tuple(name_pieces(line, draft.order.count_missing(line)) for line in missing)
    draft.change(lines=draft.order.kept)
    draft.note(Reason.DONE_WITHOUT, what=rest)
    if draft.order.all_picked:
        finish_restock(draft)
    elif fetching:  # else the fetching notice includes it
        values = {"what": join_parts(rest), "where": piece_locations.list_shops(draft)}
        draft.tell_staff("without", phrase("no_shop_has_the_rest", order=name_order(draft.order), **values))


def to_fetch(draft: OrderDraft) -> Text:
    """Format the pieces to fetch by shop, with totals if no shop has the rest."""
    order = draft.order
    short = [_describe_share(line) for line in order.wants if line.dropped]
    places = {"where": piece_locations.list_shops(draft), "brought": piece_locations.name_bringing_shops(draft)}
    found = join_parts(short) if short else None
    return phrase("restock_to_fetch", order=name_order(order), number=order.number, found=found, **places)


def shelve(draft: OrderDraft, promise: Promise) -> None:
    """Add the fetched pieces to our own stock."""
    line = draft.order.line(promise.line)
    if line is not None:
        draft.do(AddOwn(line, promise.quantity))


def finish_restock(draft: OrderDraft) -> None:
    """Finish a completely fetched restock, without a courier; tell the staff the new stock."""
    order = draft.order
    here = join_parts(_describe_share(line) for line in order.wants)
    free = join_parts(f"{_title(line)} {_free(draft, line)}" for line in order.wants)
    draft.become(Status.DELIVERED, explain_reason(Reason.ON_OUR_SHELF))
    draft.tell_staff("shelved", phrase("restock_is_over", order=name_order(order), what=here, free=free))


def ask(draft: OrderDraft) -> None:
    """Ask on the promised day about unfetched pieces."""
    order = draft.order
    values = {"order": name_order(order), "number": order.number, "what": _name_unfetched(order)}
    draft.tell_staff("promised", phrase("restock_to_be_fetched", **values))


def release_late(draft: OrderDraft) -> None:
    """Release the shops a day after the promised one."""
    order, rest = draft.order, _name_unfetched(draft.order)
    if order.all_picked:
        return
    draft.tell_staff("late", phrase("restock_given_up", order=name_order(order), what=rest))
    give_up(draft, _list_all(draft), Reason.NOT_FETCHED)


def give_up(draft: OrderDraft, names: tuple[str, ...], reason: Reason) -> bool:
    """Give up these lines, except pieces already on our shelf; return False if the restock is over."""
    given = tuple(line for line in draft.order.wants if line.id in names)
    if draft.order.status not in WITH_US or not given:
        return False
    freed = [one for one in draft.order.promises if one.line in names and one.stand is PromiseState.HELD]
    draft.do(*(TellShop(one.shop, one.line, RequestOutcome.FREED) for one in freed if one.shop is not None))
    draft.change(promises=tuple(one for one in draft.order.promises if one not in freed))
    left = (replace(one, dropped=one.quantity - draft.order.count_found(one)) for one in given)
    by_name = {line.id: line for line in left}
    draft.change(lines=tuple(by_name.get(line.id, line) for line in draft.order.lines))
    order_release.spare_shops(draft, names)
    if not draft.order.wants:
        draft.become(Status.CANCELLED, explain_reason(reason), wave_ends=None)
        return True
    draft.note(reason)
    if draft.order.all_picked:
        finish_restock(draft)
    return True


def _list_all(draft: OrderDraft) -> tuple[str, ...]:
    return tuple(line.id for line in draft.order.wants)


def _handle_nobody(draft: OrderDraft) -> None:
    order = draft.order
    what = join_parts(name_pieces(line, line.wanted) for line in order.wants)
    commands = (f"/restock {' '.join((line.sku, line.size)).strip()} {line.wanted}" for line in order.wants)
    again = Lines(tuple(map(Ours, commands)), between=" · ")
    draft.become(Status.UNAVAILABLE, explain_reason(Reason.NO_SHOP_HAS_IT))
    draft.tell_staff("nobody", phrase("restock_nobody_has_it", order=name_order(order), what=what, again=again))


def _name_unfetched(order: Order) -> Text:
    return join_parts(name_pieces(line, many) for line, many in _list_to_come(order))


def _list_to_come(order: Order) -> Iterator[tuple[Line, int]]:
    """Yield the pieces of each line that are not on our shelf."""
    for line in order.wants:
        picked = sum(one.quantity for one in order.promises if one.line == line.id and one.stand is PromiseState.PICKED)
        if picked < line.wanted:
            yield line, line.wanted - picked


def _describe_share(line: Line) -> Text:
    """Format a share of a line: "6 of 10 Tiger Shorts L"; the whole line without the "of"."""
    whole = f"{line.quantity} {_title(line)}"
    return phrase("some_of", many=line.wanted, item=whole) if line.dropped else whole


def _free(draft: OrderDraft, line: Line) -> int:
    """Return the number of our own free pieces, including those released in this step."""
    fresh = (one.quantity for one in draft.effects if isinstance(one, AddOwn) and one.line.id == line.id)
    return draft.facts.own.get(line.id, 0) + sum(fresh)


def _title(line: Line) -> str:
    return name_pieces(line, 1)
