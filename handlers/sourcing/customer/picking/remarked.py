"""A remark or a question about goods while an order is picked: nothing that is picked changes by it.

A question goes to the team. Of a remark about other goods it is said that it was not noted: it may have been a wish,
and "that too" behind it is one.
"""

from dataclasses import replace

from flows.sourcing.basket import HESITANT
from flows.sourcing.wishes import Next
from handlers import host
from handlers.customer_talk.said import Said, hand_over
from handlers.sourcing.customer.picking import picked
from handlers.sourcing.customer.picking.open_order import OpenOrder, ask_again, nothing_of
from handlers.sourcing.customer.wares import assortment, ware_of
from handlers.sourcing.replies.remarking import Remark, remark_in
from handlers.turn import Turn


async def answered(turn: Turn, said: Said, order: OpenOrder) -> bool:
    """Pass such a question on, and put the order once more; False for all else, and for praise of what is picked."""
    if order.state.step == "product" or not said.is_words_alone:
        return False
    sold = await assortment(turn)
    remark = remark_in(said.event.text, sold.shelf)
    if remark is None:
        return False
    named, sure = sold.named_in(said.event.text)
    spoken = tuple(Next(ware_of(one)) for one in sold.at(named)) if sure else ()
    if remark is Remark.ASKS:
        await hand_over(turn, said)
        await ask_again(turn, said, doubt=HESITANT, spoken=spoken)
        return True
    if order.state.products.issuperset(sold.ids_at(named)):
        return False
    unread = replace(nothing_of(said), partly=True, spoken=spoken)
    return await host.advance(turn, order.run, picked.doubted(unread, said))
