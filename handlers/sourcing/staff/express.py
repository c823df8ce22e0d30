"""/express: the express orders that are open, and how much of their 24 hours is left."""

from __future__ import annotations

from datetime import timedelta

from flows.counting import counted
from flows.phrase import tap
from flows.sourcing.status import GOING_ON, Status
from handlers.admins import said
from handlers.admins.command import Asked, Command, Reply
from handlers.sourcing.staff.meant import Meant, for_our_shelf, order_of
from handlers.sourcing.staff.orders import TOPIC
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation, Reservations

EXPRESS = timedelta(hours=24)
_MOST_EXPRESS = 8
_OPEN = tuple(status.value for status in GOING_ON - {Status.SHIPPED, Status.REFUNDING})


async def express(asked: Asked) -> str | Reply:
    """The express orders that are open, the least time left first."""
    turn = asked.turn
    named = await order_of(turn, asked.arguments) if asked.arguments else None
    if isinstance(named, Meant) and named.order.for_stock:
        return for_our_shelf(named.order)
    first = await turn.unit.of(Reservations).most_urgent(_OPEN, _MOST_EXPRESS, express=True)
    many = await turn.unit.of(Reservations).count(_OPEN, express=True)
    if not many:
        return "No express order is open.\nNext: /orders"
    lines = [f"{tap('order', one.number)}: {_left(turn, one)}, {one.status.replace('_', ' ')}" for one in first]
    more = [f"{many - len(first)} more"] if many > len(first) else []
    return said.short([f"{counted(many, 'express order')} open.", *lines, *more, "Next: /orders"])


def _left(turn: Turn, one: Reservation) -> str:
    """How much of the 24 hours is left, which begin when the order is confirmed."""
    if one.promised_at is None:
        return f"not confirmed yet, reserved {said.ago(turn, one.created_at)}"
    left = one.promised_at - turn.now
    if left <= timedelta(0):
        return f"late by {said.stretch(-left)}"
    return f"{said.stretch(left)} left ({said.share(int((EXPRESS - left).total_seconds()), 86400)} used)"


EXPRESS_ORDERS = Command(
    name="express",
    aliases=("express orders",),
    usage="/express",
    help="the express orders and the time they have left",
    run=express,
    topic=TOPIC,
)
