"""Another number of pieces for an order that is placed: "make it 2", "5 mugs".

The order stays as placed, and no address is taken from the text: the staff hears of the wish.
"""

from collections.abc import Sequence

from flows.phrase import Lines, phrase
from handlers.customer_talk.said import Said, hand_over
from handlers.replies.intents import Intent
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.ordering.grammar import parse
from handlers.sourcing.customer.ordering.wishes import names
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation

_MAY_COUNT = frozenset({Intent.UNCLEAR, Intent.YES, Intent.CHANGE_ITEM, Intent.NO})


async def answered(turn: Turn, said: Said) -> bool:
    """Pass a new number on to the staff where an order is placed and nothing is picked; False for all else."""
    if not said.is_words_alone or said.reading.intent not in _MAY_COUNT:
        return False
    if said.answered.asked is not None or said.answered.staffs is not None:
        return False
    orders = await customer_orders.with_us(turn, said.address.contact)
    if not orders or not await _counts(turn, said.event.text, orders):
        return False
    numbers = Lines(tuple(one.number for one in orders), between=", ")
    await hand_over(turn, said, about=phrase("to_count_anew", orders=numbers))
    return True


async def _counts(turn: Turn, text: str, orders: Sequence[Reservation]) -> bool:
    """Whether all of a text is a number of what is ordered; goods that are named stand in one of the orders."""
    parsed = parse(text, await names(turn))
    if parsed is None or not parsed.is_counted or parsed.joins or parsed.asks:
        return False
    found = [await customer_orders.as_it_stands(turn, one) for one in orders]
    ordered = {line.product for order in found if order is not None for line in order.lines}
    return ordered.issuperset(ware.product for line in parsed.goods for ware in line.wares)
