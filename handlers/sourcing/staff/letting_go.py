"""/cantsource and /cancel: what of an order cannot be had, or is called off, shown first and then confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flows.sourcing.line import Line
from flows.sourcing.news import CalledOff, Given
from flows.sourcing.order import Order
from flows.sourcing.status import FETCHING, SEARCHING, UNPAID
from handlers.admins import said
from handlers.admins.command import OWNERS, Asked, Command, Preview, Reply, tap
from handlers.admins.confirming import Deed, propose
from handlers.sourcing.staff import shown
from handlers.sourcing.staff.costs import costs
from handlers.sourcing.staff.foreseen import foresee
from handlers.sourcing.staff.giving import by, give
from handlers.sourcing.staff.meant import Meant, about_order, lines_of, open_order, order_of, sure_order, unfit
from handlers.sourcing.staff.orders import TOPIC
from handlers.turn import Turn
from storage.access import Member
from templates.values import one_line, shorten


async def cantsource(asked: Asked) -> str | Reply:
    """It cannot be had: all of the order, or the lines that are named."""
    meant = await about_order(asked, "/cantsource_{tapped}")
    if isinstance(meant, Reply):
        return meant
    lines = lines_of(meant.rest, meant.order.wants)
    if lines is None:
        return _which_line(meant)
    everything = len(lines) == len(meant.order.wants)
    names = "" if everything else ",".join(line.id for line in lines)
    return await propose(asked, CANTSOURCE_DEED, {"order": str(meant.order.id), "lines": names})


def _which_line(meant: Meant) -> Reply:
    order, unread = meant.order, shorten(one_line(" ".join(meant.rest)), 40, "…")
    lines = [f"{tap('cantsource', order.number, line.id)} {shown.pieces(line, line.wanted)}" for line in order.wants]
    return Reply("\n".join([f'Order {order.number} has nothing called "{unread}". Which line?', *lines[:5]]))


async def _plan_giving_up(turn: Turn, about: Mapping[str, str]) -> Preview | Reply:
    meant = await open_order(turn, about)
    if isinstance(meant, Reply):
        return meant
    order, event = meant.order, _given(meant.order, about, "staff")
    if order.left_without:
        return await _plan_leaving_out(turn, meant, event)
    if order.status not in FETCHING | SEARCHING:
        return unfit(order, "it is not being sourced")
    lines = _named(order, about)
    foreseen = await foresee(turn, meant, event)
    if foreseen is None or not lines:
        return unfit(order, "none of that is wanted any more")
    what = said.listed([shown.pieces(line, line.wanted) for line in lines])
    texts = [f"{order.called}: {what} cannot be had.", *await costs(turn, meant, foreseen, lines)]
    return Preview(" ".join(texts), "Cannot be had")


async def _plan_leaving_out(turn: Turn, meant: Meant, event: Given) -> Preview | Reply:
    """It left us without something: that alone can be given up."""
    foreseen = await foresee(turn, meant, event)
    assert foreseen is not None, "something is missing, and is not any more"
    texts = [
        f"{meant.order.called}: {shown.missing(meant.order)} was left out.",
        *await costs(turn, meant, foreseen, []),
    ]
    return Preview(" ".join(texts), "Left out")


async def _give_up(turn: Turn, member: Member, about: Mapping[str, str], message: UUID) -> str:
    meant = await sure_order(turn, about)
    event = _given(meant.order, about, by(member))
    await give(turn, member, meant, "cantsource", event, message)
    return f"{meant.order.called}: given up as shown.\nNext: {shown.next_tap('order', meant.order)}"


def _given(order: Order, about: Mapping[str, str], who: str) -> Given:
    return Given(order.id, who, _names(about))


def _named(order: Order, about: Mapping[str, str]) -> list[Line]:
    names = _names(about)
    return [line for line in order.wants if not names or line.id in names]


def _names(about: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of the lines that are named; none where all of it is meant."""
    return tuple(name for name in about.get("lines", "").split(",") if name)


async def cancel(asked: Asked) -> str | Reply:
    """It is called off; what was paid goes back."""
    meant = await order_of(asked, "/cancel_{tapped}")
    return meant if isinstance(meant, Reply) else await propose(asked, CANCEL_DEED, {"order": str(meant.order.id)})


async def _plan_cancelling(turn: Turn, about: Mapping[str, str]) -> Preview | Reply:
    meant = await open_order(turn, about)
    if isinstance(meant, Reply):
        return meant
    order = meant.order
    if order.status not in FETCHING | UNPAID:
        return unfit(order, "it is over" if order.for_stock else "it can be called off only before it is shipped")
    foreseen = await foresee(turn, meant, CalledOff(order.id, "staff"))
    if foreseen is None:
        return unfit(order, "there is nothing to call off")
    texts = [f"{order.called} will be called off.", *await costs(turn, meant, foreseen, list(order.wants))]
    harmless = not order.paid and order.paid_at is None
    return Preview(" ".join(texts), "Call it off", harmless=harmless)


async def _call_off(turn: Turn, member: Member, about: Mapping[str, str], message: UUID) -> str:
    meant = await sure_order(turn, about)
    event = CalledOff(meant.order.id, by(member))
    await give(turn, member, meant, "cancel", event, message)
    return f"{meant.order.called} is called off. {_back(meant.order)}\nNext: {shown.next_tap('order', meant.order)}"


def _back(order: Order) -> str:
    """What becomes of the money of an order that is called off."""
    if order.for_stock:
        return "What shops keep for it is free."
    if order.paid:
        return "The money goes back as shown."
    if any(one.currency for one in order.payments):
        return "What came in another currency is yours to send back in your payment account."
    if any(one.payment for one in order.payments):
        return "What came for it goes back by itself."
    return "Nothing had been paid."


CANTSOURCE_DEED = Deed("cantsource", _plan_giving_up, _give_up)
CANCEL_DEED = Deed("cancel", _plan_cancelling, _call_off)

CANTSOURCE = Command(
    name="cantsource",
    aliases=("cannotsource", "cant source", "cannot source"),
    usage="/cantsource {order}",
    help="it cannot be had, all or the lines named",
    run=cantsource,
    roles=OWNERS,
    topic=TOPIC,
    acts=True,
)
CANCEL = Command(
    name="cancel",
    aliases=("call off",),
    usage="/cancel {order}",
    help="call it off; what was paid goes back",
    run=cancel,
    roles=OWNERS,
    topic=TOPIC,
    acts=True,
)
