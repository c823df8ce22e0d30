"""Whether orders are to be called off: asked before they are, and what is answered is done.

No order ends by one line. Whoever says "yes, cancel it" once more when it is over (a day at most, and while that was
said last) hears that it is: they agree with us, and take no consent back.
"""

from collections.abc import Sequence

from flows.engine import Asks
from flows.sourcing.releasing import CANCEL_TOLD, cancel_told
from flows.sourcing.status import Status
from handlers import handover
from handlers.customer_talk.answered import TALK
from handlers.customer_talk.said import Said, say
from handlers.replies.answering import ends_outright, read_answer, weigh_answer
from handlers.replies.bare_answers import exact_answer
from handlers.replies.cancelling import calls_off_alone, is_bare_cancel
from handlers.replies.choices import read_choice
from handlers.replies.intents import Intent
from handlers.replies.optout import names_our_messages
from handlers.replies.text import words
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.calling_off import another_order, called, part_of_order, which_order
from handlers.sourcing.customer.placed import order_status
from handlers.sourcing.replies.answers import cancelled_numbers, confirms_cancel
from handlers.sourcing.replies.dropping import is_dropped
from handlers.turn import Turn
from storage.message import Message
from storage.sourcing.reservations import Reservation, Reservations

SURE = "cancel_sure"
"""Whether an order is to be called off: the template that asks it, and what its answer is expected as."""
AGAIN = "cancel_sure_again"
"""As what it is expected where it was asked once more: of half an answer to that a person is told."""
_SHALL_WE = "Shall we cancel the order?"  # in whose light an answer is read, whatever was said last
_ELSEWHERE = 0.5  # how likely a text answers nothing from which on it is left to other readers
_MOST_WORDS = 4  # of an answer: a longer text is asked back, and a person reads it
_LONG = 8  # words of a wish to cancel that may say more than that
_KEPT, _OVER = "cancel_kept", "order_cancelled"  # templates
_OF_CANCELLING = frozenset({SURE, AGAIN, CANCEL_TOLD})


async def is_confirmed(turn: Turn, message: Message) -> bool:
    """Whether it only confirms a cancellation that we just spoke of: the bare word is what the law says even then."""
    if not confirms_cancel(message.text or ""):
        return False
    question = await turn.unit.questions.answered_by(message)
    return question is not None and question.expects in _OF_CANCELLING


async def answered(turn: Turn, said: Said) -> bool:
    """Take the answer to whether orders are to be called off, and ask again where it is half of one; False for what is
    none, for the second half, and for an end of our messages: "cancel my subscription" cancels no order."""
    if not said.event.button and names_our_messages(said.event.text):
        return False
    orders = [one for one in await _asked_about(turn, said) if one.status in called.CALLABLE]
    if not orders:
        return False
    named = await another_order.named(turn, said, orders)
    if named.others:
        await _ask_of(turn, said, named.others)
        return True
    if another_order.names_unknown(said, orders):
        return False
    if await _is_of_a_part(turn, said, orders):
        return True
    sure = None if named.unsure else another_order.is_named(said, orders) or _sure(said, said.event.text)
    if sure is None:
        return await _asked_again(turn, said, orders, unsure=named.unsure)
    await (called.off if sure else tell_kept)(turn, said, orders)
    return True


async def _asked_again(turn: Turn, said: Said, orders: Sequence[Reservation], *, unsure: bool) -> bool:
    """Ask once more where it may be half of an answer, or where it is ``unsure`` what becomes of these; False for all
    else, and the second time."""
    again = said.is_to(SURE) and (unsure or _may_answer(said))
    if again:
        await ask(turn, said, orders, again=True)
    return again


async def tell_kept(turn: Turn, said: Said, orders: Sequence[Reservation]) -> None:
    """Say that these orders go on."""
    for one in orders:
        about = customer_orders.subject_of(one)
        await say(turn, said, _KEPT, values={"order": one.number}, about=one.number, subject=about)


async def is_over(turn: Turn, said: Said) -> bool:
    """Say once more that an order is cancelled, to a customer who confirms the end."""
    order = next(iter(await _asked_about(turn, said)), None) if is_bare_cancel(said.event.text) else None
    if order is None or order.status != Status.CANCELLED or await customer_orders.with_us(turn, said.address.contact):
        return False
    values = {"order": order.number, "items": await _items(turn, order)}
    await say(turn, said, _OVER, values=values, asks=cancel_told(order.id))
    return True


