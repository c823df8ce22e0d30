"""A bare no right behind an order that is paid at the door, while it is asked where that goes as well: it may be to
either, and takes nothing back at once. Whether the order shall be called off is asked."""

from flows.sourcing.waits import CONFIRM_QUESTION
from handlers.customer_talk.said import Said
from handlers.replies.bare_answers import BareAnswer, bare_answer
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.address.question import WHERE
from handlers.sourcing.customer.calling_off import sure
from handlers.turn import Turn


async def answered(turn: Turn, said: Said) -> bool:
    """Ask whether the order shall be called off; False for all else."""
    asked = said.answered.asked
    if asked is None or asked.question != CONFIRM_QUESTION or not said.is_words_alone or said.event.reply_to:
        return False
    if not said.is_to(WHERE) or bare_answer(said.event.text) is not BareAnswer.LEAVE:
        return False
    orders = await customer_orders.with_us(turn, said.address.contact)
    meant = [one for one in orders if one.run == asked.run]
    if meant:
        await sure.ask(turn, said, meant)
    return bool(meant)
