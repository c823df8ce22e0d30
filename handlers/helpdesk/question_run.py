"""A question that went to the staff is kept until it is answered, and its run says when to look again."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.actor import Actor
from flows.business import Business
from flows.engine import Decision, Subject
from flows.helpdesk import NAME, OPTED_OUT, Chased, ChaseFacts, End, Nudge, Over, TellAway, Waits
from flows.phrase import Text
from flows.policy.departure_facts import Kind
from handlers.engine import host
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.helpdesk import question_topics, saved_answer_offer, staff_nudges
from handlers.helpdesk.question_rows import words_of
from handlers.replies.customer_intents import Intent, read
from handlers.replies.payment_questions import asks_to_pay
from handlers.staff import handover
from handlers.staff.question_keeper import KeptQuestion
from storage.businesses.deeds import Deeds
from storage.events.runs import Run
from storage.helpdesk.customer_questions import ANSWERED, CLOSED, CustomerQuestion, CustomerQuestions
from storage.people.people import Address
from storage.sending.message import BY_STAFF, Message

DOES = (Nudge, TellAway, End)
MOST_IN_A_CROWD = 200
"""Questions that wait; while so many do, what one of a crowd asks is kept no more."""
_BEGINNING = 40  # characters of a question beside others
_COMES_BACK = timedelta(days=7)
SHUT = "question shut"
"""The kind of deed: a question was closed without an answer."""
_LOGGED = {ANSWERED: "answered", CLOSED: "closed_unanswered"}
_ASKS_NOTHING = frozenset({Intent.THANKS, Intent.GREETING, Intent.YES, Intent.NO})


def known(business: Business, _event: object) -> ChaseFacts:
    """How the business wants to be nudged."""
    settings = business.inbox
    return ChaseFacts(settings.nudge_after, settings.hours, ZoneInfo(business.timezone))


async def facts(turn: Turn, _contact: UUID, _subject: Subject | None, event: object) -> ChaseFacts:
    """The same: the settings say it all."""
    return known(turn.business, event)


async def write(turn: Turn, _run: Run, _before: Chased | None, decision: Decision[Chased]) -> None:
    """Nudge the staff, and bring the question's row to its end."""
    questions = turn.unit.of(CustomerQuestions)
    one = await questions.get(decision.state.question)
    for effect in decision.effects:
        if isinstance(effect, Nudge) and one is not None and one.ended_at is None:
            await staff_nudges.nudge(turn, one, effect.number)
        if isinstance(effect, TellAway) and one is not None and one.ended_at is None:
            await _tell_away(turn, one, effect)
        if isinstance(effect, End):
            ended = await questions.end(decision.state.question, effect.how, turn.now)
            if ended and one is not None and effect.how == OPTED_OUT:
                await staff_nudges.tell_stopped(turn, one)


async def keep(turn: Turn, address: Address, message: Message, answered: Message | None) -> KeptQuestion:
    """Have the customer wait for an answer, unless what they say to the staff asks for none; what the alert offers."""
    questions = turn.unit.of(CustomerQuestions)
    one = await questions.open_at(address.id)
    if one is None and answered is not None and read(message.text or "").intent in _ASKS_NOTHING:
        return KeptQuestion()
    if one is None:
        talking = await _talking_with(turn, answered)
        one = await questions.ask(address.contact, address.id, message.id, turn.now, talking)
    else:
        await questions.snooze(one.id, None)
    opens = await _opens(turn, one) if answered is None else None
    told = not turn.business.inbox.hours.is_open(turn.now, turn.zone)
    await host.enter(turn, NAME, str(address.id), address.contact, None, Waits(one.id, told))
    return KeptQuestion(await saved_answer_offer.shown(turn, one, address, message), opens)


async def note(turn: Turn, address: Address, message: Message) -> KeptQuestion | None:
    """Have one of a crowd wait in the list alone, without nudges; None where the list is as long as anybody reads."""
    questions = turn.unit.of(CustomerQuestions)
    one = await questions.open_at(address.id)
    if one is None:
        if await questions.count_open() >= MOST_IN_A_CROWD:
            return None
        one = await questions.ask(address.contact, address.id, message.id, turn.now)
    return KeptQuestion(opens=await _opens(turn, one))


async def waiting(turn: Turn, most: int) -> list[UUID]:
    """The addresses of so many who wait, longest first."""
    return [one.address for one in await turn.unit.of(CustomerQuestions).open(most)]


async def is_waiting(turn: Turn, address: UUID) -> bool:
    """Whether somebody waits at that address."""
    return await turn.unit.of(CustomerQuestions).open_at(address) is not None


async def asked(turn: Turn, address: UUID) -> Text | None:
    """How the words begin that somebody at that address waits for an answer to."""
    one = await turn.unit.of(CustomerQuestions).open_at(address)
    return None if one is None else await words_of(turn, one, _BEGINNING)


