"""/questions: the customers who wait; /question 12: one customer's question, with the ways to deal with it."""

from __future__ import annotations

import re
from datetime import datetime

from flows.actor import Actor
from flows.engine import Asks, Subject
from flows.helpdesk import PutOff
from flows.phrase import At, Lines, Ours, Text, phrase, tap
from handlers import alerts, handover, host
from handlers.actions.lives import called
from handlers.admins import asking
from handlers.admins.command import LONGEST, Asked, Command, Reply
from handlers.helpdesk import answering, keeping, nudging
from handlers.helpdesk.rows import is_too_late, named, row, words_of, words_until
from handlers.replies.moments import is_little_but_a_moment, read_moment
from handlers.turn import Turn
from storage.access import Member
from storage.helpdesk.questions import CLOSED, CustomerQuestion, CustomerQuestions
from storage.helpdesk.saved_answers import SavedAnswers

_MOST, _MEMBERS = 8, 3
_LATER = ("2h", "tomorrow")
_STRETCH = re.compile(r"(\d{1,4}) ?(h|hrs?|m|mins?)", re.IGNORECASE)  # by itself "2h" is an hour of the clock: 14:00
_UNITS = {"h": "hours", "m": "minutes"}


async def listed(asked: Asked) -> Text | Reply:
    """Who waits, longest first."""
    questions = asked.turn.unit.of(CustomerQuestions)
    many = await questions.count_open()
    if not many:
        return Lines((phrase("questions_none"), phrase("next", command=Ours("/answers"))))
    found = [await row(asked.turn, one) for one in await questions.open(_MOST)]
    more = [phrase("and_more", many=many - len(found))] if many > len(found) else []
    return Lines((phrase("questions_head", many=many), *found, *more), longest=LONGEST)


async def card(asked: Asked) -> Text | Reply:
    """One question: the last lines of its thread, and what can be done."""
    one = await _meant(asked)
    if isinstance(one, Reply):
        return one
    turn = asked.turn
    address = await turn.unit.people.address_by_id(one.address)
    head = phrase(
        "question_head",
        number=one.number,
        who=called(await turn.unit.people.get(address.contact), address),
        channel=address.channel,
        since=At(one.asked_at),
        taken=await named(turn, one.taken_by) if one.taken_by else None,
        until=At(one.snoozed_until) if one.snoozed_until and one.rests(turn.now) else None,
        question=await words_of(turn, one),
    )
    thread = handover.spoken(await turn.unit.messages.thread(one.address))
    before = Lines(tuple(Ours(line) for line in alerts.quoted(thread)))
    if one.ended is not None:
        said = phrase("question_over", how=phrase(f"question_{one.ended}"), by=await _by(turn, one))
        return Lines((head, before, said, phrase("next", command=Ours("/questions"))), longest=LONGEST)
    return Reply(Lines((head, before), longest=LONGEST), await _buttons(turn, asked.member, one))


async def take(asked: Asked) -> Text | Reply:
    """The member answers it."""
    one = await _taken(asked)
    if not isinstance(one, CustomerQuestion):
        return one
    return Reply(phrase("question_yours", who=await _who(asked.turn, one)), _answering(one))


async def answer(asked: Asked) -> Text | Reply:
    """The next words of the member go to the customer."""
    one = await _taken(asked)
    if not isinstance(one, CustomerQuestion):
        return one
    address = await asked.turn.unit.people.address_by_id(one.address)
    if is_too_late(asked.turn, address):
        late = phrase("answer_too_late", who=await _who(asked.turn, one), channel=address.channel)
        return Lines((late, phrase("next", command=tap("question_close", str(one.number)))))
    asks = Asks(answering.ANSWER_TO, Subject("address", one.address), within=handover.STILL_OPEN)
    return Reply(phrase("question_write", who=await _who(asked.turn, one)), confirms=asks)


