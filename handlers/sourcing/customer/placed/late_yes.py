"""A yes to an offer whose place another one took: it agrees to neither, and the offer that stands is shown once more.

What it answers is the message that it quotes, or whose button it is: a bare yes is said to the latest offer.
"""

from uuid import UUID

from flows.engine import CustomerReplied
from flows.sourcing.paying import REPLACED
from flows.sourcing.reason import Reason
from flows.sourcing.status import GOING_ON
from handlers import host
from handlers.customer_talk.said import Said, hand_over
from handlers.replies.intents import Expecting, Intent, read
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.placed import order_status
from handlers.turn import Turn
from storage.runs import Run
from storage.sourcing.histories import Histories
from storage.sourcing.reservations import Reservation, Reservations


async def answered(turn: Turn, said: Said) -> bool:
    """Whether they say yes to what was replaced: its history says so, and they see what is offered now.

    Of an offer that was agreed to meanwhile they hear how it stands; where none is left a person is asked.
    """
    replaced = await _replaced(turn, said)
    if replaced is None:
        return False
    stands = await _in_place_of(turn, said.address.contact, replaced.id)
    await _tell(turn, said, replaced)
    if stands is not None and await _tell(turn, said, stands):
        return True
    if stands is not None and stands.status in GOING_ON:
        await order_status.tell(turn, said, stands)
    else:
        await hand_over(turn, said)
    return True


async def _replaced(turn: Turn, said: Said) -> Reservation | None:
    """The replaced offer to which they say yes."""
    if not said.message.reply_to or said.event.forwarded or not _agrees(said):
        return None
    quoted = await turn.unit.messages.get(said.message.reply_to)
    if quoted is None or quoted.direction != "out" or quoted.subject is None or quoted.contact != said.address.contact:
        return None
    found = await turn.unit.of(Reservations).get(quoted.subject)
    return found if found is not None and await _number_after(turn, found.id) else None


def _agrees(said: Said) -> bool:
    """Whether it would be a yes to the offer, were that open."""
    return read(said.event.text, expecting=Expecting.YES_NO, quick=said.event.button).intent is Intent.YES


async def _in_place_of(turn: Turn, contact: UUID, order: UUID) -> Reservation | None:
    """The offer that took its place, or the place of that one."""
    theirs = {one.number: one for one in await customer_orders.orders_of(turn, contact)}
    last = None
    while (number := await _number_after(turn, last.id if last else order)) in theirs:
        last = theirs[number]
    return last


async def _number_after(turn: Turn, order: UUID) -> str:
    """The number of the order that an offer was replaced by; "" for an offer that was not."""
    steps = await turn.unit.of(Histories).history(order)
    numbers = (step.why.figures["number"] for step in steps if step.why and step.why.reason is Reason.REPLACED)
    return next(numbers, "")


async def _tell(turn: Turn, said: Said, row: Reservation) -> bool:
    """Let an order hear of the yes to a replaced offer; whether the order took it."""
    run = await customer_orders.run_of(turn, row)
    if run is None or run.ended_at is not None:
        return False
    words = await _offer(turn, run)
    return await host.advance(
        turn, run, CustomerReplied(REPLACED, said.address.id, said.address.channel, said.message.id, words=words)
    )


async def _offer(turn: Turn, run: Run) -> str:
    """The words in which it was offered; "" where they are not kept any more."""
    said = (one.data.get("offer") for one in await turn.unit.messages.of_run(run.id))
    return next(filter(None, said), "")
