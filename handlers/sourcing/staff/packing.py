"""/packed, /shipped and /delivered: how far an order has come, and by what its parcel is followed.

Where its customer is to see photos of it and has not approved them, or it is delivered that was never packed, that is
shown first and has to be confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from flows.sourcing.news import Moved
from flows.sourcing.order import Order
from flows.sourcing.status import FETCHING, Status
from handlers.actions.action import Preview
from handlers.admins import said
from handlers.admins.command import EVERYBODY, Asked, Command, Reply
from handlers.admins.confirming import Deed, propose
from handlers.sourcing import shown
from handlers.sourcing.actions.foreseen import told
from handlers.sourcing.shown import next_tap
from handlers.sourcing.staff.giving import by, give
from handlers.sourcing.staff.meant import about_order, for_our_shelf, open_order, sure_order, unfit
from handlers.sourcing.staff.orders import TOPIC
from handlers.turn import Turn
from storage.access import Member
from templates.values import one_line, shorten

_LONGEST_TRACKING = 200
_TRACKING = re.compile(r"https?://\S+|(?=.*\d)[A-Za-z0-9][A-Za-z0-9/_.-]*")
_ANYWAY = MappingProxyType(
    {Status.PACKED: "Pack it anyway", Status.SHIPPED: "Ship it anyway", Status.DELIVERED: "It is delivered"}
)


async def packed(asked: Asked) -> str | Reply:
    """It is ready for the courier."""
    return await _move(asked, Status.PACKED, "/packed_{tapped}")


async def shipped(asked: Asked) -> str | Reply:
    """It is with the courier, under the number or the address by which it is followed; that can be said later, too."""
    return await _move(asked, Status.SHIPPED, "/shipped {order} TRACKING")


async def delivered(asked: Asked) -> str | Reply:
    """It is with the customer."""
    return await _move(asked, Status.DELIVERED, "/delivered_{tapped}")


async def _move(asked: Asked, to: Status, example: str) -> str | Reply:
    meant = await about_order(asked, example)
    if isinstance(meant, Reply):
        return meant
    tracking, carrier = _tracking(meant.rest) if to is Status.SHIPPED else ("", "")
    about = {"order": str(meant.order.id), "to": to.value, "tracking": tracking, "carrier": carrier}
    return await propose(asked, MOVED_DEED, about)


async def _plan(turn: Turn, about: Mapping[str, str]) -> Preview | Reply:
    """It is done without a question, but where its customer has not approved its photos, or it never left us."""
    meant, to = await open_order(turn, about), Status(about["to"])
    if isinstance(meant, Reply):
        return meant
    refusal = for_our_shelf(meant.order) if meant.order.for_stock else _unmovable(meant.order, to, about)
    if refusal is not None:
        return refusal
    unseen = _unseen(turn, meant.order, to) or _skips(meant.order, to)
    return Preview(unseen, _ANYWAY[to], harmless=not unseen)


async def _do(turn: Turn, member: Member, about: Mapping[str, str], message: UUID) -> str:
    meant, to = await sure_order(turn, about), Status(about["to"])
    order, tracking, carrier = meant.order, about["tracking"], about["carrier"]
    event = Moved(order.id, to.value, by(member), tracking, carrier)
    await give(turn, member, meant, to.value, event, message)
    taken = shown.kept(order, shown.to_fetch(order))
    also = f" That takes {taken} as picked up." if taken else ""
    parcel = f"{carrier or _carrier(order, to)} {tracking}".strip()
    under = f", tracking {parcel}" if tracking or carrier else ""
    hears = "" if to is Status.PACKED else f" {await told(turn, meant, 'The customer is told.')}"
    return f"Order {order.number} is {to.value}{under}.{hears}{also}\nNext: {_after(order, to)}"


def _unseen(turn: Turn, order: Order, to: Status) -> str:
    """That its customer has not approved photos of it, and how to go on; "" where nobody waits for that."""
    checked = turn.business.sourcing.quality_check or order.photos_until is not None
    if not checked or order.approved or order.status not in FETCHING - {Status.PACKED}:
        return ""
    first = "To show them first, send its photos here."
    if order.held:
        first = "They wrote about them, and an answer to that is yours."
    elif order.photos_until is not None:
        first = f"They can look until {said.at(turn, order.photos_until)}, and are not waited for any more then."
    return f"Order {order.number}: its customer has not approved photos of it. {first} It will count as {to.value}."


def _skips(order: Order, to: Status) -> str:
    """That it was with us until now as far as anybody said; "" where it was packed, or is not said to be delivered."""
    if to is not Status.DELIVERED or order.status in {Status.PACKED, Status.SHIPPED}:
        return ""
    status = order.status.value.replace("_", " ")
    return f"Order {order.number} is {status}: nobody said that it was packed or shipped. It will count as delivered."


def _unmovable(order: Order, to: Status, about: Mapping[str, str]) -> Reply | None:
    """Why it cannot be so far: it is further, it is over, it is so already, or something of it is not there."""
    if order.status is Status.SHIPPED and to is Status.DELIVERED:
        return None
    if order.status is Status.SHIPPED and to is Status.SHIPPED:
        return _known(order, about)
    if order.status is to:
        return Reply(f"{order.called} is {to.value} already. Nothing was changed.\nMore: {next_tap('order', order)}")
    if order.status not in FETCHING:
        return unfit(order, "it cannot become " + to.value)
    if order.lacks:
        number = order.number
        return Reply(
            f"Order {number} lacks {shown.missing(order)}, so it was left as it is.\n"
            f"Next: /assign {number} SHOP · {next_tap('cantsource', order)}"
        )
    return None


def _known(order: Order, about: Mapping[str, str]) -> Reply | None:
    """What to say of an order that has left where nothing new is said of its parcel."""
    told = {name: about[name] for name in ("tracking", "carrier") if about[name]}
    if any(getattr(order, name) != value for name, value in told.items()):
        return None
    under = f", tracking {order.parcel}" if order.parcel else ""
    how = f"Another number: /shipped {order.number} TRACKING · {next_tap('delivered', order)}"
    return Reply(f"Order {order.number} is shipped already{under}. Nothing was changed.\n{how}")


def _carrier(order: Order, to: Status) -> str:
    """Who brings it, as it was said before."""
    return order.carrier if to is Status.SHIPPED else ""


def _tracking(words: Sequence[str]) -> tuple[str, str]:
    """The number or the address by which it is followed, and the courier's name where one was said."""
    found = next((word for word in words if _TRACKING.fullmatch(word)), "")
    carrier = " ".join(word for word in words if word != found)
    if not found and len(words) == 1:
        return words[0][:_LONGEST_TRACKING], ""
    return found[:_LONGEST_TRACKING], shorten(one_line(carrier), 40, "…")


def _after(order: Order, to: Status) -> str:
    if to is Status.PACKED:
        return f"/shipped {order.number} TRACKING"
    return next_tap("delivered", order) if to is Status.SHIPPED else "/orders"


MOVED_DEED = Deed("moved", _plan, _do, EVERYBODY)

PACKED = Command(
    name="packed", aliases=(), usage="/packed {order}", help="ready for the courier", run=packed, topic=TOPIC, acts=True
)
SHIPPED = Command(
    name="shipped",
    aliases=("dispatched",),
    usage="/shipped {order} TRACKING",
    help="with the courier",
    run=shipped,
    topic=TOPIC,
    acts=True,
)
DELIVERED = Command(
    name="delivered", aliases=(), usage="/delivered {order}", help="with the customer", run=delivered, topic=TOPIC,
    acts=True,
)  # fmt: skip
