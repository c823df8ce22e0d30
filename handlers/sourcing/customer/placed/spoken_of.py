"""Whether an order is spoken of already, so that goods which somebody names may be those of that order."""

from collections.abc import Sequence
from uuid import UUID

from flows.sourcing import flow
from handlers.customer_talk.said import Said
from handlers.sourcing import customer_orders
from handlers.turn import Turn


def asks_about_order(said: Said) -> bool:
    """Whether the open question is one of an order that is sourced."""
    asked = said.answered.asked
    return asked is not None and any(run.id == asked.run and run.flow == flow.NAME for run in said.answered.runs)


async def is_ordered(turn: Turn, said: Said, products: Sequence[UUID]) -> bool:
    """Whether one of these is in an order of theirs that is under way: they may mean that one."""
    for one in await customer_orders.with_us(turn, said.address.contact):
        order = await customer_orders.as_it_stands(turn, one)
        if order is not None and any(line.product in products for line in order.lines):
            return True
    return False
