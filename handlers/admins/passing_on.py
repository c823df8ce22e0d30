"""Words of the staff to a customer who asked: passed on in the channel of the customer, if the rules let them leave."""

from __future__ import annotations

from uuid import UUID

from flows.delivery import MessageStatus
from flows.phrase import Lines, Text, phrase
from flows.policy.departure import judge
from flows.policy.facts import Kind, Purpose
from flows.policy.verdict import Outcome
from handlers import staffs_answer
from handlers.actions.lives import called, name_at
from handlers.actions.reasons import reason_of
from handlers.actions.why import tap
from handlers.admins import unaddressed
from handlers.admins.saying import say
from handlers.outgoing import OutboundMessage, post
from handlers.turn import Turn
from storage.facts.departures import Planned, departures
from storage.message import BY_STAFF, Message
from storage.people import Address

_NEVER_LEFT = frozenset({MessageStatus.FAILED, MessageStatus.REFUSED, MessageStatus.EXPIRED, MessageStatus.VOID})


async def handed_over(turn: Turn, message: Message) -> Message | None:
    """The customer's question that this message replies to."""
    answered = await turn.unit.messages.get(message.reply_to) if message.reply_to else None
    return answered if answered is not None and answered.about is not None else None


async def pass_on(turn: Turn, address: Address, to: UUID, message: Message, *, too: bool = False) -> None:
    """To the customer in their own channel, if the rules let it leave; the staff learns either way.

    Where another member has answered them since they wrote last, the member is shown that first, unless they want
    theirs to leave ``too``.
    """
    customer = await turn.unit.people.address_by_id(to)
    await turn.unit.people.hold(customer.contact)  # of two who answer in one moment the second sees the first
    person = await turn.unit.people.get(customer.contact)
    who = called(person, customer)
    refusal = await refusal_of(turn, customer)
    if refusal is not None:
        way = phrase("next", command=await tap(turn, person)) if person else ""
        await say(turn, address, message, "unsent", Lines((phrase("not_passed_on", who=who, why=refusal), way)))
    elif not too and message.text and (other := await _answered(turn, customer, message)) is not None:
        by = await turn.unit.access.member_of(other[0]) if other[0] is not None else None
        name = by.name if by is not None else phrase("somebody_else")
        await say(turn, address, message, "unsent", unaddressed.too(message, customer, who, name, other[1]))
    elif await staffs_answer.answer(turn, customer, message):
        values = {"who": who, "channel": customer.channel}
        key = f"answer:{message.id}:sent"
        letter = OutboundMessage(key, Kind.STAFF, template="staff_answer_sent", values=values, reply_to=message.id)
        await post(turn, address, letter)
    else:
        await say(turn, address, message, "unsent", phrase("only_text_goes", who=who))


async def _answered(turn: Turn, customer: Address, message: Message) -> tuple[UUID | None, str] | None:
    """Who else on the staff wrote to a customer after the customer wrote last, and what; None where nobody did, or the
    member themselves was the last who did."""
    for one in reversed(await turn.unit.messages.thread(customer.id)):
        if one.by_person:
            return None
        if one.by_staff and one.status not in _NEVER_LEFT:
            written = await turn.unit.messages.get(UUID(one.key.removeprefix(BY_STAFF)))
            by = written.contact if written is not None else None
            return None if by == message.contact else (by, one.text or "")
    return None


async def asker(turn: Turn, question: Message) -> Text:
    """Whoever asked what was handed over, as the staff calls them."""
    assert question.about is not None, "it was handed over"
    customer = await turn.unit.people.address_by_id(question.about)
    return await name_at(turn, customer)


async def refusal_of(turn: Turn, customer: Address) -> Text | None:
    """Why an answer could not leave now (they blocked us, WhatsApp's 24 hours are over), or must not, if so."""
    if await staffs_answer.takes_no_answer(turn, customer):
        return phrase("wrote_stop_last")
    planned = Planned(
        Kind.ANSWER, Purpose.TRANSACTIONAL, None, customer.channel, customer.id, customer.contact, turn.now
    )
    (facts,) = await departures(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
    verdict = judge(facts, turn.now)
    return reason_of(verdict) if verdict.outcome is Outcome.REFUSE else None
