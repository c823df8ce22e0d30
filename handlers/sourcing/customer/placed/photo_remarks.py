"""What a customer says of the photos of their order that answers no open question, and which choice they take."""

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


async def passed_on(turn: Turn, said: UnderstoodMessage) -> bool:
    """What they remark on the photos goes to a person, with the order's number."""
    number = await remarked(turn, said)
    if not number:
        return False
    await hand_over(turn, said, shown=number)
    await stop_doubts.offer_scope(turn, said)
    return True


async def remarked(turn: Turn, said: UnderstoodMessage) -> str:
    """A remark about an order's photos that is no answer: the order does not ship by itself any more. The order's
    number, for the member who is to judge; "" for a remark about another thing, or an order held before."""
    asked = said.answered.asked
    if asked is None or asked.question != PHOTOS_QUESTION or said.reading.intent in _OF_SOMETHING_ELSE:
        return ""
    run = await turn.unit.runs.get(asked.run)
    if run is None or run.subject is None or not await host.advance(turn, run, Remarked(run.subject.id)):
        return ""
    found = await turn.unit.of(Reservations).get(run.subject.id)
    return found.number if found is not None else ""


async def choice(_turn: Turn, said: UnderstoodMessage, asked: RunQuestion) -> int | None:
    """The numbered answer that they take of the question that is open."""
    return read_answer(asked.question.name, said.event.text, said.event.button)