async def _taken(asked: Asked) -> CustomerQuestion | Text | Reply:
    """The open question that is the member's from now on; else the answer that says why it is not."""
    one = await _open(asked)
    if isinstance(one, Reply):
        return one
    if not await asked.turn.unit.of(CustomerQuestions).take(one.id, asked.member.id, asked.turn.now):
        return await _anothers(asked, one)
    await _log(asked, "question.taken", one)
    return one


async def saved(asked: Asked) -> Text | Reply:
    """A saved answer goes to the customer: "/question saved 12 shipping"."""
    one = await _open(asked)
    if isinstance(one, Reply):
        return one
    name = asked.arguments[1].casefold() if len(asked.arguments) > 1 else ""
    found = await asked.turn.unit.of(SavedAnswers).get(name)
    if found is None:
        return Lines((phrase("answer_unknown", name=name), phrase("next", command=Ours("/answers"))))
    return await answering.send_saved(asked, one, found)


async def give(asked: Asked) -> Text | Reply:
    """Another member answers it, and is told: "/question give 12 Bo"."""
    one = await _open(asked)
    if isinstance(one, Reply):
        return one
    turn, name = asked.turn, " ".join(asked.arguments[1:]).casefold()
    others = [other for other in await turn.unit.access.members() if other.contact is not None]
    found = [other for other in others if name and other.name.casefold().startswith(name)]
    if len(found) != 1:
        names = Lines(tuple(tap("question_give", str(one.number), other.name) for other in others), between=" ")
        return Reply(Lines((*_unread(asked), phrase("question_give_whom"), names)), understood=bool(name))
    to = found[0]
    await turn.unit.of(CustomerQuestions).hand_over(one.id, to.id, turn.now)
    await _log(asked, "question.handed_over", one)
    if to.id != asked.member.id:
        given = await turn.unit.of(CustomerQuestions).get(one.id)
        await nudging.tell_given(turn, given or one, to, asked.member)
    return phrase("question_given", who=await _who(turn, one), to=to.name)


async def snooze(asked: Asked) -> Text | Reply:
    """Nobody is nudged before then: "/question snooze 12 tomorrow"."""
    one = await _open(asked)
    if isinstance(one, Reply):
        return one
    turn, said = asked.turn, " ".join(asked.arguments[1:])
    until = _until(turn, said.removeprefix("until "))
    if until is None:
        return Reply(Lines((*_unread(asked), phrase("question_snooze_when"), *_snoozes(one))), understood=bool(said))
    await turn.unit.of(CustomerQuestions).snooze(one.id, until)
    run = await keeping.run_of(turn, one)
    if run is not None:
        await host.advance(turn, run, PutOff(until))
    await _log(asked, "question.snoozed", one)
    rests = phrase("question_rests", who=await _who(turn, one), until=At(until))
    address = await turn.unit.people.address_by_id(one.address)
    last = words_until(turn, address)
    late = (
        [phrase("snoozed_too_long", channel=address.channel, at=At(last))] if last and turn.now < last <= until else []
    )
    return Lines((rests, *late))


def _unread(asked: Asked) -> list[Text]:
    """The words behind the question's number, which name nobody and no time."""
    said = asked.arguments[1:]
    return [phrase("words_unread", unread=asking.unread(said))] if said else []


async def close(asked: Asked) -> Text | Reply:
    """The question ends without an answer, and the customer hears nothing."""
    one = await _open(asked)
    if isinstance(one, Reply):
        return one
    await keeping.end(asked.turn, one, CLOSED, asked.member.id)
    await asked.turn.unit.questions.settle_about(Subject("address", one.address), handover.ANSWER, asked.turn.now)
    said = phrase("question_is_closed", who=await _who(asked.turn, one))
    return Lines((said, phrase("next", command=Ours("/questions"))))


QUESTIONS = Command(name="questions", aliases=("inbox", "open questions"), run=listed, reads=0, first=True)
QUESTION = Command(
    name="question",
    usage="/question_1",
    run=card,
    reads=1,
    within=(
        Command(name="take", run=take, reads=1),
        Command(name="answer", run=answer, reads=1),
        Command(name="saved", run=saved, reads=2),
        Command(name="give", run=give),
        Command(name="snooze", run=snooze),
        Command(name="close", run=close, reads=1),
    ),
    topic="questions",
)


