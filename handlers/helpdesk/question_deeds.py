"""The staff's actions on a question: take, answer, hand over, snooze, close."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flows.engine import Asks, Subject
from flows.helpdesk import PutOff
from flows.phrase import At, Lines, Ours, Text, phrase, tap
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.helpdesk import question_answers, question_rows, question_run, staff_nudges
from handlers.helpdesk.question_rows import find_words_limit, is_too_late
from handlers.replies.moment_phrases import is_little_but_a_moment, read_moment
from handlers.staff_chat import argument_questions
from handlers.staff_chat.command_execution import obey
from handlers.staff_chat.send_command import SEND
from handlers.staff_chat.staff_chat_output import WRITTEN
from handlers.staff_chat.staff_command import IssuedCommand, Reply
from handlers.staff_notices import handover
from storage.helpdesk.customer_questions import CustomerQuestion, CustomerQuestions
from storage.helpdesk.saved_answers import SavedAnswers

LATER = ("2h", "tomorrow")
"""The times of the snooze buttons."""
_STRETCH = re.compile(r"(\d{1,4}) ?(h|hrs?|m|mins?)", re.IGNORECASE)  # alone "2h" is an hour of the clock: 14:00
_TO = frozenset({"over", "to", "on", "a", "ko", "को"})
_WORD = re.compile(r'"[^"]*"|“[^”]*”|\S+')
_UNITS = {"h": "hours", "m": "minutes"}


async def take(asked: IssuedCommand) -> Text | Reply:
    """Assign the question to the staff member."""
    one = await _take_question(asked)
    if not isinstance(one, CustomerQuestion):
        return one
    return Reply(
        phrase("question_yours", who=await question_rows.who(asked.turn, one)), answer_button(one), person=one.address
    )


async def answer(asked: IssuedCommand) -> Text | Reply:
    """Send the text after the number to the customer, after a preview; if there is none, wait for the next message."""
    if asked.arguments[1:]:
        return await _preview_answer(asked)
    one = await _take_question(asked)
    if not isinstance(one, CustomerQuestion):
        return one
    address = await asked.turn.unit.people.address_by_id(one.address)
    if is_too_late(asked.turn, address):
        late = phrase("answer_too_late", who=await question_rows.who(asked.turn, one), channel=address.channel)
        return Lines((late, phrase("next", command=tap("question_close", str(one.number)))))
    about, values = Subject("address", one.address), {WRITTEN: "yes"}
    asks = Asks(question_answers.ANSWER_TO, about, values=values, within=handover.STILL_OPEN)
    return Reply(
        phrase("question_write", who=await question_rows.who(asked.turn, one)), confirms=asks, person=one.address
    )


async def _preview_answer(asked: IssuedCommand) -> Text | Reply:
    """Return the preview of a text to the customer of an open question, as in /send."""
    one = await question_rows.find_open(asked)
    if isinstance(one, Reply):
        return one
    address = await asked.turn.unit.people.address_by_id(one.address)
    words, spelled = asked.arguments[1:], [*_WORD.finditer(asked.text)]
    typed = (SEND.name, address.contact.hex, asked.text[spelled[-len(words)].start() :])
    send = replace(asked, arguments=(address.contact.hex, *words), text=f"/{' '.join(typed)}", command=SEND.name)
    return await obey(SEND, send)


async def send_saved(asked: IssuedCommand) -> Text | Reply:
    """Send a saved answer to the customer: "/question saved 12 shipping"."""
    one = await question_rows.find_open(asked)
    if isinstance(one, Reply):
        return one
    name = asked.arguments[1].casefold() if len(asked.arguments) > 1 else ""
    kept = await asked.turn.unit.of(SavedAnswers).get(name)
    if kept is None:
        return Lines((phrase("answer_unknown", name=name), phrase("next", command=Ours("/answers"))))
    return await question_answers.send_saved(asked, one, kept)


async def give(asked: IssuedCommand) -> Text | Reply:
    """Assign the question to another staff member, and tell them: "/question give 12 Bo"."""
    one = await question_rows.find_open(asked)
    if isinstance(one, Reply):
        return one
    turn, name = asked.turn, " ".join(_drop_small_words(asked.arguments[1:], _TO)).casefold()
    others = [other for other in await turn.unit.access.members() if other.contact is not None]
    meant = [other for other in others if name and other.name.casefold().startswith(name)]
    if len(meant) != 1:
        names = Lines(tuple(tap("question_give", str(one.number), other.name) for other in others), between=" ")
        return Reply(Lines((*_list(asked), phrase("question_give_whom"), names)), understood=bool(name))
    to = meant[0]
    await turn.unit.of(CustomerQuestions).hand_over(one.id, to.id, turn.now)
    await question_rows.log(asked, "question.handed_over", one)
    if to.id != asked.member.id:
        given = await turn.unit.of(CustomerQuestions).get(one.id)
        await staff_nudges.tell_given(turn, given or one, to, asked.member)
    return phrase("question_given", who=await question_rows.who(turn, one), to=to.name)


async def snooze(asked: IssuedCommand) -> Text | Reply:
    """Send no reminder about the question before a given time: "/question snooze 12 tomorrow"."""
    one = await question_rows.find_open(asked)
    if isinstance(one, Reply):
        return one
    turn, said = asked.turn, " ".join(asked.arguments[1:])
    until = _read_moment(turn, said.removeprefix("until "))
    if until is None:
        return Reply(Lines((*_list(asked), phrase("question_snooze_when"), *_snoozes(one))), understood=bool(said))
    await turn.unit.of(CustomerQuestions).snooze(one.id, until)
    run = await question_run.find_run(turn, one)
    if run is not None:
        await host.advance(turn, run, PutOff(until))
    await question_rows.log(asked, "question.snoozed", one)
    rests = phrase("question_rests", who=await question_rows.who(turn, one), until=At(until))
    address = await turn.unit.people.address_by_id(one.address)
    last = find_words_limit(turn, address)
    late = (
        [phrase("snoozed_too_long", channel=address.channel, at=At(last))] if last and turn.now < last <= until else []
    )
    return Lines((rests, *late))


def answer_button(one: CustomerQuestion) -> tuple[tuple[str, Text], ...]:
    return ((tap("question_answer", str(one.number)), phrase("button_answer")),)


async def _take_question(asked: IssuedCommand) -> CustomerQuestion | Text | Reply:
    """Assign the open question to the staff member and return it; if it cannot be, return the reply that says why."""
    one = await question_rows.find_open(asked)
    if isinstance(one, Reply):
        return one
    if not await asked.turn.unit.of(CustomerQuestions).take(one.id, asked.member.id, asked.turn.now):
        return await question_rows.answer_taken(asked, one)
    await question_rows.log(asked, "question.taken", one)
    return one


def _drop_small_words(said: Sequence[str], beside: frozenset[str]) -> Sequence[str]:
    """Return the words without the small words before a name."""
    return next((said[at:] for at, word in enumerate(said) if word.casefold() not in beside), ())


def _list(asked: IssuedCommand) -> list[Text]:
    """Return the words after the question's number that are neither a name nor a time."""
    said = asked.arguments[1:]
    return [phrase("words_unread", unread=argument_questions.quote_unread(said))] if said else []


def _snoozes(one: CustomerQuestion) -> list[Ours]:
    return [tap("question_snooze", str(one.number), later) for later in LATER]


def _read_moment(turn: Turn, said: str) -> datetime | None:
    """Parse a future time; a day with no hour means the business's opening time. None if there is none."""
    stretch = _STRETCH.fullmatch(said)
    said = f"in {stretch[1]} {_UNITS[stretch[2][0].lower()]}" if stretch else said
    moment = read_moment(said, turn.now, turn.zone) if is_little_but_a_moment(said) else None
    if moment is None or moment.at <= turn.now:
        return None
    if moment.precise:
        return moment.at
    day = moment.at.astimezone(turn.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return turn.business.inbox.hours.opens_at(max(day.astimezone(turn.now.tzinfo), turn.now), turn.zone)
