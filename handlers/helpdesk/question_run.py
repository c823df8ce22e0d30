"""A question to the staff, stored until it is answered; its run schedules the next check."""

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
from handlers.helpdesk.question_rows import quote_words
from handlers.replies.customer_intents import Intent, read
from handlers.replies.payment_questions import asks_to_pay
from handlers.staff_notices import handover
from handlers.staff_notices.question_keeper import KeptQuestion
from storage.businesses.deeds import Deeds
from storage.events.runs import Run
from storage.helpdesk.customer_questions import ANSWERED, CLOSED, CustomerQuestion, CustomerQuestions
from storage.people.people import Address
from storage.sending.message import BY_STAFF, Message

DOES = (Nudge, TellAway, End)
MOST_IN_A_CROWD = 200
"""The waiting questions above which one of a crowd is no longer stored."""
_BEGINNING = 40  # characters of a question in a list
_COMES_BACK = timedelta(days=7)
SHUT = "question shut"
"""The kind of deed: a question was closed without an answer."""
_LOGGED = {ANSWERED: "answered", CLOSED: "closed_unanswered"}
_ASKS_NOTHING = frozenset({Intent.THANKS, Intent.GREETING, Intent.YES, Intent.NO})


def make_facts(business: Business, _event: object) -> ChaseFacts:
    """Return the facts: the business's settings for reminders to the staff."""
    settings = business.inbox
    return ChaseFacts(settings.nudge_after, settings.hours, ZoneInfo(business.timezone))


async def load_facts(turn: Turn, _contact: UUID, _subject: Subject | None, event: object) -> ChaseFacts:
    """Return the same facts, which depend only on the settings."""
    return make_facts(turn.business, event)


async def write(turn: Turn, _run: Run, _before: Chased | None, decision: Decision[Chased]) -> None:
    """Send reminders to the staff, and end the question's row."""
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
    """Store the customer's question, unless the text needs no answer; return what the alert offers."""
    questions = turn.unit.of(CustomerQuestions)
    one = await questions.find_open_at(address.id)
    if one is None and answered is not None and read(message.text or "").intent in _ASKS_NOTHING:
        return KeptQuestion()
    if one is None:
        talking = await _find_talking_member(turn, answered)
        one = await questions.ask(address.contact, address.id, message.id, turn.now, talking)
    else:
        await questions.snooze(one.id, None)
    opens = await _find_opening(turn, one) if answered is None else None
    told = not turn.business.inbox.hours.is_open(turn.now, turn.zone)
    await host.enter(turn, NAME, str(address.id), address.contact, None, Waits(one.id, told))
    return KeptQuestion(await saved_answer_offer.offer_saved(turn, one, address, message), opens)


async def note(turn: Turn, address: Address, message: Message) -> KeptQuestion | None:
    """Store one of very many questions, in the list only and with no reminders; None if the list is too long."""
    questions = turn.unit.of(CustomerQuestions)
    one = await questions.find_open_at(address.id)
    if one is None:
        if await questions.count_open() >= MOST_IN_A_CROWD:
            return None
        one = await questions.ask(address.contact, address.id, message.id, turn.now)
    return KeptQuestion(opens=await _find_opening(turn, one))


async def list_waiting(turn: Turn, most: int) -> list[UUID]:
    """Return the addresses of at most ``most`` waiting customers, the longest wait first."""
    return [one.address for one in await turn.unit.of(CustomerQuestions).list_open(most)]


async def is_waiting(turn: Turn, address: UUID) -> bool:
    """Return True if the customer at the address waits for an answer."""
    return await turn.unit.of(CustomerQuestions).find_open_at(address) is not None


async def quote_waiting(turn: Turn, address: UUID) -> Text | None:
    """Quote the beginning of the waiting question of this address; None if there is none."""
    one = await turn.unit.of(CustomerQuestions).find_open_at(address)
    return None if one is None else await quote_words(turn, one, _BEGINNING)


async def quote_unrelated(turn: Turn, address: UUID) -> Text | None:
    """Quote the beginning of the waiting question of this address if it cannot be about an order; None otherwise. A
    text about an order does not answer "is the cotton organic?"."""
    one = await turn.unit.of(CustomerQuestions).find_open_at(address)
    asked_ = await turn.unit.messages.get(one.message) if one is not None else None
    text = asked_.text if asked_ is not None and asked_.text else ""
    of_order = asks_to_pay(text) or question_topics.find_saved(text, question_topics.load())
    if one is None or read(text).intent is not Intent.QUESTION or of_order:
        return None
    return await quote_words(turn, one, _BEGINNING)


