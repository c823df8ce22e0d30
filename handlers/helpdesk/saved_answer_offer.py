"""A saved answer to a customer's question: offered to the staff with the alert, or sent automatically if allowed.

It is sent automatically only for a question about exactly its topic; complaints, cancellations, opt-outs and questions
about an order are handled before. A customer gets it once a day; after that, a person has to look.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flows.phrase import Ours, phrase
from flows.policy.departure_facts import Kind
from handlers.customer_talk import store_order_status
from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine import person_language
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.helpdesk import question_topics
from handlers.replies.customer_intents import Intent
from handlers.staff_notices import staff_reply
from storage.helpdesk.customer_questions import SAVED, CustomerQuestion, CustomerQuestions
from storage.helpdesk.saved_answers import SavedAnswer, SavedAnswers
from storage.people.people import Address
from storage.sending.message import Message
from templates.message_library import pick_locale

AGAIN_AFTER = timedelta(hours=24)
_ANSWERABLE = frozenset({Intent.QUESTION, Intent.UNCLEAR, Intent.ORDER_STATUS})
"""The readings of a topic's question: "how long is delivery?" may be read as one about an order that nobody has."""


async def offer_saved(turn: Turn, one: CustomerQuestion, address: Address, message: Message) -> Mapping[str, Any]:
    """Return what the alert offers: the likely saved answer, to send with a tap."""
    if not message.text:
        return {}
    found = question_topics.find_saved(message.text, [answer.name for answer in await turn.unit.of(SavedAnswers).all()])
    return {"saved": found[0], "asked": one.number} if found else {}


async def answer_from_saved(turn: Turn, said: UnderstoodMessage) -> bool:
    """Send a saved answer automatically; return True if it was sent."""
    if said.reading.intent not in _ANSWERABLE or said.message.media or said.event.forwarded:
        return False
    allowed = {one.name: one for one in await turn.unit.of(SavedAnswers).all() if one.allowed}
    name = question_topics.find_single_answer(said.event.text, allowed) if allowed else None
    if name is None or await _asks_after_order(turn, said) or await _is_with_somebody(turn, said.address, name):
        return False
    await _send(turn, said, allowed[name])
    return True


async def choose_text(turn: Turn, answer: SavedAnswer, address: Address) -> str:
    """Return the answer in the customer's language, else in the business's, else in any."""
    person = await turn.unit.people.get(address.contact)
    wanted = (person_language.of(person, turn.business), turn.business.locale)
    return answer.text_in(*(pick_locale(one, person_language.WRITTEN, "en") for one in wanted))[0]


async def _asks_after_order(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if the text may be about the customer's order: "how many days will it take?"."""
    if said.reading.intent is not Intent.ORDER_STATUS:
        return False
    return await store_order_status.find_latest(turn, said.address.contact, said.reading.order) is not None


async def _is_with_somebody(turn: Turn, address: Address, name: str) -> bool:
    """Return True if a person has to answer: the customer waits for one already, or asks the same again."""
    last = await turn.unit.of(CustomerQuestions).find_last(address.id)
    if last is None:
        return False
    again = last.ended == SAVED and last.saved == name and last.asked_at > turn.now - AGAIN_AFTER
    return last.ended_at is None or again


async def _send(turn: Turn, said: UnderstoodMessage, answer: SavedAnswer) -> None:
    address = said.address
    told = phrase("saved_answer_sent", answer=Ours(await choose_text(turn, answer, address)))
    text = (await speech_to(turn, address)).say(told)
    signed = staff_reply.sign_reply(turn, address, text)
    key = f"answer:{said.message.id}:saved"
    await post(turn, address, OutboundMessage(key, Kind.ANSWER, text=signed, reply_to=said.message.id))
    questions = turn.unit.of(CustomerQuestions)
    one = await questions.ask(address.contact, address.id, said.message.id, turn.now)
    await questions.note_saved(one.id, answer.name)
    await questions.end(one.id, SAVED, turn.now)
