"""/undo of a saved answer that was changed in chat, or of a closed question; words to a customer stay."""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from uuid import UUID

from flows.actor import Actor
from flows.phrase import Lines, Ours, Text, phrase, tap
from handlers.actions.action import Origin, Preview, Refused
from handlers.conversation import RECENT, DeedStays, Undoing, last_row, taken_back
from handlers.engine.turn import Turn
from handlers.helpdesk.question_run import SHUT, reopen
from handlers.people import persons
from handlers.staff.staff_reply import WROTE
from storage.businesses.deeds import Deed, Deeds
from storage.helpdesk.customer_questions import CustomerQuestion, CustomerQuestions
from storage.helpdesk.saved_answers import SavedAnswer, SavedAnswers

ANSWERED = "answer saved"
"""The kind of deed: a saved answer was written, removed, allowed or not allowed any more."""
_KINDS = frozenset({ANSWERED, WROTE, SHUT})


class AnswerStays(StrEnum):
    """The reasons why a deed stays."""

    CHANGED = "saved_changed_since"
    SENT = "words_are_sent"
    ASKED_SINCE = "question_asked_since"


async def change(turn: Turn, answer: SavedAnswer, by: Actor) -> None:
    """Replace an answer, and save both rows for an undo."""
    saved = turn.unit.of(SavedAnswers)
    before = await saved.rows_of(answer.name)
    await saved.put(answer, by, turn.now)
    after = await saved.rows_of(answer.name)
    figures = {"name": answer.name, "before": list(map(str, before)), "after": list(map(str, after))}
    await turn.unit.of(Deeds).note(ANSWERED, (after or before)[0], by, turn.now, **figures)


async def _preview(turn: Turn, which: UUID) -> Preview:
    """Return the restored state; an old change needs a question, and so does an answer that would be sent by itself.
    Raises Refused."""
    if (shut := await _shut(turn, which)) is not None:
        at, who = shut.ended_at or turn.now, await _who(turn, shut.address)
        text = phrase("question_would_wait", who=who, at=at)
        return Preview(text, phrase("choice_take_back"), harmless=turn.now - at <= RECENT)
    deed, before = await _open(turn, which)
    fresh = turn.now - deed.at <= RECENT and not before.allowed
    text = phrase("saved_would_go_back", name=before.name, at=deed.at, **_shown(before))
    return Preview(text, phrase("choice_take_back"), harmless=fresh)


async def _take_back(turn: Turn, origin: Origin, which: UUID) -> Text:
    if (shut := await _shut(turn, which)) is not None:
        return await _waits_again(turn, origin, which, shut)
    deed, before = await _open(turn, which)
    async with taken_back(turn, origin, deed.id):
        await turn.unit.of(SavedAnswers).put(before, origin.by, turn.now)
    said = phrase("saved_went_back", name=before.name, **_shown(before))
    return Lines((said, phrase("next", command=Ours("/answers"))))


async def _waits_again(turn: Turn, origin: Origin, which: UUID, shut: CustomerQuestion) -> Text:
    async with taken_back(turn, origin, which):
        if not await reopen(turn, shut):
            raise Refused(DeedStays.DONE_ALREADY)
    said = phrase("question_waits_again", who=await _who(turn, shut.address))
    return Lines((said, phrase("next", command=tap("question", str(shut.number)))))


async def _shut(turn: Turn, which: UUID) -> CustomerQuestion | None:
    """Return the question that a deed closed; None for another deed. Raises Refused if the question, or a newer one,
    waits again."""
    deed = await turn.unit.of(Deeds).get(which)
    if deed is None or deed.kind != SHUT:
        return None
    questions = turn.unit.of(CustomerQuestions)
    one = await questions.get(deed.about)
    if one is None or deed.undone_at is not None or one.ended is None:
        raise Refused(DeedStays.DONE_ALREADY)
    since = await questions.open_at(one.address)
    if since is not None:
        raise Refused(
            AnswerStays.ASKED_SINCE, {"who": await _who(turn, one.address)}, tap("question", str(since.number))
        )
    return one


async def _who(turn: Turn, address: UUID) -> Text:
    return await persons.named(turn, await turn.unit.people.address_by_id(address))


async def _open(turn: Turn, which: UUID) -> tuple[Deed, SavedAnswer]:
    """Return the deed and the answer before. Raises Refused if it was undone, or another change came since."""
    deed = await turn.unit.of(Deeds).get(which)
    if deed is not None and deed.kind == WROTE:
        raise Refused(AnswerStays.SENT, await _sent(turn, deed))
    if deed is None or deed.undone_at is not None or deed.kind != ANSWERED:
        raise Refused(DeedStays.DONE_ALREADY)
    name, saved = deed.figures["name"], turn.unit.of(SavedAnswers)
    before, after = [await saved.of_rows(name, map(UUID, deed.figures[key])) for key in ("before", "after")]
    if (await saved.get(name) or SavedAnswer(name)) != after:
        raise Refused(AnswerStays.CHANGED, {"name": name}, Ours(f"/answer_{name}"))
    return deed, before


async def _sent(turn: Turn, deed: Deed) -> dict[str, Any]:
    """Return the recipient of the words, and when they left."""
    return {"who": await _who(turn, deed.about), "at": deed.at}


def _shown(one: SavedAnswer) -> dict[str, str]:
    return {"languages": ", ".join(one.texts)} if one.texts else {}


UNDOES = Undoing(
    name="helpdesk", last=last_row(_KINDS), preview=_preview, does=_take_back, kinds=_KINDS,
    for_good=dict.fromkeys(("question.taken", "question.handed_over", "question.snoozed"), "deed_question"),
)  # fmt: skip
