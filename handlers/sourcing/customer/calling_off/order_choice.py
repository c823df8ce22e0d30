"""The order that a customer means, taken from the question that they answer; if it is unclear, a list asks."""

from collections.abc import Sequence

from flows.engine import Asks
from flows.sourcing import chat_order
from flows.sourcing.order_draft import name_lines
from flows.sourcing.order_state import WITH_US
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine.turn import Turn
from handlers.replies.numbered_choices import read_choice
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.calling_off import cancel_confirmation, customer_cancellation
from storage.sourcing.reservations import Reservation, Reservations
from templates.message_values import shorten

WHICH = "cancel_number"
"""Template that asks which order to cancel, and the expected kind of its answer."""
_SHOWN = 60  # characters of an order's goods, in the list


async def find_meant(turn: Turn, said: UnderstoodMessage) -> list[Reservation]:
    """Return the order that the answered question or the quoted message is about; else all orders that may be meant."""
    theirs = await customer_cancellation.list_cancellable(turn, said)
    asked, quoted = said.answered.asked, said.message.reply_to is not None
    answered = {asked.run} if asked else {run.id for run in said.answered.runs} if quoted else set()
    among = [one for one in theirs if one.run in answered]
    return among or [one for one in theirs if one.status in WITH_US] or theirs[:1]


async def ask(
    turn: Turn, said: UnderstoodMessage, orders: Sequence[Reservation], unknown: tuple[str, ...] = ()
) -> None:
    """Ask which of these orders is meant. ``unknown`` are numbers in the text that no order of the customer has."""
    numbers = tuple(one.number for one in orders)
    values = {"orders": numbers, "lines": chat_order.number_lines(await _list_orders(turn, orders))}
    values |= {"unknown": unknown} if unknown else {}
    await say(turn, said, WHICH, values=values, asks=Asks(WHICH, choices=numbers))


async def take_choice(turn: Turn, said: UnderstoodMessage) -> bool:
    """Ask about the order chosen from the list by a tap, its position or its number; return False for other texts."""
    listed, text = said.answers.choices, said.event.text
    orders = [one for one in await customer_cancellation.list_cancellable(turn, said) if one.number in listed]
    chosen = customer_orders.find_by_name(orders, {text.strip(" .!\n")})
    place = None if chosen else read_choice(text, said.event.button, most=len(listed))
    chosen = chosen or [one for one in orders if place and one.number == listed[place - 1]]
    await cancel_confirmation.call_off(turn, said, chosen[:1])
    return bool(chosen)


async def _list_orders(turn: Turn, orders: Sequence[Reservation]) -> tuple[str, ...]:
    """Format each order with its number and goods: "P1234: 2 Taj Mug, Tiger Shorts L"."""
    lines = await turn.unit.of(Reservations).lines([one.id for one in orders])
    goods = {one.id: name_lines(tuple(line for line, _ in lines[one.id] if line.wanted)) for one in orders}
    return tuple(
        ": ".join(filter(None, (one.number, shorten(", ".join(goods[one.id]), _SHOWN, "…")))) for one in orders
    )