async def end_wait(turn: Turn, customer: Address, member: UUID | None) -> None:
    """End the wait of a customer who has been answered, and tell another staff member who had taken the question."""
    one = await turn.unit.of(CustomerQuestions).find_open_at(customer.id)
    if one is not None and await end(turn, one, ANSWERED, member):
        await staff_nudges.tell_taker(turn, one, customer, member)


async def close_own_questions(turn: Turn, contact: UUID) -> None:
    """Close a new staff member's own questions; otherwise their messages as staff would count as the answer."""
    for one in await turn.unit.of(CustomerQuestions).list_open_of(contact):
        await end(turn, one, CLOSED, None)
        await turn.unit.questions.settle_about(Subject("address", one.address), handover.ANSWER, turn.now)


async def reopen_question(turn: Turn, address: UUID) -> None:
    """Reopen the question of a customer who opted out while waiting and soon returns."""
    one = await turn.unit.of(CustomerQuestions).find_last(address)
    lately = one is not None and one.ended_at is not None and one.ended_at > turn.now - _COMES_BACK
    if one is not None and lately and one.ended == OPTED_OUT:
        await reopen(turn, one)


async def end(turn: Turn, one: CustomerQuestion, how: str, member: UUID | None) -> bool:
    """End a question and its reminders; return False if it had ended already."""
    if not await turn.unit.of(CustomerQuestions).end(one.id, how, turn.now, member):
        return False
    if member is not None:
        about = Subject("question", one.id)
        await turn.unit.access.log(Actor.staff(member), f"question.{_LOGGED[how]}", turn.now, about, number=one.number)
    run = await find_run(turn, one)
    if run is not None:
        await host.advance(turn, run, Over(how))
    return True


async def shut(turn: Turn, one: CustomerQuestion, member: UUID) -> None:
    """Close a question without telling the customer; the staff member can undo it."""
    await end(turn, one, CLOSED, member)
    await turn.unit.questions.settle_about(Subject("address", one.address), handover.ANSWER, turn.now)
    await turn.unit.of(Deeds).note(SHUT, one.id, Actor.staff(member), turn.now)


async def reopen(turn: Turn, one: CustomerQuestion) -> bool:
    """Reopen a closed question, with reminders; return False if the customer has asked again since."""
    questions = turn.unit.of(CustomerQuestions)
    if await questions.find_open_at(one.address) is not None or not await questions.reopen(one.id):
        return False
    told = not turn.business.inbox.hours.is_open(turn.now, turn.zone)
    await host.enter(turn, NAME, str(one.address), one.contact, None, Waits(one.id, told))
    return True


async def _tell_away(turn: Turn, one: CustomerQuestion, effect: TellAway) -> None:
    """At closing time tell a customer who still waits when the business opens again."""
    address = await turn.unit.people.address_by_id(one.address)
    key, values = f"away:{one.id}:{turn.now:%Y%m%d}", {"opens": effect.opens}
    await post(turn, address, OutboundMessage(key, Kind.ANSWER, template="passed_on_later", values=values))
    await turn.unit.of(CustomerQuestions).note_away(one.id, turn.now)


async def find_run(turn: Turn, one: CustomerQuestion) -> Run | None:
    """Return the run that chases a question; None if there is none."""
    return await turn.unit.runs.get_open(NAME, str(one.address))


async def _find_talking_member(turn: Turn, answered: Message | None) -> UUID | None:
    """Return the staff member whose message the customer answers; None if there is none."""
    if answered is None or not answered.by_staff:
        return None
    written = await turn.unit.messages.get(UUID(answered.key.removeprefix(BY_STAFF)))
    member = await turn.unit.access.member_of(written.contact) if written is not None else None
    return member.id if member is not None else None


async def _find_opening(turn: Turn, one: CustomerQuestion) -> datetime | None:
    """Return when the business opens, if it is closed and the customer has not been told tonight; None otherwise."""
    hours = turn.business.inbox.hours
    opens = hours.opens_at(turn.now, turn.zone)
    told = one.away_told_at is not None and hours.opens_at(one.away_told_at, turn.zone) == opens
    if opens == turn.now or told:
        return None
    await turn.unit.of(CustomerQuestions).note_away(one.id, turn.now)
    return opens
