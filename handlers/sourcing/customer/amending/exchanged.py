"""The order of which a text does not want goods, and wants others: "shorts nahi, mug chahiye tha"."""

from uuid import UUID

from handlers.customer_talk.said import Said
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.basket import read_change
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation


async def order(turn: Turn, said: Said) -> Reservation | None:
    """The newest order that has not left, holds all of the goods that are refused, and lacks one that is wanted; None
    for all else, as where only goods of the order are named: that is a part of it."""
    refused, wanted = await _named(turn, said)
    if not refused or not wanted:
        return None
    for row in await customer_orders.with_us(turn, said.address.contact):
        placed = await customer_orders.as_it_stands(turn, row)
        held = {line.product for line in placed.wants} if placed is not None else set[UUID | None]()
        if held >= refused and not held >= wanted:
            return row
    return None


async def _named(turn: Turn, said: Said) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """The products that are refused, and those that are wanted, or of which one is."""
    sold = await assortment(turn)
    change = read_change(said.event.text, sold.shelf, sold.categories)
    if change is None:
        return frozenset(), frozenset()
    wishes = (*change.wishes, *((change.unsure,) if change.unsure is not None else ()))
    refused, wanted = ({place for one in several for place in one.wares} for several in (change.removed, wishes))
    return frozenset(sold.ids_at(sorted(refused))), frozenset(sold.ids_at(sorted(wanted)))
