"""Customers' remarks on their order's photos that answer no open question, and their choices."""

from flows.sourcing.order_events import Remarked
from flows.sourcing.order_waits import PHOTOS_QUESTION
from handlers.consent import stop_doubts
from handlers.customer_talk.understood_message import UnderstoodMessage, hand_over
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.replies.customer_intents import Intent
from handlers.sourcing.replies.order_choice_answers import read_answer
from storage.events.runs import RunQuestion
from storage.sourcing.reservations import Reservations

_OF_SOMETHING_ELSE = frozenset({Intent.ORDER_STATUS, Intent.THANKS})


async def pass_on_remark(turn: Turn, said: UnderstoodMessage) -> bool:
    """Pass a remark on the photos to a person, with the order's number."""
    number = await hold_after_remark(turn, said)
    if not number:
        return False
    await hand_over(turn, said, shown=number)
    await stop_doubts.send_scope(turn, said)
    return True


async def hold_after_remark(turn: Turn, said: UnderstoodMessage) -> str:
    """Stop the automatic shipping after a remark on an order's photos that is no answer. Return the order's number for
    the staff member who decides; "" if the remark is about something else or the order was already on hold."""
    asked = said.answered.asked
    if asked is None or asked.question != PHOTOS_QUESTION or said.reading.intent in _OF_SOMETHING_ELSE:
        return ""
    run = await turn.unit.runs.get(asked.run)
    if run is None or run.subject is None or not await host.advance(turn, run, Remarked(run.subject.id)):
        return ""
    found = await turn.unit.of(Reservations).get(run.subject.id)
    return found.number if found is not None else ""


async def read_choice(_turn: Turn, said: UnderstoodMessage, asked: RunQuestion) -> int | None:
    """Parse a numbered answer to the open question."""
    return read_answer(asked.question.name, said.event.text, said.event.button)
