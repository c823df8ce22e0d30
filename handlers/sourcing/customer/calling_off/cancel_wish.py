"""A customer's wish to cancel an order: by a tap, in a few words, or in a longer text about it. A wish alone never
cancels an order. After a tap or a few words Parley asks for confirmation; with several orders, a list asks which. A
longer text may be about another matter, so it gets the list too, and a person reads it; a plain yes then cancels
nothing. A bare "cancel" in a chat may mean our messages if the customer has consented to them, so Parley asks."""

from collections.abc import Sequence

from flows.engine import Asks
from flows.sourcing.order_state import UNPAID
from flows.sourcing.order_waits import CONFIRM_QUESTION
from handlers.consent import stop_doubts
from handlers.customer_talk import store_order_status as of_the_store
from handlers.customer_talk.understood_message import UnderstoodMessage, hand_over
from handlers.engine.turn import Turn
from handlers.replies.bare_cancel import calls_off_alone, is_bare_cancel
from handlers.replies.customer_intents import Intent
from handlers.replies.opt_out_recognition import has_a_stop
from handlers.replies.payment_questions import asks_whether
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.address.address_question import WHERE
from handlers.sourcing.customer.calling_off import (
    cancel_confirmation,
    customer_cancellation,
    order_choice,
    picked_order_drop,
)
from handlers.sourcing.customer.calling_off.order_opt_out import CANCEL_QUESTION
from handlers.sourcing.customer.calling_off.pressed_card import find_pressed_order
from handlers.sourcing.customer.last_message import find_last_word
from handlers.sourcing.customer.placed import sourced_order_status
from handlers.sourcing.replies.order_choice_answers import find_cancelled_numbers, is_order
from handlers.staff_notices import handover
from storage.sourcing.reservations import Reservation

_NEITHER = frozenset({Intent.UNCLEAR, Intent.YES, Intent.NO, Intent.AMBIGUOUS_STOP})  # no answer to "which of the two"


async def take_wish(turn: Turn, said: UnderstoodMessage) -> bool:
    """Ask about the order to cancel, or pass the wish to a person; return False for other texts."""
    if said.event.button:
        return said.event.button == customer_cancellation.BUTTON and await _take_press(turn, said)
    alone = said.is_by_hand and is_bare_cancel(said.event.text)
    stops = said.is_by_hand and said.reading.intent is Intent.NO and has_a_stop(said.event.text)
    cancels = said.reading.intent is Intent.CANCEL_ORDER
    if (alone or stops or cancels) and await picked_order_drop.drops(turn, said):
        return await picked_order_drop.leave(turn, said, alone=alone or stops)
    numbers = find_cancelled_numbers(said.event.text) if said.is_by_hand else ()
    if not (alone or numbers or cancels):
        return await _take_refusal(turn, said)
    numbers = numbers or ((said.reading.order,) if said.reading.order else ())
    if numbers:
        return await _take_numbers(turn, said, numbers)
    return await _ask(turn, said, await order_choice.find_meant(turn, said), alone=alone)


async def take_refund_wish(turn: Turn, said: UnderstoodMessage) -> bool:
    """Pass on a wish for a refund of an undelivered order, with the staff's command to cancel it."""
    wants = said.reading.intent is Intent.REFUND and said.is_words_alone and not asks_whether(said.event.text)
    about = await customer_cancellation.wish(turn, said) if wants else None
    if about is not None:
        await hand_over(turn, said, about=about)
    return about is not None


async def take_which(turn: Turn, said: UnderstoodMessage) -> bool:
    """Handle the answer to whether an order or our messages should be cancelled.

    If it names neither, ask about our messages only; messages are paused meanwhile.
    """
    text, pressed = said.event.text, said.event.button == customer_cancellation.BUTTON
    if pressed or is_order(text) or (said.reading.intent is Intent.CANCEL_ORDER and not is_bare_cancel(text)):
        await stop_doubts.keep(turn, said.address.contact, said.message.created_at)
        meant = await order_choice.find_meant(turn, said)
        if len(meant) == 1 and (pressed or is_order(text)):
            await customer_cancellation.cancel_orders(turn, said, meant)
            return True
        return await _ask(turn, said, meant)
    if said.reading.intent not in _NEITHER or is_bare_cancel(text) or find_cancelled_numbers(text):
        return False
    await stop_doubts.ask(turn, said, stop_doubts.WHETHER_TO_STOP)
    return True


