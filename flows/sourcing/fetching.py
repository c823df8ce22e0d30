"""From the promise to the door: fetched from the shops, looked over, packed, shipped, delivered, each told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flows.engine import Departed, Send
from flows.sourcing import refunding, releasing, restocking
from flows.sourcing.facts import Draft, amount, named
from flows.sourcing.news import Book, Flawed, Handed, Moved, Outcome, PhotosTaken, TellShop, UseOwn
from flows.sourcing.order import CHECKED, FETCHING, Line, PaymentState, Stand, Status

GRACE = timedelta(hours=24)
"""How long after the promised day an order that was not fetched is given up, unless the staff says otherwise."""
WARNINGS = (0.5, 0.9)
"""Shares of an express order's time after which the staff is reminded of it."""
SILENCE = timedelta(hours=24)
"""How long a customer may look at the photos; without an answer it is shipped."""
SEND_PHOTOS = "Send its photos here as a reply to check it."


def handed(draft: Draft, event: Handed) -> None:
    """The staff has fetched what a shop kept, or one line of it: the shop has earned its commission."""
    if draft.order.status not in FETCHING:
        return
    promises = []
    for promise in draft.order.promises:
        theirs = promise.shop == event.shop and promise.stand is Stand.HELD
        if theirs and (event.line is None or event.line == promise.line):
            promise = replace(promise, stand=Stand.PICKED)
            if promise.shop is not None:
                draft.do(TellShop(promise.shop, promise.line, Outcome.HANDED))
            if promise.shop is not None and promise.commission:
                draft.do(Book(promise.shop, promise.line, promise.quantity * promise.commission))
            if draft.order.for_stock:
                restocking.shelve(draft, promise)
        promises.append(promise)
    if tuple(promises) == draft.order.promises:
        return
    draft.change(promises=tuple(promises))
    who = draft.facts.names.get(event.shop, "a shop") if event.shop else "own stock"
    draft.note(f"picked up: {who}")
    draft.tell("picked")
    if draft.order.all_picked:
        _all_there(draft)


def moved(draft: Draft, event: Moved) -> None:
    """Packed, shipped or delivered; what came before is done with it, and an older state changes nothing."""
    to = Status(event.to)
    if draft.order.status not in _BEFORE[to]:
        return
    if draft.order.status not in {Status.PACKED, Status.SHIPPED}:
        _pack(draft)
    parcel = {"tracking": event.tracking, "carrier": event.carrier}  # of the order alone: an erasure looks there for it
    draft.become(to, **{name: told for name, told in parcel.items() if told}, photos_until=None)
    draft.tell(to.value)
    if to in {Status.SHIPPED, Status.DELIVERED}:
        draft.tell_now()  # nobody waits for the half hour to learn that the courier has it


def photos(draft: Draft, event: PhotosTaken) -> None:
    """Photos are there: the customer may look, and after a day of silence it is ready to pack.

    Those of a shop may come before all of it is fetched; then it stays with the fetching.
    """
    if draft.order.status not in CHECKED:
        return
    if draft.order.status is not Status.QUALITY_CHECK and draft.order.all_picked:
        draft.become(Status.QUALITY_CHECK)
    until = draft.now + SILENCE
    draft.change(approved=False, photos_until=until if draft.facts.ways else None)
    draft.note(f"{event.photos} photos shown")
    draft.say("approve_photos", f"photos:{int(draft.now.timestamp())}", when=until, link=draft.facts.page)


def looked(draft: Draft, choice: int) -> None:
    """The customer looked at the photos: 1 ship it, 2 check again."""
    number, at = draft.order.number, int(draft.now.timestamp())
    if choice == 1:
        draft.change(photos_until=None, approved=True)
        draft.note("the customer approves")
        draft.staff(f"approved:{at}", f"Order {number}: the customer approves. {_next(draft)}")
    else:
        draft.change(photos_until=None, approved=False)
        draft.note("the customer wants it checked again")
        draft.staff(f"recheck:{at}", f"Order {number}: the customer wants it checked again. {SEND_PHOTOS}")
    draft.say("photos_answered", f"looked:{at}", happened="approved" if choice == 1 else "again", link=draft.facts.page)


def silent(draft: Draft) -> None:
    """Nobody objected to the photos: it is ready to pack."""
    draft.change(photos_until=None, approved=True)
    draft.note("no answer to the photos")
    about, number = f"silent:{int(draft.now.timestamp())}", draft.order.number
    draft.staff(about, f"Order {number}: no answer to the photos for 24 h, so it ships. {_next(draft)}")


def unseen(draft: Draft, event: Departed) -> None:
    """What did not reach the customer goes another way; photos that nobody saw are not approved by silence."""
    before = len(draft.effects)
    draft.say_elsewhere(event)
    lost = draft.facts.lost
    sent = any(isinstance(one, Send) for one in draft.effects[before:])
    if lost is not None and lost.template == "approve_photos" and not sent and draft.order.photos_until is not None:
        draft.change(photos_until=None)
        draft.note("the photos did not reach the customer")


