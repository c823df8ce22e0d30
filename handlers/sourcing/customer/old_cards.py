"""A button under words of ours that are over: the summary that was ordered from, or left; a question that is answered.

A second tap changes nothing and calls nobody. "No, leave it" below what was ordered takes back no more than a "no" in
words does: whether that order shall be cancelled is asked.
"""

from datetime import timedelta

from flows.sourcing import ordering
from flows.sourcing.status import WITH_US
from handlers.customer_talk.said import Said
from handlers.replies.choices import read_choice
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.address.question import CHANGE, ask_again
from handlers.sourcing.customer.calling_off import called, second_thoughts, sure, which_order
from handlers.sourcing.customer.last_said import last_word
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.customer.ordering.run import placed_by
from handlers.sourcing.customer.placed import order_status
from handlers.turn import Turn
from storage.message import Message
from storage.runs import Run
from storage.sourcing.reservations import Reservation, Reservations

_JUST = timedelta(minutes=10)
"""So long what we said last of an order is how it stands: whoever taps again has read it."""
_RECENT = 20  # messages among which that with the button is looked for
_SUBJECT = "reservation"  # of a message about an order


async def of_picked(turn: Turn, said: Said) -> bool:
    """Answer a tap below a summary that is over; False for all else, and for a yes below one that was left."""
    card = await _card(turn, said)
    run = await turn.unit.runs.get(card.run) if card is not None and card.run is not None else None
    if run is None or run.flow != ordering.NAME or run.contact != said.address.contact or run.ended_at is None:
        return False
    if run.ended != ordering.ORDERED:
        return await _of_left(turn, said, run)
    placed = await placed_by(turn, run)
    if placed is None:
        return said.event.button == "no" and await second_thoughts.wait(turn, said)
    if said.event.button == "no" and await called.is_theirs(turn, placed):
        await sure.ask(turn, said, [placed])
    else:
        await _say_how_it_stands(turn, said, placed)
    return True


async def of_order(turn: Turn, said: Said) -> bool:
    """Say how the order stands that a card is about, where its question is answered; False for all else.

    Its address can still be changed from the card.
    """
    card = await _card(turn, said)
    row = await _order_on(turn, said, card) if card is not None else None
    if row is None or row.contact != said.address.contact:
        return False
    if card is not None and said.event.button == CHANGE and row.status in WITH_US:
        orders = card.data["order"]
        return await ask_again(turn, said, row, orders=(orders,) if isinstance(orders, str) else tuple(orders))
    await _say_how_it_stands(turn, said, row)
    return True


async def _order_on(turn: Turn, said: Said, card: Message) -> Reservation | None:
    """The order that a card is about; of several the one whose number was pressed, else the first."""
    if card.subject_kind == _SUBJECT and card.subject is not None:
        return await turn.unit.of(Reservations).get(card.subject)
    question = said.answered.question
    if question is None or question.message != card.id or not question.choices:
        return None
    choice = read_choice("", said.event.button, most=len(question.choices)) if said.is_to(which_order.WHICH) else None
    theirs = await customer_orders.orders_of(turn, said.address.contact)
    return next(iter(customer_orders.called(theirs, {question.choices[(choice or 1) - 1]})), None)


async def _card(turn: Turn, said: Said) -> Message | None:
    """The message of ours to them whose button was pressed, the latest that has it where that is not told; None where
    none was."""
    button = said.event.button
    if not button or said.event.forwarded:
        return None
    if said.message.reply_to is not None:
        found = await turn.unit.messages.get(said.message.reply_to)
        return found if found is not None and _is_ours(found, said) else None
    thread = await turn.unit.messages.thread(said.address.id, _RECENT)
    having = [one for one in thread if _is_ours(one, said) and any(key["id"] == button for key in one.buttons)]
    return having[-1] if having else None


def _is_ours(message: Message, said: Said) -> bool:
    return message.direction == "out" and message.contact == said.address.contact


async def _of_left(turn: Turn, said: Said, run: Run) -> bool:
    """Take a second tap that leaves what is left for heard, while that was said last; a yes to what is not open any
    more is shown what is picked now."""
    if said.event.button == "no":
        last = await last_word(turn, said)
        return last is not None and last.run == run.id and last.created_at > turn.now - _JUST
    if await open_order.of(turn, said.address.contact) is None:
        return False
    await open_order.ask_again(turn, said)
    return True


async def _say_how_it_stands(turn: Turn, said: Said, row: Reservation) -> None:
    """Say how an order stands, unless our last word of a moment ago is about that order."""
    last = await last_word(turn, said)
    if last is None or last.subject != row.id or last.created_at <= turn.now - _JUST:
        await order_status.tell(turn, said, row)
