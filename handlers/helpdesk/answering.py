"""A member of the staff answers a question that they opened: in their next words, or by a saved answer."""

from __future__ import annotations

from flows.phrase import Lines, Ours, Text, phrase
from flows.policy.facts import Kind
from handlers import handover
from handlers.actions.lives import name_at
from handlers.admins import confirming, either
from handlers.admins.command import Asked, Reply
from handlers.admins.passing_on import pass_on, refusal_of
from handlers.conversation import Written
from handlers.helpdesk import offering
from handlers.outgoing import OutboundMessage, post
from handlers.speech import speech_to
from handlers.turn import Turn
from storage.helpdesk.questions import CustomerQuestion, CustomerQuestions
from storage.helpdesk.saved_answers import SavedAnswer

ANSWER_TO = "answer_to_customer"
"""What is expected of a member who pressed "Answer": their next words."""


async def wrote(turn: Turn, written: Written) -> bool:
    """Whether a member writes the answer to a question that they opened. A command is none, with its slash or by its
    own word, nor is a picture; "cancel" sends nothing."""
    event, member, question = written.event, written.member, written.question
    text = event.text.strip()
    if member is None or question is None or event.forwarded or event.edited or event.button or event.media:
        return False
    if not text or text.startswith("/") or question.about is None or question.answered_at is not None:
        return False
    if await either.command_in(turn, member, written.message, text) is not None:
        return False
    if confirming.calls_off(text):
        await _tell(turn, written, phrase("question_not_answered", command=Ours("/questions")))
    else:
        await pass_on(turn, written.address, question.about.id, written.message)
    return True


async def send_saved(asked: Asked, one: CustomerQuestion, answer: SavedAnswer) -> Text | Reply:
    """Send a saved answer to whoever waits, if the rules let it leave."""
    turn = asked.turn
    message = await turn.unit.messages.get(asked.message)
    assert message is not None, "it is what they wrote"
    customer = await turn.unit.people.address_by_id(one.address)
    who = await name_at(turn, customer)
    if (refusal := await refusal_of(turn, customer)) is not None:
        return Lines((phrase("not_passed_on", who=who, why=refusal), phrase("next", command=Ours("/questions"))))
    words = await offering.text_for(turn, answer, customer)
    await turn.unit.of(CustomerQuestions).note_saved(one.id, answer.name)
    await handover.answer(turn, customer, message, words)
    return phrase("saved_is_sent", name=answer.name, who=who, channel=customer.channel)


async def _tell(turn: Turn, written: Written, said: Text) -> None:
    text = (await speech_to(turn, written.address)).say(said)
    key = f"answer:{written.message.id}:{ANSWER_TO}"
    await post(turn, written.address, OutboundMessage(key, Kind.STAFF, text=text, reply_to=written.message.id))