async def called_off(turn: Turn, said: Said, orders: Sequence[Reservation]) -> None:
    """Ask whether these are to be called off, as far as that is theirs to say; the others go to the staff."""
    theirs = [one for one in orders if await called.is_theirs(turn, one)]
    await called.off(turn, said, [one for one in orders if one not in theirs])
    if theirs:
        await ask(turn, said, theirs)


async def _ask_of(turn: Turn, said: Said, others: Sequence[Reservation]) -> None:
    """Ask about the orders that they name instead, or which of several they mean where they gave no number; a part of
    them is passed on."""
    part = await part_of_order.parts_of(turn, said.event.text, others, named=True)
    if part and len(part) == len(others):
        await part_of_order.pass_on(turn, said, part)
    elif len(others) > 1 and len(cancelled_numbers(said.event.text)) < len(others):
        await which_order.ask(turn, said, others)
    else:
        await called_off(turn, said, others)


async def ask(turn: Turn, said: Said, orders: Sequence[Reservation], *, again: bool = False) -> None:
    """Whether these orders are to be called off; ``again`` where half of an answer was given."""
    if _says_more(said):
        await handover.ask(turn, said.address, said.message)
    numbers = tuple(one.number for one in orders)
    about = customer_orders.subject_of(orders[0]) if len(orders) == 1 else None
    items = tuple([item for one in orders for item in await _items(turn, one)])
    values = {"order": numbers if len(numbers) > 1 else numbers[0], "items": items}
    first = Asks(SURE, about, choices=numbers, within=TALK)
    await say(turn, said, SURE, values=values, asks=Asks(AGAIN, about, numbers, within=TALK) if again else first)


def _says_more(said: Said) -> bool:
    """Return True for a text that may say more than that an order is to be cancelled: a person reads it as well."""
    text = said.event.text
    ends = said.reading.intent in {Intent.CANCEL_ORDER, Intent.REFUND}
    long = said.is_by_hand and len(words(text)) > (_LONG if ends else _MOST_WORDS)
    return long and not (calls_off_alone(text) or cancelled_numbers(text) or is_dropped(text))


def _sure(said: Said, text: str) -> bool | None:
    choice = read_choice(text, said.event.button, most=2)
    if choice is not None:
        return choice == 1
    if said.event.button:  # of another question
        return None
    if len(words(text)) > _MOST_WORDS:
        return None
    if is_bare_cancel(text):
        return True
    if is_dropped(text):  # "rehne do" lets the order be, or lets it go
        return None if read_answer(text, _SHALL_WE).answer is False else True
    agrees = read_answer(text, _SHALL_WE).answer  # "send it" agrees to another question
    outright = agrees is False or ends_outright(text, _SHALL_WE)
    return agrees if outright and exact_answer(text) is agrees else None


async def _is_of_a_part(turn: Turn, said: Said, orders: Sequence[Reservation]) -> bool:
    """Pass on an answer that is about a part of these orders, which no yes ends: "yes, but keep the cap"."""
    may = _sure(said, said.event.text) is not None or said.reading.intent is Intent.CANCEL_ORDER or _may_answer(said)
    part = await part_of_order.parts_of(turn, said.event.text, orders) if may and not said.event.button else []
    if part:
        await part_of_order.pass_on(turn, said, part)
    return bool(part)


def _may_answer(said: Said) -> bool:
    """Whether a text that is no answer was likely meant for one."""
    text = said.event.text
    return not said.event.button and (is_dropped(text) or weigh_answer(text, _SHALL_WE)["neither"] <= _ELSEWHERE)


async def _asked_about(turn: Turn, said: Said) -> list[Reservation]:
    """The orders that our question is about."""
    about, numbers = said.answers.about, said.answers.choices
    if about is None:
        orders = await customer_orders.orders_of(turn, said.message.contact) if numbers else []
        return [one for one in orders if one.number in numbers]
    found = await turn.unit.of(Reservations).get(about.id)
    return [found] if found is not None else []


async def _items(turn: Turn, order: Reservation) -> tuple[str, ...]:
    items: tuple[str, ...] = (await order_status.sourced_values(turn, order))["items"]
    return items
