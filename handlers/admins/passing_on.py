"""Words of the staff to a customer who asked: passed on in the channel of the customer, if the rules let them leave."""

from __future__ import annotations

from uuid import UUID

from flows.phrase import Lines, Text, phrase
from flows.policy.departure import judge
from flows.policy.facts import Kind, Purpose
from flows.policy.verdict import Outcome
from handlers import handover
from handlers.actions.lives import called, name_at
from handlers.actions.reasons import reason_of
from handlers.actions.why import tap
from handlers.admins.saying import say
from handlers.outgoing import OutboundMessage, post
from handlers.turn import Turn
from storage.facts.departures import Planned, departures
from storage.messages import Message
from storage.people import Address


async def handed_over(turn: Turn, message: Message) -> Message | None:
    """The customer's question that this message replies to."""
    answered = await turn.unit.messages.get(message.reply_to) if message.reply_to else None
    return answered if answered is not None and answered.about is not None else None


async def pass_on(turn: Turn, address: Address, to: UUID, message: Message) -> None:
    """To the customer in their own channel, if the rules let it leave; the staff learns either way."""
    customer = await turn.unit.people.address_by_id(to)
    person = await turn.unit.people.get(customer.contact)
    who = called(person, customer)
    refusal = await refusal_of(turn, customer)
    if refusal is not None:
        way = phrase("next", command=await tap(turn, person)) if person else ""
        await say(turn, address, message, "unsent", Lines((phrase("not_passed_on", who=who, why=refusal), way)))
    elif await handover.answer(turn, customer, message):
        values = {"who": who, "channel": customer.channel}
        key = f"answer:{message.id}:sent"
        letter = OutboundMessage(key, Kind.STAFF, template="staff_answer_sent", values=values, reply_to=message.id)
        await post(turn, address, letter)
    else:
        await say(turn, address, message, "unsent", phrase("only_text_goes", who=who))


async def asker(turn: Turn, question: Message) -> Text:
    """Whoever asked what was handed over, as the staff calls them."""
    assert question.about is not None, "it was handed over"
    customer = await turn.unit.people.address_by_id(question.about)
    return await name_at(turn, customer)


async def refusal_of(turn: Turn, customer: Address) -> Text | None:
    """Why an answer could not leave now (they blocked us, WhatsApp's 24 hours are over), or must not, if so."""
    if await handover.takes_no_answer(turn, customer):
        return phrase("wrote_stop_last")
    planned = Planned(
        Kind.ANSWER, Purpose.TRANSACTIONAL, None, customer.channel, customer.id, customer.contact, turn.now
    )
    (facts,) = await departures(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
    verdict = judge(facts, turn.now)
    return reason_of(verdict) if verdict.outcome is Outcome.REFUSE else None
