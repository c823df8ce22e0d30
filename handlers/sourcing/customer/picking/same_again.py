"""What was ordered last, once more: "same again". It is summed up at the prices of now, and a yes orders it."""

from flows.sourcing import basket
from flows.sourcing.wishes import Next
from handlers.customer_talk.said import Said, say
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.picking import open_order
from handlers.sourcing.customer.picking.beginning import begin_with
from handlers.sourcing.customer.wares import ware_of
from handlers.sourcing.replies.same_again import wants_the_same
from handlers.turn import Turn

_GONE = "pick_gone"  # template


async def begun(turn: Turn, said: Said) -> bool:
    """Sum their last order up anew; False for other words, while they pick, and where nothing of it is on sale."""
    if not said.is_words_alone or open_order.is_asked(said.answered.asked) or not wants_the_same(said.event.text):
        return False
    lines, gone, express = await _last(turn, said)
    if lines:
        return await begin_with(turn, said, lines, partly=bool(gone), express=express)
    if gone:
        await say(turn, said, _GONE, values={"items": gone})
    return bool(gone)


async def _last(turn: Turn, said: Said) -> tuple[list[Next], tuple[str, ...], bool]:
    """The lines of their last order that are sold in that size, the others by name, and whether it was express."""
    for row in (await customer_orders.orders_of(turn, said.address.contact))[:1]:
        order = await customer_orders.as_it_stands(turn, row)
        if order is None:
            break
        sold = {one.id: ware_of(one) for one in await turn.unit.products.all()}
        known = [(line, sold.get(line.product)) for line in order.wants or order.lines if not line.made]
        lines = [Next(ware, line.size, line.wanted or line.quantity) for line, ware in known if ware is not None]
        left, left_out = basket.as_sold(tuple(lines), sold)
        gone = tuple(line.title for line, ware in known if ware is None)
        return list(left), (*gone, *basket.named(left_out)), order.express
    return [], (), False
