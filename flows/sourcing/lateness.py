"""Late orders: on the promised day the staff are asked about unfetched pieces; a day later these are refunded.

Pieces with a handover claim are asked about each day, and never refunded automatically. Pieces that are with us and
have not left are asked about on that day and once more a day later. The customer gets one notice at the promised
moment; for pieces that are with us, after the day, as they may leave in the evening. The staff get reminders of an
express order; after its deadline the fee is refunded.
"""

from collections.abc import Iterator
from datetime import timedelta

from flows.engine import Void, Wait
from flows.phrase import Text, phrase
from flows.sourcing import (
    handover_claims,
    order_fulfilment,
    order_release,
    photo_approval,
    piece_locations,
    refunds,
    restock_order,
)
from flows.sourcing.order import Order
from flows.sourcing.order_draft import OrderDraft, join_parts, name_lines
from flows.sourcing.order_line import Line
from flows.sourcing.order_payment import PaymentState, RefundReason
from flows.sourcing.order_reason import Reason
from flows.sourcing.order_state import FETCHING, Status

TEMPLATE = "order_late"
GRACE = timedelta(hours=24)
"""How long after the promised day unfetched pieces are refunded, unless the staff decide otherwise."""
UNDELIVERED = timedelta(days=3)
"""How long after the promised day the staff are told of a parcel without a report of its arrival."""
WARNINGS = (0.5, 0.9)
"""Shares of an express order's time that pass before each reminder of the staff."""


def waits(order: Order) -> Iterator[Wait]:
    """Yield the waits for checks of an order's fetching."""
    if order.promised_at is None or order.status not in FETCHING:
        return
    if not order.asked_staff:
        yield Wait("promised", order.promised_at)
    if not order.asked_late:
        yield Wait("late", order.late_at or order.promised_at + GRACE)
    if order.all_picked and order.approved and order.urge_at is not None:
        yield Wait("urge", order.urge_at)
    if order.express and not order.all_picked and order.warned <= len(WARNINGS):
        yield Wait("express", order.promised_at - timedelta(hours=24) * (1 - _share(order)))


def ask_on_promised_day(draft: OrderDraft) -> None:
    """Ask the staff on the promised day about unfetched pieces, and about pieces that have not left."""
    draft.change(asked_staff=True, urge_at=None)
    number = draft.order.number
    if draft.order.all_picked:
        _ask_why_here(draft)
        return
    if draft.order.for_stock:
        restock_order.ask(draft)
        return
    _tell_customer(draft)
    lines, open_ = piece_locations.list_unfetched(draft.order), piece_locations.describe_missing(draft.order)
    if draft.order.made:
        draft.tell_staff("promised", phrase("promised_to_make", number=number, missing=open_, done=_when_made(draft)))
        return
    values = {"number": number, "missing": open_, "where": _list_shops(draft), "asked": _is_asked_about(draft, lines)}
    draft.tell_staff("promised", phrase("promised_to_fetch", claimed=handover_claims.describe_claims(draft), **values))


def recall(draft: OrderDraft, before: Order) -> None:
    """Withdraw the queued delay notice: it waits for the morning, and is void once the order is here, left or
    cancelled."""
    if before.told_late and _is_with(before) != _is_with(draft.order):
        draft.effects.insert(0, Void(TEMPLATE))


def refund_late(draft: OrderDraft) -> None:
    """Refund pieces not fetched a day after the promised one, and ask again about pieces that are with us."""
    if draft.order.for_stock:
        _handle_late_restock(draft)
        return
    draft.change(asked_late=True)
    if draft.order.all_picked:
        _ask_why_still_here(draft)
        return
    lines, where = piece_locations.list_unfetched(draft.order), _name_sources(draft)
    if handover_claims.list_open_claims(draft.order):
        _ask_of_claim(draft)
    elif lines and _is_asked_about(draft, lines):
        _ask_late(draft, lines)
    elif lines:
        order_release.give_up(draft, tuple(line.id for line in lines), Reason.NOT_FETCHED)
        what = join_parts(name_lines(lines))
        draft.tell_staff("late", phrase("late_and_refunded", number=draft.order.number, what=what, where=where))
        order_fulfilment.rest_is_here(draft)


def _handle_late_restock(draft: OrderDraft) -> None:
    if handover_claims.list_open_claims(draft.order):
        restock_order.ask(draft)
        handover_claims.ask_again(draft)
    else:
        restock_order.release_late(draft)


def warn(draft: OrderDraft) -> None:
    """Warn of an express order's deadline; after it, refund the fee."""
    order, share = draft.order, _share(draft.order)
    draft.change(warned=order.warned + 1)
    if share < 1.0:
        values = {"number": order.number, "share": f"{share:.0%}", "where": _list_shops(draft)}
        draft.tell_staff(f"express:{share}", phrase("express_runs_out", **values))
    elif not order.all_picked and order.fee:
        _return_fee(draft)


