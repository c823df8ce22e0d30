"""The card of ours whose button a customer presses, and the order on it."""

from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine.turn import Turn
from handlers.replies.numbered_choices import read_choice
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.calling_off.order_choice import WHICH
from storage.sending.message import Message
from storage.sourcing.reservations import Reservation, Reservations

_RECENT = 20  # messages among which that with the button is looked for
_SUBJECT = "reservation"  # of a message about an order


async def card(turn: Turn, said: UnderstoodMessage) -> Message | None:
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


async def order_pressed(turn: Turn, said: UnderstoodMessage) -> Reservation | None:
    """Their order whose card has the button that they press; None where that is not known."""
    found = await card(turn, said)
    order = await order_on(turn, said, found) if found is not None else None
    return order if order is not None and order.contact == said.address.contact else None


async def order_on(turn: Turn, said: UnderstoodMessage, shown: Message) -> Reservation | None:
    """The order that a card is about; of several the one whose number was pressed, else the first."""
    if shown.subject_kind == _SUBJECT and shown.subject is not None:
        return await turn.unit.of(Reservations).get(shown.subject)
    if shown.run is not None:
        theirs = await customer_orders.orders_of(turn, said.address.contact)
        of_run = next((one for one in theirs if one.run == shown.run), None)
        if of_run is not None:
            return of_run
    question = said.answered.question
    if question is None or question.message != shown.id or not question.choices:
        return None
    choice = read_choice("", said.event.button, most=len(question.choices)) if said.is_to(WHICH) else None
    theirs = await customer_orders.orders_of(turn, said.address.contact)
    return next(iter(customer_orders.called(theirs, {question.choices[(choice or 1) - 1]})), None)


def _is_ours(message: Message, said: UnderstoodMessage) -> bool:
    return message.direction == "out" and message.contact == said.address.contact
