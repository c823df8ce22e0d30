"""A question that went to the staff is kept until it is answered, and its run says when to look again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.business import Business
from flows.engine import Decision, Subject
from flows.helpdesk import NAME, Chased, ChaseFacts, End, Nudge, Over, Waits
from handlers import handover, host
from handlers.helpdesk import nudging, offering
from handlers.keeper import Kept
from handlers.replies.intents import Intent, read
from handlers.turn import Turn
from storage.helpdesk.questions import ANSWERED, CustomerQuestion, CustomerQuestions
from storage.messages import BY_STAFF, Message
from storage.people import Address
from storage.runs import Run

DOES = (Nudge, End)
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
            await questions.note_nudge(one.id, effect.number, turn.now)
            await nudging.nudge(turn, one, effect.number)
        if isinstance(effect, End):
            await questions.end(decision.state.question, effect.how, turn.now)


async def keep(turn: Turn, address: Address, message: Message, answered: Message | None) -> Kept:
    """Have the customer wait for an answer, unless what they say to the staff asks for none; what the alert offers."""
    questions = turn.unit.of(CustomerQuestions)
    one = await questions.open_at(address.id)
    if one is None and answered is not None and read(message.text or "").intent in _ASKS_NOTHING:
        return Kept()
    if one is None:
        talking = await _talking_with(turn, answered)
        one = await questions.ask(address.contact, address.id, message.id, turn.now, talking)
    else:
        await questions.snooze(one.id, None)
    await host.enter(turn, NAME, str(address.id), address.contact, None, Waits(one.id))
    opens = await _opens(turn, one) if answered is None else None
    return Kept(await offering.shown(turn, one, address, message), opens)


async def answered(turn: Turn, customer: Address, member: UUID | None) -> None:
    """A member of the staff answers whoever writes there: they wait no longer. Another one who had taken it is told."""
    one = await turn.unit.of(CustomerQuestions).open_at(customer.id)
    if one is not None and await end(turn, one, ANSWERED, member):
        await nudging.tell_taker(turn, one, customer, member)


async def end(turn: Turn, one: CustomerQuestion, how: str, member: UUID | None) -> bool:
    """A question is over, and nobody is nudged about it any more; False where it was before."""
    if not await turn.unit.of(CustomerQuestions).end(one.id, how, turn.now, member):
        return False
    run = await run_of(turn, one)
    if run is not None:
        await host.advance(turn, run, Over(how))
    return True


async def run_of(turn: Turn, one: CustomerQuestion) -> Run | None:
    """The run that chases a question; None where there is none."""
    return await turn.unit.runs.open(NAME, str(one.address))


async def _talking_with(turn: Turn, answered: Message | None) -> UUID | None:
    """The member of the staff whose words the customer answers."""
    if answered is None or not handover.is_staffs(answered):
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
