"""Buttons under messages of ours that are settled: an ordered or dropped summary, or an answered question.

A second tap changes nothing and alerts no one. "No, leave it" under an ordered summary acts like a typed "no": Parley
asks whether to cancel that order.
"""

from datetime import timedelta

from flows.engine import CustomerReplied
from flows.sourcing import chat_order
from flows.sourcing.order_state import CHECKED, WITH_US
from flows.sourcing.photo_approval import AFTER_ALL
from handlers.customer_talk.understood_message import UnderstoodMessage, hand_over
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.address.address_question import CHANGE, ask_again
from handlers.sourcing.customer.calling_off import cancel_confirmation, customer_cancellation
from handlers.sourcing.customer.calling_off.pressed_card import find_card, find_order_on
from handlers.sourcing.customer.last_message import find_last_word
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.customer.ordering.ordering_run import find_placed
from handlers.sourcing.customer.ordering.ordering_start import begin_anew
from handlers.sourcing.customer.placed import sourced_order_status
from storage.events.runs import Run
from storage.sourcing.reservations import Reservation

_SHIP = "1"  # the button below photos
_JUST = timedelta(minutes=10)
"""How long a second tap on "leave it" needs no answer."""


async def answer_finished_card(turn: Turn, said: UnderstoodMessage) -> bool:
    """Answer a tap under a settled summary; return False for other messages."""
    shown = await find_card(turn, said)
    run = await turn.unit.runs.get(shown.run) if shown is not None and shown.run is not None else None
    if run is None or run.flow != chat_order.NAME or run.contact != said.address.contact or run.ended_at is None:
        return False
    if run.ended != chat_order.ORDERED:
        return await _ignore_second_leave(turn, said, run)
    placed = await find_placed(turn, run)
    if placed is None:  # nobody has taken the order in yet: a person gets a no
        if said.event.button == "no":
            await hand_over(turn, said)
        return True
    if said.event.button == "no" and await customer_cancellation.is_theirs(turn, placed):
        await cancel_confirmation.ask(turn, said, placed)
    else:
        await sourced_order_status.tell(turn, said, placed)
    return True


async def answer_order_card(turn: Turn, said: UnderstoodMessage) -> bool:
    """Send the status of a card's order if the card's question has been answered; return False for other messages.

    The card's button can still change the address.
    """
    shown = await find_card(turn, said)
    row = await find_order_on(turn, said, shown) if shown is not None else None
    if row is None or row.contact != said.address.contact:
        return False
    if shown is not None and said.event.button == CHANGE and row.status in WITH_US:
        orders = shown.data["order"]
        return await ask_again(turn, said, row, orders=(orders,) if isinstance(orders, str) else tuple(orders))
    if not (said.event.button == _SHIP and await _ships_after_all(turn, said, row)):
        await sourced_order_status.tell(turn, said, row)
    return True


async def _ships_after_all(turn: Turn, said: UnderstoodMessage, row: Reservation) -> bool:
    """Ship the order if a customer who wanted more photos now taps the button to ship it; otherwise return False."""
    run = await customer_orders.find_run(turn, row)
    order = customer_orders.get_order(run) if run is not None else None
    if run is None or order is None or not order.again or order.status not in CHECKED:
        return False
    said_so = CustomerReplied(AFTER_ALL, said.address.id, said.address.channel, said.message.id)
    return await host.advance(turn, run, said_so)


async def _ignore_second_leave(turn: Turn, said: UnderstoodMessage, run: Run) -> bool:
    """Handle a tap under a settled summary: ignore a second "leave it" right after the first; a yes shows the open
    order, or else the earlier lines at current prices.
    """
    if said.event.button == "no":
        last = await find_last_word(turn, said)
        return last is not None and last.run == run.id and last.created_at > turn.now - _JUST
    if await open_order.find_open(turn, said.address.contact) is not None:
        await open_order.ask_again(turn, said)
        return True
    state = open_order.get_state(run)
    lines = tuple(one for one in state.lines if len(one.wares) == 1)
    return said.event.button == "yes" and await begin_anew(turn, said, lines, express=state.express)
