"""An order that takes the place of another: once it is agreed to the other one ends, or the staff ends it."""

from flows.sourcing import ordering
from handlers.customer_talk.said import Said
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.calling_off import called
from handlers.sourcing.customer.picking import answers, open_order
from handlers.turn import Turn


async def answered(turn: Turn, said: Said) -> bool:
    """Give an answer to such an order that is picked; whether it was one."""
    order = await open_order.of(turn, said.address.contact)
    if order is None or not order.state.instead:
        return False
    went_on = await answers.went_on(turn, said)
    run = await turn.unit.runs.get(order.run.id) if went_on else None
    if run is not None and run.ended == ordering.ORDERED:
        theirs = await customer_orders.with_us(turn, said.address.contact)
        await called.off(turn, said, customer_orders.called(theirs, {order.state.instead}))
    return went_on
