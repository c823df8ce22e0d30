"""What a member of the staff writes to a customer: who may be written to, how it leaves, and who waits no longer."""

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
from handlers.staff.handover import ANSWER
from storage.businesses.access import Member
from storage.businesses.deeds import Deeds
from storage.people.people import Address
from storage.sending.message import BY_STAFF, Message

WROTE = "wrote"
"""The kind of deed: a member of the staff wrote to the person at an address."""


async def answer(turn: Turn, customer: Address, reply: Message, words: str | None = None) -> bool:
    """A member of the staff answers a customer, by what they wrote or by ``words`` that they chose: the customer gets
    it in their own channel."""
    said = words or reply.text
    if not said:
        return False
    letter = OutboundMessage(key=f"{BY_STAFF}{reply.id}", kind=Kind.ANSWER, text=signed(turn, customer, said))
    await post_answer(turn, customer, letter, reply.contact)
    return True


async def post_answer(
    turn: Turn, customer: Address, letter: OutboundMessage, by: UUID | None, *, answers: bool = True
) -> None:
    """The words of a member of the staff to a customer, by whichever way they were given: the customer waits no longer,
    and whoever waited for a person to read them goes on, unless the words are no answer to what was asked.

    ``by`` is the member's contact.
    """
    await post(turn, customer, letter)
    member = await turn.unit.access.member_of(by) if by is not None else None
    if member is not None:
        await note_words(turn, customer, Actor.staff(member.id))
    if answers:
        await _waits_no_longer(turn, customer, letter, member)


async def _waits_no_longer(turn: Turn, customer: Address, letter: OutboundMessage, member: Member | None) -> None:
    """What the customer asked is answered by these words."""
    await turn.unit.questions.settle_about(Subject("address", customer.id), ANSWER, turn.now)
    if (keeper := turn.tools.conversations.keeper) is not None:
        await keeper.answered(turn, customer, member.id if member else None)
    key = f"answered:{letter.key.removeprefix(BY_STAFF)}"
    await own_events.emit(turn, customer.contact, StaffAnswered(), key)


async def note_words(turn: Turn, to: Address, by: Actor) -> None:
    """Keep that a member of the staff wrote to somebody: an ``/undo`` after that means those words, not older deeds."""
    await turn.unit.of(Deeds).note(WROTE, to.id, by, turn.now)


async def takes_no_answer(turn: Turn, customer: Address) -> bool:
    """Whether nobody may answer them: they wrote STOP last, and hear of no order that goes on in this chat."""
    if order_news_after_stop.is_answered_at(customer) and await order_news_after_stop.are_answered(
        turn, customer.contact
    ):
        return False
    return await was_stopped(turn, customer)


async def was_stopped(turn: Turn, customer: Address) -> bool:
    """Whether they wrote STOP, wherever, and have not written here since.

    An opt-out holds for all of a shop's texts but one that confirms it (47 CFR 64.1200(a)(12)); a question that they
    write afterwards may be answered.
    """
    stopped = await turn.unit.consents.stopped([customer.id])
    revoked = await turn.unit.consents.revoked_at(customer.id, Programme.REMINDERS) if stopped else None
    thread = await turn.unit.messages.thread(customer.id)
    last = next((one for one in reversed(thread) if one.by_person), None)
    if revoked is None:
        return False
    if last is None or last.data.get("stops") or last.created_at < revoked:
        return True
    # A yes to whether our messages shall stop is in the ledger, and was no stop when it came in.
    ended = (one for one in await turn.unit.consents.ledger(customer.contact) if one.action is ConsentAction.REVOKED)
    return any(one.event == last.id for one in ended)


def signed(turn: Turn, to: Address, text: str) -> str:
    """The words as they leave for an address: an SMS shows a number and no name, so it begins with the brand, unless
    they have written it there themselves."""
    brand = turn.business.name
    known = CHANNELS[to.channel].is_chat or text.lower().startswith(brand.lower())
    return text if known else f"{brand}: {text}"