async def _take_press(turn: Turn, said: UnderstoodMessage) -> bool:
    """Ask about the order of the card whose button was tapped. If the order has ended, only send its status."""
    order = await find_pressed_order(turn, said)
    if order is None:
        return await _ask(turn, said, await order_choice.find_meant(turn, said))
    if order.status in customer_orders.CALLABLE:
        await cancel_confirmation.call_off(turn, said, [order])
    else:
        await sourced_order_status.tell(turn, said, order)
    return True


async def _take_numbers(turn: Turn, said: UnderstoodMessage, numbers: Sequence[str]) -> bool:
    """Ask about the orders with these numbers. Send the status of one that has ended; say so if a number is unknown.
    Return False if the number may belong to another order of the customer."""
    named = customer_orders.find_by_name(await customer_orders.list_orders(turn, said.address.contact), numbers)
    callable_ = [one for one in named if one.status in customer_orders.CALLABLE]
    if callable_:
        return await _ask(turn, said, callable_)
    if named:
        await sourced_order_status.tell(turn, said, named[0])
        return True
    open_ = await customer_orders.list_unshipped(turn, said.address.contact)
    if not open_ or await of_the_store.find_latest(turn, said.address.contact, numbers[0]) is not None:
        return False
    await order_choice.ask(turn, said, open_, unknown=tuple(one.upper() for one in numbers))
    return True


async def _ask(turn: Turn, said: UnderstoodMessage, meant: Sequence[Reservation], *, alone: bool = False) -> bool:
    """Ask whether to cancel the order, or which of several; return False if there is none."""
    agreed = alone and await picked_order_drop.has_agreed(turn, said)
    if not meant and agreed:  # while the team has a question of this customer
        await stop_doubts.ask(turn, said, stop_doubts.WHETHER_TO_STOP)
    elif meant and not _is_short(said):
        await _pass_on(turn, said, meant)
    elif len(meant) > 1:
        await order_choice.ask(turn, said, meant)
    elif meant and agreed:
        asks = Asks(CANCEL_QUESTION, customer_orders.make_row_subject(meant[0]))
        await stop_doubts.ask(turn, said, asks, {"order": meant[0].number})
    elif meant:
        await cancel_confirmation.call_off(turn, said, meant)
    return bool(meant) or agreed


def _is_short(said: UnderstoodMessage) -> bool:
    """Return True for a tap, and for a text that only asks for a cancellation."""
    text = said.event.text
    return bool(said.event.button or find_cancelled_numbers(text)) or is_bare_cancel(text) or calls_off_alone(text)


async def _pass_on(turn: Turn, said: UnderstoodMessage, meant: Sequence[Reservation]) -> None:
    """Show the orders that the customer can still cancel, and have a person read the text.

    A longer text may be about our messages too, so they are paused until a person has answered.
    """
    await stop_doubts.pass_on(turn, said)
    theirs = [one for one in meant if await customer_cancellation.is_theirs(turn, one)]
    about = customer_cancellation.wish_of(meant)
    if not theirs:
        await hand_over(turn, said, about=about)
        return
    await handover.ask(turn, said.address, said.message, about=about)
    await order_choice.ask(turn, said, theirs)


async def _take_refusal(turn: Turn, said: UnderstoodMessage) -> bool:
    """Ask about the order that a bare no refuses: our last message is about it and asks nothing else.

    A no before the order is stored goes to a person.
    """
    asked, question = said.answered.asked, said.answered.question
    if not said.is_words_alone or said.message.reply_to or (question is not None and not said.is_to(WHERE)):
        return False
    doubts_it = said.exact is False or said.reading.intent is Intent.LATER
    if doubts_it and asked is None and await customer_orders.list_just_placed(turn, said.address):
        await hand_over(turn, said)
        return True
    if said.exact is not False:
        return False
    orders = await customer_orders.list_unshipped(turn, said.address.contact)
    if asked is None and question is not None and question.data.get("address"):
        return False  # whether the order goes to the address shown
    if asked is not None:  # at the door: the no may answer either question
        is_both = said.is_to(WHERE) and asked.question == CONFIRM_QUESTION
        meant = [one for one in orders if is_both and one.run == asked.run]
    else:
        last = await find_last_word(turn, said)
        spoken_of = last.subject if last is not None and last.subject_kind == "reservation" else None
        meant = [one for one in orders if one.id == spoken_of and one.status in UNPAID]
    for one in meant:
        await cancel_confirmation.ask(turn, said, one)
    return bool(meant)