async def apart(turn: Turn, address: UUID) -> Text | None:
    """How the words begin that somebody at that address waits for an answer to, where no order can be meant by them:
    what is said of an order does not answer "is the cotton organic?". None for other words."""
    one = await turn.unit.of(CustomerQuestions).open_at(address)
    asked_ = await turn.unit.messages.get(one.message) if one is not None else None
    text = asked_.text if asked_ is not None and asked_.text else ""
    of_order = asks_to_pay(text) or question_topics.meant(text, question_topics.topics())
    if one is None or read(text).intent is not Intent.QUESTION or of_order:
        return None
    return await words_of(turn, one, _BEGINNING)


async def answered(turn: Turn, customer: Address, member: UUID | None) -> None:
    """A member of the staff answers whoever writes there: they wait no longer. Another one who had taken it is told."""
    one = await turn.unit.of(CustomerQuestions).open_at(customer.id)
    if one is not None and await end(turn, one, ANSWERED, member):
        await staff_nudges.tell_taker(turn, one, customer, member)


async def joined(turn: Turn, contact: UUID) -> None:
    """A new member's own questions are closed, or words written as staff would be taken for the answer."""
    for one in await turn.unit.of(CustomerQuestions).open_of(contact):
        await end(turn, one, CLOSED, None)
        await turn.unit.questions.settle_about(Subject("address", one.address), handover.ANSWER, turn.now)


async def returned(turn: Turn, address: UUID) -> None:
    """Whoever stopped all messages while they waited for an answer, and comes back soon, waits for it again."""
    one = await turn.unit.of(CustomerQuestions).last_at(address)
    lately = one is not None and one.ended_at is not None and one.ended_at > turn.now - _COMES_BACK
    if one is not None and lately and one.ended == OPTED_OUT:
        await reopen(turn, one)


async def end(turn: Turn, one: CustomerQuestion, how: str, member: UUID | None) -> bool:
    """A question is over, and nobody is nudged about it any more; False where it was before."""
    if not await turn.unit.of(CustomerQuestions).end(one.id, how, turn.now, member):
        return False
    if member is not None:
        about = Subject("question", one.id)
        await turn.unit.access.log(Actor.staff(member), f"question.{_LOGGED[how]}", turn.now, about, number=one.number)
    run = await run_of(turn, one)
    if run is not None:
        await host.advance(turn, run, Over(how))
    return True


async def shut(turn: Turn, one: CustomerQuestion, member: UUID) -> None:
    """A question ends in silence, which its member may take back."""
    await end(turn, one, CLOSED, member)
    await turn.unit.questions.settle_about(Subject("address", one.address), handover.ANSWER, turn.now)
    await turn.unit.of(Deeds).note(SHUT, one.id, Actor.staff(member), turn.now)


async def reopen(turn: Turn, one: CustomerQuestion) -> bool:
    """A question that was closed waits again, and the staff is nudged about it; False where the customer asked anew
    since."""
    questions = turn.unit.of(CustomerQuestions)
    if await questions.open_at(one.address) is not None or not await questions.reopen(one.id):
        return False
    told = not turn.business.inbox.hours.is_open(turn.now, turn.zone)
    await host.enter(turn, NAME, str(one.address), one.contact, None, Waits(one.id, told))
    return True


async def _tell_away(turn: Turn, one: CustomerQuestion, effect: TellAway) -> None:
    """The business closes, and the customer waits still: they learn when somebody answers."""
    address = await turn.unit.people.address_by_id(one.address)
    key, values = f"away:{one.id}:{turn.now:%Y%m%d}", {"opens": effect.opens}
    await post(turn, address, OutboundMessage(key, Kind.ANSWER, template="passed_on_later", values=values))
    await turn.unit.of(CustomerQuestions).note_away(one.id, turn.now)


async def run_of(turn: Turn, one: CustomerQuestion) -> Run | None:
    """The run that chases a question; None where there is none."""
    return await turn.unit.runs.open(NAME, str(one.address))


async def _talking_with(turn: Turn, answered: Message | None) -> UUID | None:
    """The member of the staff whose words the customer answers."""
    if answered is None or not answered.by_staff:
        return None
    written = await turn.unit.messages.get(UUID(answered.key.removeprefix(BY_STAFF)))
    member = await turn.unit.access.member_of(written.contact) if written is not None else None
    return member.id if member is not None else None


async def _opens(turn: Turn, one: CustomerQuestion) -> datetime | None:
    """When somebody can answer, while nobody is there and the customer has not been told so: once a night."""
    hours = turn.business.inbox.hours
    opens = hours.opens_at(turn.now, turn.zone)
    told = one.away_told_at is not None and hours.opens_at(one.away_told_at, turn.zone) == opens
    if opens == turn.now or told:
        return None
    await turn.unit.of(CustomerQuestions).note_away(one.id, turn.now)
    return opens
