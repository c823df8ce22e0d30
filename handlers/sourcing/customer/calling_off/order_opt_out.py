"""Apparent opt-outs that are about an order.

In SMS the bare word "cancel" is always an opt-out by the carriers' rules (47 CFR 64.1200(a)(10)). In a chat, which only
we read, it means the open order, also while the team has a question of the customer, who may withdraw a wish. With the
number of the customer's order ("cancel 5") it means that order, also in SMS. Stop, unsubscribe and similar words are
always opt-outs.
"""

from flows.channels import CHANNELS
from flows.sourcing.order_waits import PART_QUESTION
from handlers.consent.stop_doubts import STOP_OFFER, STOP_QUESTION
from handlers.engine.turn import Turn
from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.customer_intents import Intent
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.replies.opt_out_wordings import removes
from handlers.replies.reading_effort import TooCostly, limit_effort
from handlers.replies.text_normalisation import split_tokens
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.calling_off import cancel_confirmation
from handlers.sourcing.customer.ordering import ordering_start
from handlers.sourcing.customer.ordering.open_order import is_asked
from handlers.sourcing.replies.order_choice_answers import find_cancelled_numbers, read_answer
from handlers.staff_notices import handover
from storage.events.runs import RunQuestion
from storage.sending.message import Message

CANCEL_QUESTION = "cancel_which"
"""Template that asks whether "cancel" means an order or our offers, and the expected kind of its answer."""
_OF_MESSAGES = frozenset({CANCEL_QUESTION, STOP_QUESTION, STOP_OFFER})


async def is_about_order(turn: Turn, message: Message, asked: RunQuestion | None) -> bool:
    """Return True if an apparent opt-out is about an order.

    Examples: "3 Cancel" from our menu, "cancel 5" with the number of the customer's order, "yes, cancel it" after our
    message about it. In a chat a bare "cancel" counts too, also with any number.
    """
    text = message.text or ""
    if await cancel_confirmation.is_confirmed(turn, message):
        return True
    part = asked is not None and asked.question.name == PART_QUESTION.name
    if part and read_answer(PART_QUESTION.name, text) is not None and not is_bare_cancel(text):
        return True
    numbers = find_cancelled_numbers(text)
    if numbers and customer_orders.find_by_name(await customer_orders.list_orders(turn, message.contact), numbers):
        return True
    if removes(text) and is_asked(asked) and not CHANNELS[message.channel].cancel_stops:
        return True
    if CHANNELS[message.channel].cancel_stops or not (is_bare_cancel(text) or numbers):
        return False
    if is_asked(asked) or await customer_orders.list_unshipped(turn, message.contact):
        return True
    return await handover.is_waiting(turn, await turn.unit.people.address_by_id(message.address))


async def has_own_wish(turn: Turn, message: Message, intent: Intent) -> bool:
    """Return True if the customer has an order that the text may ask to refund or, in a chat, to cancel.

    An answer to our question about our messages is about the messages.
    """
    if intent is Intent.CANCEL_ORDER and CHANNELS[message.channel].cancel_stops:
        return False
    question = await turn.unit.questions.find_answered(message)
    if question is not None and question.expects in _OF_MESSAGES:
        return False
    orders = await customer_orders.list_orders(turn, message.contact)
    return bool(orders) if intent is Intent.REFUND else any(one.status in customer_orders.CALLABLE for one in orders)


async def has_goods(turn: Turn, text: str) -> bool:
    """Return True if the text names goods, and is no opt-out once their names are removed."""
    said, names = split_tokens(text), await ordering_start.load_names(turn)
    try:
        with limit_effort():
            rest = names.drop_goods(said)
    except TooCostly:  # too long for a list of goods: the opt-out counts
        return False
    return len(rest) < len(said) and read_opt_out(" ".join(rest)) is OptOut.NONE
