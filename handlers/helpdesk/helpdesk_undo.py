"""/undo of a saved answer that was changed in chat, or of a closed question; sent messages cannot be undone."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from flows.actor import Actor
from flows.phrase import Ours, Text, phrase, tap
from handlers.actions.action import Origin, Refused
from handlers.conversation import DeedStays, Reversal, Undoing
from handlers.engine.turn import Turn
from handlers.helpdesk.question_run import SHUT, reopen
from handlers.people import persons
from handlers.staff_notices.staff_reply import WROTE
from storage.businesses.deeds import Deed, Deeds
from storage.helpdesk.customer_questions import CustomerQuestions
from storage.helpdesk.saved_answers import SavedAnswer, SavedAnswers

ANSWERED = "answer saved"
"""The kind of deed: a saved answer was written, removed, allowed or not allowed any more."""


class AnswerStays(StrEnum):
    """The reasons why a deed cannot be undone."""

    CHANGED = "saved_changed_since"
    SENT = "words_are_sent"
    ASKED_SINCE = "question_asked_since"


async def change(turn: Turn, answer: SavedAnswer, by: Actor) -> None:
    """Replace a saved answer, and store both rows for an undo."""
    saved = turn.unit.of(SavedAnswers)
    before = await saved.rows_of(answer.name)
    await saved.put(answer, by, turn.now)
    after = await saved.rows_of(answer.name)
    figures = {"name": answer.name, "before": list(map(str, before)), "after": list(map(str, after))}
    await turn.unit.of(Deeds).note(ANSWERED, (after or before)[0], by, turn.now, **figures)


async def _reopen(turn: Turn, deed: Deed) -> Reversal:
    """Return the reversal that reopens the question. Raises Refused if it is open already, or a newer one waits."""
    questions = turn.unit.of(CustomerQuestions)
    shut = await questions.get(deed.about)
    if shut is None or shut.ended is None:
        raise Refused(DeedStays.DONE_ALREADY)
    who, since = await _name_customer(turn, shut.address), await questions.find_open_at(shut.address)
    if since is not None:
        raise Refused(AnswerStays.ASKED_SINCE, {"who": who}, tap("question", str(since.number)))

    async def does(_origin: Origin) -> None:
        if not await reopen(turn, shut):
            raise Refused(DeedStays.DONE_ALREADY)

    return Reversal(
        does=does,
        would=phrase("question_would_wait", who=who, at=shut.ended_at or turn.now),
        done=phrase("question_waits_again", who=who),
        after=tap("question", str(shut.number)),
    )


async def _restore(turn: Turn, deed: Deed) -> Reversal:
    """Return the reversal to the answer before; one that is sent automatically needs a confirmation. Raises Refused if
    it has been changed since."""
    name, saved = deed.figures["name"], turn.unit.of(SavedAnswers)
    before, after = [await saved.read_rows(name, map(UUID, deed.figures[key])) for key in ("before", "after")]
    if (await saved.get(name) or SavedAnswer(name)) != after:
        raise Refused(AnswerStays.CHANGED, {"name": name}, Ours(f"/answer_{name}"))
    languages = {"languages": ", ".join(before.texts)} if before.texts else {}
    return Reversal(
        does=lambda origin: saved.put(before, origin.by, turn.now),
        would=phrase("saved_would_go_back", name=name, at=deed.at, **languages),
        done=phrase("saved_went_back", name=name, **languages),
        after=Ours("/answers"),
        asks=before.allowed,
    )


async def _show_sent(turn: Turn, deed: Deed) -> Reversal:
    """Refuse, because a message to a customer cannot be undone. Always raises Refused."""
    raise Refused(AnswerStays.SENT, {"who": await _name_customer(turn, deed.about), "at": deed.at})


async def _name_customer(turn: Turn, address: UUID) -> Text:
    return await persons.name_person(turn, await turn.unit.people.address_by_id(address))


UNDOES = Undoing.of_rows(
    "helpdesk",
    {ANSWERED: _restore, WROTE: _show_sent, SHUT: _reopen},
    dict.fromkeys(("question.taken", "question.handed_over", "question.snoozed"), "deed_question"),
)
