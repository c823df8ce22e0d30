"""The day an order is promised for: what is not fetched then is asked about, and a day later it goes back as money.

What is here and has not left is asked about as well, on that day and once more a day later. The customer is told once:
at the promised moment, but of what is here only when the day is over, for it may leave in the evening. Of an express
order the staff is reminded before, and its fee goes back once its time is over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flows.engine import Void, Wait
from flows.sourcing import fetching, photos, refunding, releasing, restocking, whereabouts
from flows.sourcing.draft import Draft, named
from flows.sourcing.line import Line
from flows.sourcing.order import Order
from flows.sourcing.payment import PaymentState, Reason
from flows.sourcing.status import FETCHING, Status

TEMPLATE = "order_late"
GRACE = timedelta(hours=24)
"""How long after the promised day an order that was not fetched is given up, unless the staff says otherwise."""
WARNINGS = (0.5, 0.9)
"""Shares of an express order's time after which the staff is reminded of it."""


def waits(order: Order) -> Iterator[Wait]:
    """When it is looked at whether it is fetched."""
    if order.promised_at is None or order.status not in FETCHING:
        return
    if not order.asked_staff:
        yield Wait("promised", order.promised_at)
    if not order.asked_late:
        yield Wait("late", order.promised_at + GRACE)
    if order.all_picked and order.approved and order.urge_at is not None:
        yield Wait("urge", order.urge_at)
    if order.express and not order.all_picked and order.warned <= len(WARNINGS):
        yield Wait("express", order.promised_at - timedelta(hours=24) * (1 - _share(order)))


def promised(draft: Draft) -> None:
    """The promised day is here: what was not fetched is asked about, and what is here and has not left."""
    draft.change(asked_staff=True, urge_at=None)
    number = draft.order.number
    if draft.order.all_picked:
        _ask_why_here(draft)
        return
    if draft.order.for_stock:
        restocking.ask(draft)
        return
    _tell_customer(draft)
    lines, open_ = whereabouts.unfetched(draft.order), whereabouts.missing(draft.order)
    if draft.order.made:
        draft.staff(
            "promised",
            f"Order {number} was promised for now: {open_}. {_when_made(draft)}, or /cantsource {number}. Nothing is "
            "refunded by itself.",
        )
        return
    then = "You are asked again" if _is_asked_about(draft, lines) else "Without a word it is refunded"
    draft.staff(
        "promised",
        f"Order {number} was promised for now. Not here yet: {open_}.{_where(draft)} /picked {number} and the "
        f"shop, or /cantsource {number}. {then} in 24 hours.",
    )


def recall(draft: Draft, before: Order) -> None:
    """That it takes longer waits for the morning, and must not leave once it is here, has left or comes to nothing."""
    if before.told_late and _is_with(before) != _is_with(draft.order):
        draft.effects.insert(0, Void(TEMPLATE))


def late(draft: Draft) -> None:
    """A day after the promised one: what was not fetched goes back as money, and what is here is asked about anew."""
    if draft.order.for_stock:
        restocking.late(draft)
        return
    draft.change(asked_late=True)
    if draft.order.all_picked:
        _ask_why_still_here(draft)
        return
    lines, where = whereabouts.unfetched(draft.order), whereabouts.at_shops(draft)
    if lines and _is_asked_about(draft, lines):
        _ask_late(draft, lines)
    elif lines:
        releasing.give_up(draft, tuple(line.id for line in lines), "not fetched a day after the promised one")
        what, was = ", ".join(named(lines)), f" It was to come from {where} (/shops)." if where else ""
        draft.staff("late", f"Order {draft.order.number}: {what} was not fetched, and is refunded.{was}")
        fetching.rest_is_here(draft)


def warn(draft: Draft) -> None:
    """An express order's time runs; when it is over, its fee goes back."""
    order, share = draft.order, _share(draft.order)
    draft.change(warned=order.warned + 1)
    if share < 1.0:
        over = f"{share:.0%} of its 24 hours are over.{_where(draft)}"
        draft.staff(f"express:{share}", f"Express order {order.number}: {over}")
    elif not order.all_picked and order.fee:
        _return_fee(draft)


def urge(draft: Draft) -> None:
    """A day after the customer approved it, or said nothing: it was to leave, and has not."""
    draft.change(urge_at=None)
    draft.staff("urge", f"The customer of order {draft.order.number} waits for it: it {_not_gone(draft)}")


