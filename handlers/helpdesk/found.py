"""The question of a customer that a command names by number, with the customer, and the member who ended it."""

from __future__ import annotations

from flows.actor import Actor
from flows.engine import Subject
from flows.phrase import Lines, Ours, Text, phrase, tap
from handlers.actions.lives import name_at
from handlers.admins.command import Asked, Reply
from handlers.helpdesk.rows import named
from handlers.turn import Turn
from storage.helpdesk.questions import CustomerQuestion, CustomerQuestions


async def meant(asked: Asked, number: str | None = None) -> CustomerQuestion | Reply:
    """The question whose number is said, in the first word where it is not given; else how one is named."""
    said = number or (asked.arguments[0].lstrip("#") if asked.arguments else "")
    one = await asked.turn.unit.of(CustomerQuestions).by_number(int(said)) if _is_number(said) else None
    if one is not None:
        return one
    how = phrase("question_unknown", number=said) if _is_number(said) else phrase("question_which")
    return Reply(Lines((how, phrase("next", command=Ours("/questions")))), understood=not asked.is_loose)


def _is_number(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) < 10


async def still_open(asked: Asked, number: str | None = None) -> CustomerQuestion | Reply:
    """The same, where it is open."""
    one = await meant(asked, number)
    if isinstance(one, Reply) or one.ended is None:
        return one
    how = phrase(f"question_{one.ended}")
    said = phrase("question_over", how=how, by=await by(asked.turn, one))
    return Reply(Lines((said, phrase("next", command=Ours("/questions")))))


async def anothers(asked: Asked, one: CustomerQuestion) -> Reply:
    """Somebody else was first."""
    now = await asked.turn.unit.of(CustomerQuestions).get(one.id) or one
    taken = phrase("question_taken", who=await who(asked.turn, now), by=await named(asked.turn, now.taken_by))
    how = phrase("question_take_over", command=tap("question_give", str(now.number), asked.member.name))
    return Reply(Lines((taken, how)))


async def by(turn: Turn, one: CustomerQuestion) -> Text | None:
    return await named(turn, one.ended_by) if one.ended_by is not None else None


async def who(turn: Turn, one: CustomerQuestion) -> Text:
    return await name_at(turn, await turn.unit.people.address_by_id(one.address))


async def log(asked: Asked, what: str, one: CustomerQuestion) -> None:
    by = Actor.staff(asked.member.id)
    await asked.turn.unit.access.log(by, what, asked.turn.now, Subject("question", one.id), number=one.number)
