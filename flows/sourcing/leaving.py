"""The customer of an order is erased: what has not left us is called off, and from then on nobody is written to.

The order itself goes on. Money that goes back, or that comes late, is heard of to its end, and the staff with it.
"""

from __future__ import annotations

from flows.engine import Void
from flows.money import amount
from flows.sourcing import refunding, releasing, whereabouts
from flows.sourcing.draft import Draft
from flows.sourcing.line import Stand
from flows.sourcing.news import Moved
from flows.sourcing.order import Order
from flows.sourcing.status import WITH_US, Status

_WHY = "its customer was erased"


def erased(draft: Draft) -> bool:
    """What is kept is free, what was paid goes back, and the staff hears of both; False where it was so before."""
    if draft.order.erased:
        return False
    draft.change(erased=True, untold=(), tell_at=None, photos_until=None)
    draft.do(Void())
    before, number = draft.order, draft.order.number
    if before.status is Status.SHIPPED:
        draft.staff("erased", f"Order {number} is on its way, and {_WHY}: we write nothing more about it.")
    elif before.status in WITH_US:
        releasing.call_off(draft, _WHY)
        refunding.return_odd(draft)
        parts = [f"Order {number} is called off: {_WHY}.", *_goods(draft, before), *_money(draft, before)]
        draft.staff("erased", " ".join(parts))
    else:
        draft.note(_WHY)
    return True


def unfollowed(draft: Draft, event: Moved) -> Moved:
    """What is told of a parcel, without what leads to the door of somebody who was erased."""
    return event.without_parcel() if draft.order.erased else event


def _goods(draft: Draft, before: Order) -> list[str]:
    """What was there for it; what was fetched has to go back, or to somewhere. What is made is nowhere before it is."""
    made = {line.id for line in before.lines if line.made}
    there = [one for one in before.promises if one.line not in made]
    held = whereabouts.where(draft, (one for one in there if one.stand is Stand.HELD))
    picked = whereabouts.where(draft, (one for one in there if one.stand is Stand.PICKED))
    free = [f"Free again: {held}."] if held else []
    return [*free, f"Fetched already, and to be returned: {picked}."] if picked else free


def _money(draft: Draft, before: Order) -> list[str]:
    """What goes back by itself; what came some other way is told apart, as a thing to do (``refunding.repay``)."""
    known = {one.reference for one in before.repayments}
    back = sum(one.amount for one in draft.order.repayments if one.reference not in known)
    told = [f"{draft.cost(back)} goes back by itself."] if back else []
    told += [
        f"{amount(one.came):f} {one.currency} came for it (payment {one.payment}): if it is not back, send it back in "
        "your payment account."
        for one in before.payments
        if one.currency
    ]
    return told or ([] if before.paid or any(one.came for one in before.payments) else ["Nothing was paid."])
