"""Clear answers during a talk with the staff: a number or a button that answers our open question.

All other texts are for the staff, and so are possible answers to a question or offer of the staff, and quotes of the
staff. The staff sees each answer that a run accepts, and the customer's questions to the staff stay open.
"""

from dataclasses import replace

from flows.phrase import phrase
from handlers.customer_talk import open_runs
from handlers.customer_talk.answered_message import Answerable, list_staff_words
from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine.turn import Turn
from handlers.people import persons
from handlers.replies.automatic_senders import machine
from handlers.replies.customer_acts import ActKind
from handlers.replies.customer_intents import Intent
from handlers.replies.expected_answers import Expecting
from handlers.replies.staff_offers import may_settle
from handlers.staff_notices import alerts, handover
from templates.message_values import quote_line

ANSWER, LATER = "answer", "later"
"""Parley's action on a customer's words while the staff talks with that customer."""


async def _is_for_us(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if a text during a talk may be for us: the staff neither asked a question nor named a number."""
    return await _is_beside(turn, said) and not any(map(may_settle, await list_staff_words(turn, said.message)))


async def _is_beside(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True for a person's own text during a talk with the staff that does not quote the staff."""
    event, staffs = said.event, said.answered.staffs
    if staffs is None or said.message.reply_to == staffs.id:
        return False
    if event.button or event.forwarded or event.edited or event.media:
        return False
    asked = await turn.unit.questions.find_asked(said.address.id)
    return machine(await turn.unit.messages.thread(said.address.id), said.message, asked) is None


async def pass_number_on(turn: Turn, said: UnderstoodMessage) -> bool:
    """Pass a bare number to the run whose numbered question is still open; return False if there is none."""
    if said.answered.staffs is None or said.act.kind is not ActKind.NUMBER:
        return False
    asked = await turn.unit.runs.find_open(said.address.contact)
    run = await turn.unit.runs.get(asked.run) if asked is not None else None
    if asked is None or run is None or Expecting(asked.question.expecting) is not Expecting.CHOICE:
        return False
    ours = replace(said, answered=Answerable(None, asked, (run,), said.answered.question))
    if not await _is_for_us(turn, said) or not await open_runs.go_on(turn, ours):
        return False
    await _tell(turn, said, ANSWER)
    return True


async def tell_of_press(turn: Turn, said: UnderstoodMessage) -> None:
    """Tell the staff which button a customer tapped during their talk."""
    if said.event.button and await list_staff_words(turn, said.message):
        await _tell(turn, said, LATER if said.reading.intent is Intent.LATER else ANSWER)


async def _tell(turn: Turn, said: UnderstoodMessage, taken: str) -> None:
    """Show the staff the accepted answer, in the customer's words; a staff reply to it goes to the customer."""
    words = quote_line(said.event.text, handover.LONGEST_QUOTE)
    who, waits = await persons.name_person(turn, said.address), await handover.is_waiting(turn, said.address)
    text = phrase("taken_beside_staff", who=who, words=words, taken=taken, waits=waits)
    await alerts.tell(turn, f"beside:{said.message.id}", text, person=said.address.id)
