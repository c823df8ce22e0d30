"""What reads like an opt-out, and is about an order.

By SMS the bare word "cancel" belongs to the carriers and is an opt-out, whatever is open (47 CFR 64.1200(a)(10)). In a
chat, where nobody but us reads it, it means the order that is open. So it is while the team has a question of theirs:
what they wished may be called off. With the number of an order of theirs beside it ("cancel 5") it is no bare word, and
means that order by SMS as well. Stop, unsubscribe and the like are spared by none of it.
"""

from flows.channels import CHANNELS
from flows.sourcing.order_waits import PART_QUESTION
from handlers.consent.stop_doubts import STOP_OFFER, STOP_QUESTION
from handlers.engine.turn import Turn
from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.customer_intents import Intent
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.replies.opt_out_wordings import removes
from handlers.replies.text_normalisation import tokens
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.calling_off import cancel_confirmation
from handlers.sourcing.customer.ordering import ordering_start
from handlers.sourcing.customer.ordering.open_order import is_asked
from handlers.sourcing.replies.order_choice_answers import cancelled_numbers, read_answer
from handlers.staff import handover
from storage.events.runs import RunQuestion
from storage.sending.message import Message

CANCEL_QUESTION = "cancel_which"
"""Whether "cancel" means an order, or our offers: the template that asks it, and what its answer is expected as."""
_OF_MESSAGES = frozenset({CANCEL_QUESTION, STOP_QUESTION, STOP_OFFER})


async def is_about_order(turn: Turn, message: Message, asked: RunQuestion | None) -> bool:
    """Whether what reads like an opt-out is about an order: "3 Cancel" of our menu, "cancel 5" with the number of an
    order of theirs, "yes, cancel it" behind our words of that, or in a chat a bare "cancel", or one with any number."""
    text = message.text or ""
    if await cancel_confirmation.is_confirmed(turn, message):
        return True
    part = asked is not None and asked.question.name == PART_QUESTION.name
    if part and read_answer(PART_QUESTION.name, text) is not None and not is_bare_cancel(text):
        return True
    numbers = cancelled_numbers(text)
    if numbers and customer_orders.called(await customer_orders.orders_of(turn, message.contact), numbers):
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
    if question is not None and question.expects in _OF_MESSAGES:
        return False
    orders = await customer_orders.orders_of(turn, message.contact)
    return bool(orders) if intent is Intent.REFUND else any(one.status in customer_orders.CALLABLE for one in orders)


async def names_goods(turn: Turn, text: str) -> bool:
    """Whether a text names what is sold, and without those names is no opt-out."""
    said = tokens(text)
    rest = (await ordering_start.names(turn)).left_of(said)
    return len(rest) < len(said) and read_opt_out(" ".join(rest)) is OptOut.NONE
