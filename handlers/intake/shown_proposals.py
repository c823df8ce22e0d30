"""Proposals for messages that were not understood: a proposer is asked once, and its proposal is shown with a button.

The proposal changes nothing until the person taps it. If there is none, or after a no, the message goes to a person.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from uuid import UUID

from flows.call_kinds import PROPOSAL
from flows.engine import Asks
from flows.model_proposals import NONE, Proposed, Topic
from flows.policy.departure_facts import Kind
from handlers.calls import proposal_call
from handlers.consent import stop_doubts
from handlers.conversation import Written, read_by
from handlers.customer_talk import earlier_message
from handlers.customer_talk.understood_message import UnderstoodMessage, understand
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.replies.bare_answers import read_exact_answer
from handlers.replies.customer_intents import Intent, read
from handlers.replies.numbered_choices import read_choice
from handlers.staff_notices import handover
from storage.events.event_inbox import Stored
from storage.events.open_questions import QuestionRecord
from templates.message_values import quote_line

PROPOSED = "did_you_mean"
"""Template that shows a proposal, and the expected kind of its answer."""
_SENTENCES = MappingProxyType({Topic.ORDER_STATUS: "where is my order", Topic.HOW_TO_PAY: "how can I pay"})
"""The sentence for each topic that our readers know."""
_UNREAD = frozenset({Intent.UNCLEAR, Intent.YES, Intent.NO, Intent.CHANGE_ITEM, Intent.CHANGE_SIZE})
"""Intents of a text that answers an open question and does nothing by itself."""
_SHOWN = 80  # characters of the question in a proposal


async def ask(turn: Turn, said: UnderstoodMessage) -> bool:
    """Ask the proposer about a customer's text that no reader understood. Return False if there is no proposer."""
    if not said.event.text.strip() or not said.is_words_alone or said.event.edited:
        return False
    asked = await _find_asking(turn, said) if said.reading.intent in _UNREAD else None
    asked = asked if await proposal_call.list_choices(turn, asked) else None
    if asked is None and said.reading.intent is not Intent.UNCLEAR:
        return False
    return await proposal_call.ask(turn, PROPOSAL, said.message, {"asked": asked})


async def show_proposal(turn: Turn, _stored: Stored, event: Proposed) -> None:
    """Show the proposed choice, or answer its topic; if there is no proposal, a person gets the message."""
    written = await earlier_message.find_written(turn, event.message)
    if written is None:
        return
    if event.asked is not None and event.choice != NONE and await _show(turn, written, event.asked, event.choice):
        return
    if event.asked is None and event.choice != NONE:
        await _answer_topic(turn, written, Topic(event.choice))
    else:
        await _give_to_person(turn, written)


async def take_choice(turn: Turn, written: Written) -> bool:
    """Take the proposed choice after a tap, its number or an exact yes; after a no a person gets the message."""
    question = written.question
    if question is None or written.is_unread or not written.is_sent_alone or written.message.data.get("stops"):
        return False
    choice = read_choice(written.event.text, written.event.button, most=2)
    does = choice == 1 if choice is not None else read_exact_answer(written.event.text)
    if does is None:
        return False
    if does:
        await _press(turn, written, question)
        return True
    before = await earlier_message.find_written(turn, UUID(question.data["message"]))
    if before is not None:
        await _give_to_person(turn, before)
    return True


async def _find_asking(turn: Turn, said: UnderstoodMessage) -> UUID | None:
    """Return the message of ours whose choices the text may answer; None if there is none."""
    question = said.answered.question
    if question is not None:
        return question.message if question.expects != PROPOSED else None
    asked = said.answered.asked
    last = await turn.unit.messages.find_last_word(said.address.id, said.message.id) if asked is not None else None
    return last.id if last is not None and asked is not None and last.run == asked.run else None


async def _show(turn: Turn, written: Written, asked: UUID, choice: str) -> bool:
    """Ask whether a choice was meant. Return False if it is no longer offered."""
    label = (await proposal_call.list_choices(turn, asked)).get(choice)
    shown = await turn.unit.messages.get(asked)
    if label is None or shown is None:
        return False
    values = {"choice": label.lstrip("0123456789. "), "question": quote_line(shown.text or "", _SHOWN)}
    kept = {"message": str(written.message.id), "asked": str(asked), "choice": choice}
    letter = OutboundMessage(
        key=f"proposed:{written.message.id}",
        kind=Kind.ANSWER,
        template=PROPOSED,
        values=values,
        reply_to=written.message.id,
        asks=Asks(PROPOSED, values=kept, within=handover.STILL_OPEN),
        locale=shown.locale,
    )
    await post(turn, written.address, letter)
    return True


async def _press(turn: Turn, written: Written, question: QuestionRecord) -> None:
    """Handle the tap as a tap on the proposed button, under the message that has it."""
    asked, choice = UUID(question.data["asked"]), question.data["choice"]
    label = (await proposal_call.list_choices(turn, asked)).get(choice, "")
    event = replace(written.event, text=label, button=choice)
    message = replace(written.message, text=label, reply_to=asked)
    answers = await turn.unit.questions.find_answered(message)
    pressed = replace(written, event=event, message=message, question=answers)
    await read_by(turn, conversations_of(turn).doors, pressed, answers)
    await stop_doubts.rest(turn, written.address.contact)


async def _give_to_person(turn: Turn, written: Written) -> None:
    """Pass a message to the staff; no reader gets its text again."""
    unread = replace(written, event=replace(written.event, text=""), is_unread=True)
    await read_by(turn, conversations_of(turn).doors, unread, None)


async def _answer_topic(turn: Turn, written: Written, topic: Topic) -> None:
    """Answer as our readers answer this topic. Our offers pause, since the text may have been an opt-out."""
    said = await understand(turn, written)
    if said.reading.intent is Intent.UNCLEAR:
        sentence = _SENTENCES[topic]
        said = replace(said, event=replace(said.event, text=sentence), reading=read(sentence))
    await read_by(turn, conversations_of(turn).readers, said, said.answered.question)
    if not said.reading.may_mean_messages and said.reading.intent is not Intent.AMBIGUOUS_STOP:
        await stop_doubts.rest(turn, said.address.contact)