async def _meant(asked: Asked) -> CustomerQuestion | Reply:
    """The question whose number is said; else how one is named."""
    said = asked.arguments[0].lstrip("#") if asked.arguments else ""
    one = await asked.turn.unit.of(CustomerQuestions).by_number(int(said)) if _is_number(said) else None
    if one is not None:
        return one
    how = phrase("question_unknown", number=said) if _is_number(said) else phrase("question_which")
    return Reply(Lines((how, phrase("next", command=Ours("/questions")))), understood=not asked.is_loose)


def _is_number(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) < 10


async def _open(asked: Asked) -> CustomerQuestion | Reply:
    """The same, where it is open."""
    one = await _meant(asked)
    if isinstance(one, Reply) or one.ended is None:
        return one
    how = phrase(f"question_{one.ended}")
    said = phrase("question_over", how=how, by=await _by(asked.turn, one))
    return Reply(Lines((said, phrase("next", command=Ours("/questions")))))


async def _anothers(asked: Asked, one: CustomerQuestion) -> Reply:
    """Somebody else was first."""
    now = await asked.turn.unit.of(CustomerQuestions).get(one.id) or one
    taken = phrase("question_taken", who=await _who(asked.turn, now), by=await named(asked.turn, now.taken_by))
    how = phrase("question_take_over", command=tap("question_give", str(now.number), asked.member.name))
    return Reply(Lines((taken, how)))


async def _by(turn: Turn, one: CustomerQuestion) -> Text | None:
    return await named(turn, one.ended_by) if one.ended_by is not None else None


async def _who(turn: Turn, one: CustomerQuestion) -> Text:
    address = await turn.unit.people.address_by_id(one.address)
    return called(await turn.unit.people.get(address.contact), address)


async def _log(asked: Asked, what: str, one: CustomerQuestion) -> None:
    by = Actor.staff(asked.member.id)
    await asked.turn.unit.access.log(by, what, asked.turn.now, Subject("question", one.id), number=one.number)


def _until(turn: Turn, said: str) -> datetime | None:
    """The moment that was named; of a day without an hour the time at which the business opens."""
    stretch = _STRETCH.fullmatch(said)
    said = f"in {stretch[1]} {_UNITS[stretch[2][0].lower()]}" if stretch else said
    found = read_moment(said, turn.now, turn.zone) if is_little_but_a_moment(said) else None
    if found is None or found.at <= turn.now:
        return None
    if found.precise:
        return found.at
    day = found.at.astimezone(turn.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return turn.business.inbox.hours.opens_at(max(day.astimezone(turn.now.tzinfo), turn.now), turn.zone)


def _answering(one: CustomerQuestion) -> tuple[tuple[str, Text], ...]:
    return ((tap("question_answer", str(one.number)), phrase("button_answer")),)


def _snoozes(one: CustomerQuestion) -> list[Ours]:
    return [tap("question_snooze", str(one.number), later) for later in _LATER]


async def _buttons(turn: Turn, member: Member, one: CustomerQuestion) -> tuple[tuple[str, Text], ...]:
    """Take, answer, hand over, snooze and close, as far as that makes sense now."""
    number = str(one.number)
    takes = [] if one.taken_by == member.id else [(tap("question_take", number), phrase("button_take"))]
    others = [
        other for other in await turn.unit.access.members() if other.contact is not None and other.id != member.id
    ]
    gives = [
        (tap("question_give", number, other.name), phrase("button_give", to=other.name[:12]))
        for other in others[:_MEMBERS]
    ]
    later = [(tap("question_snooze", number, when), phrase(f"button_snooze_{when}")) for when in _LATER]
    closes = [(tap("question_close", number), phrase("button_close"))]
    return (*takes, *_answering(one), *gives, *later, *closes)