def _ask_why_here(draft: Draft) -> None:
    """Its customer hears at once where an hour was promised, and else when the day is over."""
    if draft.order.express:
        _tell_customer(draft)
    draft.staff("promised", f"Order {draft.order.number} was promised for now and {_not_gone(draft)}")


def _ask_why_still_here(draft: Draft) -> None:
    draft.change(urge_at=None)
    _tell_customer(draft)
    draft.staff("late", f"Order {draft.order.number} is a day late and {_not_gone(draft)}")


def _is_with(order: Order) -> str:
    """Who has it, at least in part: shops, us, or "" where it has left or is not wanted any more."""
    if order.status not in FETCHING:
        return ""
    return "us" if order.all_picked else "shops"


def _tell_customer(draft: Draft) -> None:
    """It takes longer than they were told; what comes of it without a word of the staff's they hear as well. Once."""
    order, over = draft.order, draft.now + GRACE
    if order.told_late:
        return
    draft.change(told_late=True)
    if order.all_picked:
        looks = "yes" if order.photos_until is not None and not order.held else None
        draft.say(TEMPLATE, TEMPLATE, by_day=over, here="yes", looks=looks)
        return
    back = over if order.paid and not _is_asked_about(draft, whereabouts.unfetched(order)) else None
    draft.say(TEMPLATE, TEMPLATE, by_day=over, back=back)


def _share(order: Order) -> float:
    """The share of an express order's time after which it is spoken of next."""
    return WARNINGS[order.warned] if order.warned < len(WARNINGS) else 1.0


def _is_asked_about(draft: Draft, lines: tuple[Line, ...]) -> bool:
    """Whether a person decides to give them up: what is made, was photographed or is here in part may well be there."""
    here = any(whereabouts.here(draft.order, line) for line in lines)
    return here or draft.order.shown or any(line.made for line in lines)


def _ask_late(draft: Draft, lines: tuple[Line, ...]) -> None:
    number, what = draft.order.number, whereabouts.missing(draft.order)
    done = _when_made(draft) if draft.order.made else f"/picked {number} and the shop"
    draft.staff(
        "late",
        f"Order {number} is a day late: {what}.{_where(draft)} {done}. To give it up and send the money back: "
        f"/cantsource {number}. Nothing is refunded by itself.",
    )


def _when_made(draft: Draft) -> str:
    """What the staff does with what it has made."""
    if draft.facts.settings.quality_check:
        return f"When it is done, send photos of order {draft.order.number} here"
    return f"/packed {draft.order.number} when it is done"


def _not_gone(draft: Draft) -> str:
    """How far an order is that is all here, and what leads on."""
    order, number = draft.order, draft.order.number
    if order.status is Status.PACKED:
        return f"is packed, but not shipped. Next: /shipped {number} TRACKING"
    if order.status is Status.QUALITY_CHECK and not order.approved:
        if order.held:
            return f"waits for you to answer what its customer wrote of the photos. To pack it: /packed {number}"
        if order.photos_until is not None:
            return f"its customer has not answered to the photos. To pack it all the same: /packed {number}"
        return f"is here, but not packed. {photos.SEND} To pack it all the same: /packed {number}"
    return f"is here, but not packed. Next: /packed {number}"


def _where(draft: Draft) -> str:
    """A sentence that names the shops which something is still to be fetched from."""
    where = whereabouts.at_shops(draft)
    return f" Still to fetch: {where} (/shops)." if where else ""


def _return_fee(draft: Draft) -> None:
    order = draft.order
    paid = next((one for one in reversed(order.payments) if one.state is PaymentState.PAID), None)
    back = min(order.fee, order.paid_for)
    draft.change(fee=0)
    if order.paid_at is None:
        rest = f"without its fee it costs {draft.cost(draft.order.amount)}, to be paid at the door."
    elif paid is None or not back:
        rest = "nothing was paid for that, and nothing goes back."
    elif paid.payment:
        refunding.repay(draft, back, Reason.FEE, (), called_off=False)
        rest = "the fee goes back." if back == order.fee else f"{draft.cost(back)} of it goes back."
    else:
        fee = draft.cost(back)
        rest = f"send the fee of {fee} back, for it was paid some other way. Then /refunded {order.number}"
    draft.staff("express:missed", f"Express order {order.number} missed its 24 hours: {rest}")
