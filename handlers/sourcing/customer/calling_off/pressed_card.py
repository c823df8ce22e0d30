"""The card whose button a customer tapped, and the order on it."""

from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine.turn import Turn
from handlers.replies.numbered_choices import read_choice
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.calling_off.order_choice import WHICH
from storage.sending.message import Message
from storage.sourcing.reservations import Reservation, Reservations

_RECENT = 20  # messages to search for the one with the button
_SUBJECT = "reservation"  # of a message about an order


async def find_card(turn: Turn, said: UnderstoodMessage) -> Message | None:
    """Return our message whose button was tapped; the latest one with the button if the channel does not report which.

    Return None if no button was tapped.
    """
    button = said.event.button
    if not button or said.event.forwarded:
        return None
    if said.message.reply_to is not None:
        found = await turn.unit.messages.get(said.message.reply_to)
        return found if found is not None and _is_ours(found, said) else None
    thread = await turn.unit.messages.thread(said.address.id, _RECENT)
    having = [one for one in thread if _is_ours(one, said) and any(key["id"] == button for key in one.buttons)]
    return having[-1] if having else None


async def find_pressed_order(turn: Turn, said: UnderstoodMessage) -> Reservation | None:
    """Return the customer's order whose card has the tapped button; None if unknown."""
    found = await find_card(turn, said)
    order = await find_order_on(turn, said, found) if found is not None else None
    return order if order is not None and order.contact == said.address.contact else None


async def find_order_on(turn: Turn, said: UnderstoodMessage, shown: Message) -> Reservation | None:
    """Return the order on a card; on a card with several orders the one with the tapped number, else the first."""
    if shown.subject_kind == _SUBJECT and shown.subject is not None:
        return await turn.unit.of(Reservations).get(shown.subject)
    if shown.run is not None:
        theirs = await customer_orders.list_orders(turn, said.address.contact)
        of_run = next((one for one in theirs if one.run == shown.run), None)
        if of_run is not None:
            return of_run
    question = said.answered.question
    if question is None or question.message != shown.id or not question.choices:
        return None
    choice = read_choice("", said.event.button, most=len(question.choices)) if said.is_to(WHICH) else None
    theirs = await customer_orders.list_orders(turn, said.address.contact)
    return next(iter(customer_orders.find_by_name(theirs, {question.choices[(choice or 1) - 1]})), None)


def _is_ours(message: Message, said: UnderstoodMessage) -> bool:
    return message.direction == "out" and message.contact == said.address.contact
