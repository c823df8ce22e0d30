"""Confirmation of a cancellation: Parley asks first; the answer is a tap, a number or an exact short reply."""

from collections.abc import Sequence

from flows.engine import Asks
from flows.sourcing.order_release import CANCEL_TOLD
from handlers.customer_talk.answered_message import TALK
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine.turn import Turn
from handlers.replies.bare_answers import read_exact_answer
from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.customer_intents import Intent
from handlers.replies.numbered_choices import read_choice
from handlers.replies.text_normalisation import words
from handlers.replies.weighed_answer import ends_outright, read_answer
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.calling_off import customer_cancellation
from handlers.sourcing.customer.placed import sourced_order_status
from handlers.sourcing.replies.order_choice_answers import confirms_cancel
from storage.sending.message import Message
from storage.sourcing.reservations import Reservation, Reservations

SURE = "cancel_sure"
"""Template that asks whether to cancel an order, and the expected kind of its answer."""
_SHALL_WE = "Shall we cancel the order?"  # the question that gives an answer its meaning, after any other message
_MOST_WORDS = 4  # words of an answer: a person reads a longer text
_HALF = frozenset({Intent.UNCLEAR, Intent.YES, Intent.NO})
_KEPT, _AGAIN = "cancel_kept", "again"  # a template, and a value of the question


async def is_confirmed(turn: Turn, message: Message) -> bool:
    """Return True if the text only confirms our message about a cancellation; elsewhere its "cancel" is an opt-out."""
    if not confirms_cancel(message.text or ""):
        return False
    question = await turn.unit.questions.find_answered(message)
    return question is not None and question.expects in {SURE, CANCEL_TOLD}


async def take_answer(turn: Turn, said: UnderstoodMessage) -> bool:
    """Handle the answer to whether to cancel: cancel the order, or say that it goes on. Ask once more if the answer is
    unclear. Return False for other texts, and if the order can no longer be cancelled."""
    about = said.answers.about
    order = await turn.unit.of(Reservations).get(about.id) if about is not None else None
    if order is None or order.status not in customer_orders.CALLABLE:
        return False
    sure = _read_answer(said)
    if sure is None:
        half = _is_half(said) and not said.answers.data.get(_AGAIN)
        if half:
            await ask(turn, said, order, again=True)
        return half
    if sure:
        await customer_cancellation.cancel_orders(turn, said, [order])
    else:
        subject = customer_orders.make_row_subject(order)
        await say(turn, said, _KEPT, values={"order": order.number}, about=order.number, subject=subject)
    return True


async def tell_if_over(turn: Turn, said: UnderstoodMessage) -> bool:
    """Send the order's status to a customer who confirms its cancellation too late; return False for other texts."""
    about = said.answers.about
    order = await turn.unit.of(Reservations).get(about.id) if about is not None else None
    if order is None or order.status in customer_orders.CALLABLE or not is_bare_cancel(said.event.text):
        return False
    await sourced_order_status.tell(turn, said, order)
    return True


async def call_off(turn: Turn, said: UnderstoodMessage, orders: Sequence[Reservation]) -> None:
    """Ask whether to cancel the orders that the customer can still cancel; pass the others to the staff."""
    theirs = [one for one in orders if await customer_cancellation.is_theirs(turn, one)]
    await customer_cancellation.cancel_orders(turn, said, [one for one in orders if one not in theirs])
    for one in theirs:
        await ask(turn, said, one)


async def ask(turn: Turn, said: UnderstoodMessage, order: Reservation, *, again: bool = False) -> None:
    """Ask whether to cancel this order; ``again``: for the second time, after an unclear answer."""
    items = (await sourced_order_status.get_values(turn, order))["items"]
    asks = Asks(SURE, customer_orders.make_row_subject(order), values={_AGAIN: True} if again else {}, within=TALK)
    await say(turn, said, SURE, values={"order": order.number, "items": items}, asks=asks)


def _is_half(said: UnderstoodMessage) -> bool:
    """Return True if the answer is unclear: a few words about no other topic."""
    few = said.is_words_alone and len(words(said.event.text)) <= _MOST_WORDS
    return few and "?" not in said.event.text and said.reading.intent in _HALF


def _read_answer(said: UnderstoodMessage) -> bool | None:
    """Return True for a yes and False for a no to cancelling; None for other texts, such as "send it"."""
    text = said.event.text
    choice = read_choice(text, said.event.button, most=2)
    if choice is not None:
        return choice == 1
    if said.event.button or len(words(text)) > _MOST_WORDS:
        return None
    if is_bare_cancel(text):
        return True
    agrees = read_answer(text, _SHALL_WE).answer
    outright = agrees is False or ends_outright(text, _SHALL_WE)
    return agrees if outright and read_exact_answer(text) is agrees else None
