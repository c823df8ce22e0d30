"""/settled and /refunded: money that came or went by other hands than ours, shown first and then confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flows.sourcing.news import RefundedByHand, Settled
from flows.sourcing.refunding import owed_back, unheard
from flows.sourcing.status import UNPAID, Status
from handlers.admins import said
from handlers.admins.command import OWNERS, Asked, Command, Preview, Reply
from handlers.admins.confirming import Deed, propose
from handlers.sourcing.replies.amounts import read_amount
from handlers.sourcing.staff import shown
from handlers.sourcing.staff.foreseen import foresee, told
from handlers.sourcing.staff.giving import by, give
from handlers.sourcing.staff.meant import for_our_shelf, open_order, order_of, sure_order, unfit
from handlers.sourcing.staff.orders import TOPIC
from handlers.turn import Turn
from storage.access import Member


async def settled(asked: Asked) -> str | Reply:
    """The money came some other way: cash, a transfer."""
    meant = await order_of(asked, "/settled_{tapped}")
    if isinstance(meant, Reply):
        return meant
    if meant.order.for_stock:
        return for_our_shelf(meant.order)
    amounts = [found for word in meant.rest if (found := read_amount(word)) is not None]
    about = {"order": str(meant.order.id), "amount": str(amounts[0] if amounts else meant.order.amount)}
    return await propose(asked, SETTLED_DEED, about)


async def _plan_settling(turn: Turn, about: Mapping[str, str]) -> Preview | Reply:
    meant = await open_order(turn, about)
    if isinstance(meant, Reply):
        return meant
    order, came = meant.order, int(about["amount"])
    if order.paid_at is not None or order.status not in UNPAID:
        return unfit(order, "it is paid already" if order.paid_at else "it is not to be paid")
    off = came - order.amount
    gap = f" That is {said.cost(turn, abs(off), order.currency)} {'less' if off < 0 else 'more'} than it costs."
    link = " Its payment link will be taken back." if order.payment else ""
    then = " It is fetched then." if order.status is Status.AVAILABLE else ""
    found = order.status in {Status.AVAILABLE, Status.RESERVED}
    hears = "The customer will be told that it is paid" + ("." if found else " once all of it is found.")
    hears = await told(turn, meant, hears)
    came_text = said.cost(turn, came, order.currency)
    return Preview(
        f"Order {order.number}: {came_text} will count as received some other way.{gap if off else ''}{link}{then} "
        + hears,
        "It is paid",
    )


async def _settle(turn: Turn, member: Member, about: Mapping[str, str], message: UUID) -> str:
    meant = await sure_order(turn, about)
    came = int(about["amount"])
    await give(turn, member, meant, "settled", Settled(meant.order.id, by(member), came), message)
    cost = said.cost(turn, came, meant.order.currency)
    return f"Order {meant.order.number}: {cost} received.\nNext: {shown.next_tap('order', meant.order)}"


async def refunded(asked: Asked) -> str | Reply:
    """The staff sent money back by hand that could not go by itself."""
    meant = await order_of(asked, "/refunded_{tapped}")
    if isinstance(meant, Reply):
        return meant
    if meant.order.for_stock:
        return for_our_shelf(meant.order)
    return await propose(asked, REFUNDED_DEED, {"order": str(meant.order.id)})


async def _plan_refunded(turn: Turn, about: Mapping[str, str]) -> Preview | Reply:
    meant = await open_order(turn, about)
    if isinstance(meant, Reply):
        return meant
    order = meant.order
    due, seen = owed_back(order), unheard(order)
    if await foresee(turn, meant, RefundedByHand(order.id, "staff")) is None:
        return unfit(order, "no money of it waits to be sent back by hand")
    if not due:
        text = f"Order {order.number}: {said.cost(turn, seen, order.currency)} will count as back with the customer."
        return Preview(f"{text} We do not ask for it any more.", "It is back")
    text = f"Order {order.number}: {said.cost(turn, due + seen, order.currency)} will count as sent back by hand."
    hears = await told(turn, meant, "The customer will be told.")
    return Preview(f"{text} We send nothing for it any more. {hears}", "I sent it back")


async def _mark_refunded(turn: Turn, member: Member, about: Mapping[str, str], message: UUID) -> str:
    meant = await sure_order(turn, about)
    await give(turn, member, meant, "refunded", RefundedByHand(meant.order.id, by(member)), message)
    done = "sent back by hand" if owed_back(meant.order) else "back with the customer"
    return f"Order {meant.order.number}: {done}.\nNext: {shown.next_tap('order', meant.order)}"


SETTLED_DEED = Deed("settled", _plan_settling, _settle)
REFUNDED_DEED = Deed("refunded", _plan_refunded, _mark_refunded)

SETTLED = Command(
    name="settled",
    aliases=(),
    usage="/settled {order}",
    help="its money came some other way",
    run=settled,
    roles=OWNERS,
    topic=TOPIC,
    acts=True,
)
REFUNDED = Command(
    name="refunded",
    aliases=(),
    usage="/refunded {order}",
    help="you sent its money back by hand",
    run=refunded,
    roles=OWNERS,
    topic=TOPIC,
    acts=True,
)