def flawed(draft: Draft, event: Flawed) -> None:
    """Whoever looked it over found something wrong: nothing is approved by silence, and the staff decides."""
    if draft.order.status not in CHECKED:
        return
    draft.change(photos_until=None, approved=False)
    draft.note(f"problem: {event.reason}")
    who, number = event.by.partition(":")[2] or event.by, draft.order.number
    about = f"flawed:{int(draft.now.timestamp())}"
    draft.staff(
        about,
        f"Order {number}: {who} found a problem: “{event.reason}”. {SEND_PHOTOS} To give it up: /cantsource {number}",
    )


def promised(draft: Draft) -> None:
    """The promised day is here: what was not fetched is asked about."""
    draft.change(asked_staff=True)
    if draft.order.all_picked:
        return
    number = draft.order.number
    if draft.order.for_stock:
        restocking.ask(draft)
        return
    open_ = ", ".join(named(_unfetched(draft)))
    if draft.order.made:
        draft.staff(
            "promised",
            f"Order {number} was promised for now: {open_}. /packed {number} when it is done, or /cantsource {number}. "
            "Without a word it is refunded in 24 hours.",
        )
        return
    draft.staff(
        "promised",
        f"Order {number} was promised for now and {open_} is not fetched. /picked {number} and the shop, or "
        f"/cantsource {number}. Without a word it is refunded in 24 hours.",
    )


def late(draft: Draft) -> None:
    """A day after the promised one: what was not fetched goes back as money."""
    if draft.order.for_stock:
        restocking.late(draft)
        return
    lines = _unfetched(draft)
    if lines:
        releasing.give_up(draft, tuple(line.id for line in lines), "not fetched a day after the promised one")
        draft.staff("late", f"Order {draft.order.number}: {', '.join(named(lines))} was not fetched, and is refunded.")
        rest_is_here(draft)


def rest_is_here(draft: Draft) -> None:
    """Where what is not here was given up, the rest of it goes on to the door."""
    if draft.order.status is Status.SOURCING and draft.order.wants and draft.order.all_picked:
        _all_there(draft)


def warn(draft: Draft) -> None:
    """An express order's time runs; when it is over, its fee goes back."""
    order = draft.order
    share = WARNINGS[order.warned] if order.warned < len(WARNINGS) else 1.0
    draft.change(warned=order.warned + 1)
    if share < 1.0:
        draft.staff(f"express:{share}", f"Express order {order.number}: {share:.0%} of its 24 hours are over.")
    elif not order.all_picked and order.fee:
        _return_fee(draft)


def _return_fee(draft: Draft) -> None:
    order = draft.order
    paid = next((one for one in reversed(order.payments) if one.state is PaymentState.PAID), None)
    draft.change(fee=0)
    if paid is None:
        rest = f"without its fee it costs {amount(draft.order.amount):f} {order.currency}, to be paid at the door."
    elif paid.payment:
        refunding.send_back(draft, paid.payment, order.fee, refunding.FEE, paid.provider)
        rest = "the fee goes back."
    else:
        fee = f"{amount(order.fee):f} {order.currency}"
        rest = f"send the fee of {fee} back, for it was paid some other way. Then /refunded {order.number}"
    draft.staff("express:missed", f"Express order {order.number} missed its 24 hours: {rest}")


_BEFORE = {
    Status.PACKED: frozenset({Status.CONFIRMED, Status.SOURCING, Status.QUALITY_CHECK}),
    Status.SHIPPED: FETCHING,
    Status.DELIVERED: FETCHING | {Status.SHIPPED},
}


def _pack(draft: Draft) -> None:
    """What is our own leaves our stock, and what shops still had is taken as fetched."""
    promises = []
    for promise in draft.order.promises:
        line = draft.order.line(promise.line)
        if promise.shop is None and promise.stand is Stand.HELD and line is not None:
            if not line.made:
                draft.do(UseOwn(line, promise.quantity))
        elif promise.shop is not None and promise.stand is Stand.HELD:
            draft.do(TellShop(promise.shop, promise.line, Outcome.HANDED))
            if promise.commission:
                draft.do(Book(promise.shop, promise.line, promise.quantity * promise.commission))
        promises.append(replace(promise, stand=Stand.PICKED))
    draft.change(promises=tuple(promises))


def _all_there(draft: Draft) -> None:
    number = draft.order.number
    if draft.order.for_stock:
        restocking.done(draft)
        return
    if not draft.facts.settings.quality_check:
        draft.staff("picked", f"Order {number} is all here. Next: /packed {number}")
        return
    draft.become(Status.QUALITY_CHECK)
    if draft.order.approved:
        draft.staff("check", f"Order {number} is all here, and its photos are approved. Next: /packed {number}")
    elif draft.order.photos_until is not None:
        draft.staff("check", f"Order {number} is all here. Its customer looks at the photos.")
    else:
        draft.staff("check", f"Order {number} is all here. {SEND_PHOTOS}")


def _next(draft: Draft) -> str:
    """What the staff does with an order that may leave."""
    number = draft.order.number
    if draft.order.all_picked:
        return f"Next: /packed {number}"
    return f"Still to fetch: {', '.join(named(_unfetched(draft)))}."


def _unfetched(draft: Draft) -> tuple[Line, ...]:
    made = {line.id for line in draft.order.wants if line.made}
    held = {
        one.line
        for one in draft.order.promises
        if one.stand is Stand.HELD and (one.shop is not None or one.line in made)
    }
    return tuple(line for line in draft.order.wants if line.id in held or draft.order.missing(line))
