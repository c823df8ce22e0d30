"""Descriptions of customers' questions for the staff."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flows.actor import Actor
from flows.engine import Subject
from flows.phrase import At, Lines, Ours, Text, phrase, sentences, tap
from flows.policy.departure import find_free_text_end
from handlers.actions.message_lives import name_at
from handlers.engine.turn import Turn
from handlers.staff_chat.staff_command import IssuedCommand, Reply
from handlers.staff_notices import alerts
from storage.helpdesk.customer_questions import CustomerQuestion, CustomerQuestions
from storage.people.people import Address
from templates.message_values import quote_line

_SHORT, _LONG = 60, 160  # characters of a question in a list, and alone
_BOTH = 2


async def show_row(turn: Turn, one: CustomerQuestion, name: str) -> Text:
    """Format a question after its ``name``: "12 Dana Peters (…0142), since 09:10: “is it true to size?”"."""
    address = await turn.unit.people.address_by_id(one.address)
    line = phrase(
        "question_row",
        who=await name_at(turn, address),
        since=At(one.asked_at),
        taken=await name_member(turn, one.taken_by) if one.taken_by else None,
        until=At(one.snoozed_until) if one.snoozed_until and one.rests(turn.now) else None,
        late=is_too_late(turn, address),
        question=await quote_words(turn, one, _SHORT),
    )
    return sentences(name, line)


def find_words_limit(turn: Turn, address: Address) -> datetime | None:
    """Return until when the staff's own text can be sent to the address; None if there is no limit."""
    return find_free_text_end(address.channel, address.last_inbound_at, turn.now)


def is_too_late(turn: Turn, address: Address) -> bool:
    """Return True if the staff's own text can only be sent after the customer has written again."""
    until = find_words_limit(turn, address)
    return until is not None and until <= turn.now


async def name_member(turn: Turn, member: UUID | None) -> Text:
    """Name a staff member."""
    names = await turn.unit.access.names([member]) if member is not None else {}
    return names[member] if member is not None and member in names else phrase("somebody_of_the_team")


async def quote_words(turn: Turn, one: CustomerQuestion, longest: int = _LONG) -> Text:
    """Quote the first unanswered message, on one line, and the last since."""
    message = await turn.unit.messages.get(one.message)
    thread = await turn.unit.messages.thread(one.address)
    since = [
        other
        for other in thread
        if other.by_person and other.text and other.id > one.message and "stops" not in other.data
    ]
    said = [(other, other.text) for other in (message, *since[-1:]) if other is not None and other.text]
    many = _BOTH if len(said) == _BOTH else 1
    shown = tuple(alerts.quote_with_media(other, quote_line(text, longest // many)) for other, text in said)
    return Lines(shown, between="” … “") if shown else phrase("without_text")


async def find_question(asked: IssuedCommand, number: str | None = None) -> CustomerQuestion | Reply:
    """Return the question with the number, or with the first word as number; else the reply how to name one."""
    said = number or (asked.arguments[0].lstrip("#") if asked.arguments else "")
    one = await asked.turn.unit.of(CustomerQuestions).find_by_number(int(said)) if _is_number(said) else None
    if one is not None:
        return one
    how = phrase("question_unknown", number=said) if _is_number(said) else phrase("question_which")
    return Reply(Lines((how, phrase("next", command=Ours("/questions")))), understood=not asked.is_loose)


def _is_number(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) < 10


async def find_open(asked: IssuedCommand, number: str | None = None) -> CustomerQuestion | Reply:
    """Return the question if it is open; else the reply that says why not."""
    one = await find_question(asked, number)
    if isinstance(one, Reply) or one.ended is None:
        return one
    how = phrase(f"question_{one.ended}")
    said = phrase("question_over", how=how, by=await by(asked.turn, one))
    return Reply(Lines((said, phrase("next", command=Ours("/questions")))))


async def answer_taken(asked: IssuedCommand, one: CustomerQuestion) -> Reply:
    """Reply that another staff member was faster."""
    now = await asked.turn.unit.of(CustomerQuestions).get(one.id) or one
    taken = phrase("question_taken", who=await who(asked.turn, now), by=await name_member(asked.turn, now.taken_by))
    how = phrase("question_take_over", command=tap("question_give", str(now.number), asked.member.name))
    return Reply(Lines((taken, how)))


async def by(turn: Turn, one: CustomerQuestion) -> Text | None:
    return await name_member(turn, one.ended_by) if one.ended_by is not None else None


async def who(turn: Turn, one: CustomerQuestion) -> Text:
    return await name_at(turn, await turn.unit.people.address_by_id(one.address))


async def log(asked: IssuedCommand, what: str, one: CustomerQuestion) -> None:
    by = Actor.staff(asked.member.id)
    await asked.turn.unit.access.log(by, what, asked.turn.now, Subject("question", one.id), number=one.number)
