"""Money that a customer wants back of an order that has not arrived: the order is to be called off.

Where they can do that themselves they are asked; else the staff hears which order it is, and how it is called off.
"""

from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent
from handlers.sourcing.customer.calling_off import called, sure, which_order, wholly
from handlers.sourcing.customer.placed.money import asks_for_news_of_a_return, with_money
from handlers.turn import Turn


async def wanted(turn: Turn, said: Said) -> bool:
    """Pass on, or ask about, the order whose money they want back; False for other words, and where none is under
    way."""
    if said.reading.intent is not Intent.REFUND or not said.is_words_alone or asks_for_news_of_a_return(said):
        return False
    paid = [row for row, _ in await with_money(turn, said) if row.status in called.CALLABLE]
    orders = paid or await which_order.meant(turn, said)
    if not orders:
        return False
    if not paid and await wholly.passed_on(turn, said, orders):
        return True
    if len(orders) > 1:
        await which_order.ask(turn, said, orders)
    else:
        await sure.called_off(turn, said, orders)
    return True