def urge(draft: OrderDraft) -> None:
    """Ask again a day after the approval if the order has not left."""
    draft.change(urge_at=None)
    draft.tell_staff(
        "urge", phrase("customer_waits_for_it", number=draft.order.number, stands=_describe_not_gone(draft))
    )


def _ask_why_here(draft: OrderDraft) -> None:
    """Ask the staff why the order has not left; its customer hears at once if an hour was promised, else after
    the day."""
    if draft.order.express:
        _tell_customer(draft)
    draft.tell_staff(
        "promised", phrase("promised_and_here", number=draft.order.number, stands=_describe_not_gone(draft))
    )


def _ask_why_still_here(draft: OrderDraft) -> None:
    draft.change(urge_at=None)
    _tell_customer(draft)
    draft.tell_staff("late", phrase("late_and_here", number=draft.order.number, stands=_describe_not_gone(draft)))


def _is_with(order: Order) -> str:
    """Return who has the pieces, or some of them: shops, us, or "" if they have left or are no longer wanted."""
    if order.status not in FETCHING:
        return ""
    return "us" if order.all_picked else "shops"


def _tell_customer(draft: OrderDraft) -> None:
    """Tell the customer, once, of a delay, and what happens if the staff do nothing."""
    order, over = draft.order, draft.now + GRACE
    if order.told_late:
        return
    draft.change(told_late=True)
    if order.all_picked:
        looks = "yes" if order.photos_until is not None and not order.held else None
        draft.say(TEMPLATE, TEMPLATE, by_day=over, here="yes", looks=looks)
        return
    back = over if order.paid and not _is_asked_about(draft, piece_locations.list_unfetched(order)) else None
    draft.say(TEMPLATE, TEMPLATE, by_day=over, back=back)


def _share(order: Order) -> float:
    """Return the share of an express order's time that passes before the next reminder."""
    return WARNINGS[order.warned] if order.warned < len(WARNINGS) else 1.0


def _is_asked_about(draft: OrderDraft, lines: tuple[Line, ...]) -> bool:
    """Return True if a person must decide whether to refund these lines: they are made to order, were photographed, are
    partly with us, or have a handover claim."""
    here = any(piece_locations.count_here(draft.order, line) for line in lines) or bool(
        handover_claims.list_open_claims(draft.order)
    )
    return here or draft.order.shown or any(line.made for line in lines)


def _ask_of_claim(draft: OrderDraft) -> None:
    """Ask the staff each day about a claimed handover that nobody booked; refund nothing."""
    shops, missing = handover_claims.name_claimants(draft), piece_locations.describe_missing(draft.order)
    draft.tell_staff("late", phrase("late_and_claimed", number=draft.order.number, missing=missing, shops=shops))
    handover_claims.ask_again(draft)


def _ask_late(draft: OrderDraft, lines: tuple[Line, ...]) -> None:
    number, what = draft.order.number, piece_locations.describe_missing(draft.order)
    done = _when_made(draft) if draft.order.made else phrase("picked_and_the_shop", number=number)
    draft.tell_staff(
        "late", phrase("late_and_lacking", number=number, missing=what, where=_list_shops(draft), done=done)
    )


def _when_made(draft: OrderDraft) -> Text:
    """Format the staff's next command for pieces that are made."""
    name = "photos_when_made" if draft.facts.settings.quality_check else "packed_when_made"
    return phrase(name, number=draft.order.number)


def _describe_not_gone(draft: OrderDraft) -> Text:
    """Format the progress of an order that is completely with us, and the next command."""
    order, number = draft.order, draft.order.number
    if order.status is Status.PACKED:
        return phrase("stands_packed", number=number)
    if order.status is not Status.QUALITY_CHECK or order.approved:
        return phrase("stands_here", number=number)
    if order.held:
        return phrase("stands_remarked", number=number)
    if order.photos_until is not None:
        return phrase("stands_shown", number=number)
    return phrase("stands_unchecked", number=number, then=photo_approval.SEND)


def _list_shops(draft: OrderDraft) -> Text | None:
    """Format a sentence about the shops with pieces to fetch."""
    where = _name_sources(draft)
    return phrase("still_at_shops", where=where) if where else None


def _name_sources(draft: OrderDraft) -> Text | None:
    return piece_locations.list_shops(draft) if piece_locations.is_at_shops(draft) else None


def _return_fee(draft: OrderDraft) -> None:
    order = draft.order
    paid = next((one for one in reversed(order.payments) if one.state is PaymentState.PAID), None)
    back = min(order.fee, order.paid_for)
    draft.change(fee=0)
    if order.paid_at is None:
        rest = phrase("fee_not_charged", amount=draft.money(draft.order.amount))
    elif paid is None or not back:
        rest = phrase("fee_not_paid")
    elif paid.payment:
        refunds.repay(draft, back, RefundReason.FEE, (), called_off=False)
        rest = phrase("fee_goes_back") if back == order.fee else phrase("part_of_fee_back", amount=draft.money(back))
    else:
        rest = phrase("fee_by_hand", amount=draft.money(back), number=order.number)
    draft.tell_staff("express:missed", phrase("express_missed", number=order.number, rest=rest))
