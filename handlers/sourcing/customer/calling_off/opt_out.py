"""What reads like an opt-out, and is about an order.

By SMS the bare word "cancel" belongs to the carriers and is an opt-out, whatever is open (47 CFR 64.1200(a)(10)). In a
chat, where nobody but us reads it, it means the order that is open. So it is while the team has a question of theirs:
what they wished may be called off. With the number of an order of theirs beside it ("cancel 5") it is no bare word, and
means that order by SMS as well. "I don't want it any more, give the money back" is about an order of theirs wherever it
is written, and so is "i don't want it, cancel" in a chat. Stop, unsubscribe and the like are spared by none of it.
"""

from flows.channels import CHANNELS
from flows.sourcing.waits import PART_QUESTION
from handlers import handover
from handlers.replies.cancelling import is_bare_cancel
from handlers.replies.intents import Intent
from handlers.replies.opt_out_wordings import removes
from handlers.replies.optout import OptOut, read_opt_out
from handlers.replies.text import words
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.calling_off import sure, unwanted
from handlers.sourcing.customer.calling_off.by_number import has_one_called
from handlers.sourcing.customer.calling_off.called import CALLABLE
from handlers.sourcing.customer.ordering import wishes
from handlers.sourcing.customer.ordering.open_order import is_asked
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.answers import cancelled_numbers, read_answer
from handlers.sourcing.replies.naming import name_bits, without_names
from handlers.sourcing.replies.refusing import may_refuse_goods, refuses_goods
from handlers.turn import Turn
from storage.message import Message
from storage.runs import Asked


async def is_about_order(turn: Turn, message: Message, asked: Asked | None) -> bool:
    """Whether what reads like an opt-out is about an order: "3 Cancel" of our menu, "cancel 5" with the number of an
    order of theirs, "yes, cancel it" behind our words of that, or in a chat a bare "cancel", or one with any number; so
    is "2 mugs, basta", which ends a list."""
    text = message.text or ""
    if await sure.is_confirmed(turn, message):
        return True
    if asks_for_choice(asked) and read_answer(PART_QUESTION.name, text) is not None and not is_bare_cancel(text):
        return True
    numbers = cancelled_numbers(text)
    if numbers and await has_one_called(turn, message, numbers):
        return True
    if await refuses_sold(turn, text) or await wishes.is_list_end(turn, text):
        return True
    if removes(text) and is_asked(asked) and not CHANNELS[message.channel].cancel_stops:
        return True
    if CHANNELS[message.channel].cancel_stops or not (is_bare_cancel(text) or numbers):
        return False
    if is_asked(asked) or await customer_orders.with_us(turn, message.contact):
        return True
    return await handover.is_waiting(turn, await turn.unit.people.address_by_id(message.address))


async def owns_wish(turn: Turn, message: Message, intent: Intent) -> bool:
    """Whether they have an order of which they may want the money back, or in a chat an end.

    What answers a question of ours about our messages is about those.
    """
    if intent is Intent.CANCEL_ORDER and CHANNELS[message.channel].cancel_stops:
        return False
    question = await turn.unit.questions.answered_by(message)
    if question is not None and question.expects in unwanted.OF_MESSAGES:
        return False
    orders = await customer_orders.orders_of(turn, message.contact)
    return bool(orders) if intent is Intent.REFUND else any(one.status in CALLABLE for one in orders)


async def refuses_sold(turn: Turn, text: str) -> bool:
    """Whether a text refuses goods that are sold, and nothing else: "actually no mugs" ends no messages."""
    return may_refuse_goods(text) and refuses_goods(text, (await assortment(turn)).shelf)


async def names_goods(turn: Turn, text: str) -> bool:
    """Whether a text names what is sold, and without those names is no opt-out."""
    shelf = (await assortment(turn)).shelf
    named = without_names(text, shelf)
    if named == " ".join(words(text)) and not any(bit.name == "item" for bit in name_bits(text, shelf)):
        return False
    return read_opt_out(named) is OptOut.NONE


def asks_for_choice(asked: Asked | None) -> bool:
    """Whether what is asked is what they want of an order of which there is a part."""
    return asked is not None and asked.question.name == PART_QUESTION.name
