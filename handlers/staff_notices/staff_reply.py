"""The staff's messages to a customer: who can get them, the channel, and the end of the customer's wait."""

from uuid import UUID

from flows.actor import Actor
from flows.channels import CHANNELS
from flows.consent.staff_answer import StaffAnswered
from flows.engine import Subject
from flows.events import ConsentAction
from flows.policy.departure_facts import Kind, Programme
from handlers.engine import own_events
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.people import order_news_after_stop
from handlers.staff_notices.handover import ANSWER
from storage.businesses.access import Member
from storage.businesses.deeds import Deeds
from storage.people.people import Address
from storage.sending.message import BY_STAFF, Message

WROTE = "wrote"
"""The kind of deed: a member of the staff wrote to the person at an address."""


async def answer(turn: Turn, customer: Address, reply: Message, words: str | None = None) -> bool:
    """Answer a customer in their own channel. Return False if there is no text. The text is ``words`` if given,
    otherwise that of the staff member's message."""
    said = words or reply.text
    if not said:
        return False
    letter = OutboundMessage(key=f"{BY_STAFF}{reply.id}", kind=Kind.ANSWER, text=sign_reply(turn, customer, said))
    await post_answer(turn, customer, letter, reply.contact)
    return True


async def post_answer(
    turn: Turn, customer: Address, letter: OutboundMessage, by: UUID | None, *, answers: bool = True
) -> None:
    """Post the words of a staff member to a customer, whose wait then ends.

    A run that waited for a person continues, unless the words are no answer. ``by`` is the staff member's contact.
    """
    await post(turn, customer, letter)
    member = await turn.unit.access.member_of(by) if by is not None else None
    if member is not None:
        await note_words(turn, customer, Actor.staff(member.id))
    if answers:
        await _end_wait(turn, customer, letter, member)


async def _end_wait(turn: Turn, customer: Address, letter: OutboundMessage, member: Member | None) -> None:
    """End the wait of the customer's question."""
    await turn.unit.questions.settle_about(Subject("address", customer.id), ANSWER, turn.now)
    await turn.tools.conversations.keeper.answered(turn, customer, member.id if member else None)
    key = f"answered:{letter.key.removeprefix(BY_STAFF)}"
    await own_events.emit(turn, customer.contact, StaffAnswered(), key)


async def note_words(turn: Turn, to: Address, by: Actor) -> None:
    """Record that a staff member wrote to somebody, so that a later ``/undo`` does not reverse older deeds."""
    await turn.unit.of(Deeds).note(WROTE, to.id, by, turn.now)


async def takes_no_answer(turn: Turn, customer: Address) -> bool:
    """Return True if no answer is allowed: the customer wrote STOP last, and has no open order in this chat."""
    if order_news_after_stop.is_answered_at(customer) and await order_news_after_stop.are_answered(
        turn, customer.contact
    ):
        return False
    return await was_stopped(turn, customer)


async def was_stopped(turn: Turn, customer: Address) -> bool:
    """Return True if the customer wrote STOP, on any channel, and has not written here since.

    An opt-out covers all of a shop's texts except one that confirms it (47 CFR 64.1200(a)(12)); a later question may be
    answered.
    """
    stopped = await turn.unit.consents.find_stopped([customer.id])
    revoked = await turn.unit.consents.find_revoked_at(customer.id, Programme.REMINDERS) if stopped else None
    thread = await turn.unit.messages.thread(customer.id)
    last = next((one for one in reversed(thread) if one.by_person), None)
    if revoked is None:
        return False
    if last is None or last.data.get("stops") or last.created_at < revoked:
        return True
    # A yes to the question about stopping is in the ledger; the message itself was no stop.
    ended = (one for one in await turn.unit.consents.ledger(customer.contact) if one.action is ConsentAction.REVOKED)
    return any(one.event == last.id for one in ended)


def sign_reply(turn: Turn, to: Address, text: str) -> str:
    """Begin the text with the brand for an SMS, which shows no sender name; nothing is added if it begins with it."""
    brand = turn.business.name
    named = CHANNELS[to.channel].is_chat or CHANNELS[to.channel].subjects
    known = named or text.lower().startswith(brand.lower())
    return text if known else f"{brand}: {text}"
