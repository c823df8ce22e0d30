"""How it shall be paid, said beside an answer to the open question: "make it 3, cash on delivery", "yes but cod".

It is told how one pays here, and a yes under that condition orders nothing yet.
"""

from dataclasses import replace

from handlers import host
from handlers.customer_talk.said import Said
from handlers.sourcing.customer.picking import asides, baskets, picked
from handlers.sourcing.customer.picking.open_order import OpenOrder, by_itself, nothing_of
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.wish_and_question import part_question
from handlers.turn import Turn


async def answered(turn: Turn, said: Said, order: OpenOrder) -> bool:
    """Tell how one pays, and take the answer beside it; False for any other text."""
    if not said.is_words_alone:
        return False
    sold = await assortment(turn)
    rest, topic = part_question(said.event.text, sold.shelf)
    if topic != "door" or not await asides.tell(turn, said, sold, topic):
        return False
    ours = by_itself(said, rest)
    event = await baskets.read(turn, ours, order.state) or picked.read(ours, order.state)
    if event is None or event.agrees is not None:
        event = replace(nothing_of(said), again=True)
    return await host.advance(turn, order.run, event)
