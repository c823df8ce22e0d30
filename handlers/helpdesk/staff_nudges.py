"""Reminders to the staff about a waiting customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from flows.phrase import Lines, Ours, Text, phrase, tap
from flows.policy.departure_facts import Kind
from handlers.actions.message_lives import name_at
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.helpdesk.question_rows import is_too_late, name_member, quote_words, show_row
from handlers.staff_notices import alerts, handover
from storage.businesses.access import Member
from storage.helpdesk.customer_questions import CustomerQuestion, CustomerQuestions
from storage.people.people import Address

TAKERS_OWN = 2
"""The nudges that go only to the member who took the question: then everybody gets them, because the member may be
away."""
TOGETHER = timedelta(minutes=30)
"""The interval in which waiting questions share one nudge."""
_MOST = 5  # questions of one nudge


async def nudge(turn: Turn, one: CustomerQuestion, number: int) -> None:
    """Remind the staff member who has taken the question, or all of them; several questions share one message.

    The message counts for each question in it. A question from another one's list is not repeated; otherwise five
    questions in a row would give the same list five times.
    """
    questions = turn.unit.of(CustomerQuestions)
    waiting = [other for other in await questions.list_open(_MOST + 1) if not other.rests(turn.now)]
    told = _find_last_nudge(one, number, waiting) if len(waiting) > 1 else None
    await questions.note_nudge(one.id, number, told or turn.now)
    if told is not None:
        return
    for desk in await _ask_staff(turn, one, number):
        if len(waiting) > 1:
            slot = int(turn.now.timestamp() // TOGETHER.total_seconds())
            await _post(turn, desk, f"nudge:{slot}:{desk.id}", await _write_several(turn, waiting))
        else:
            letter = await _write_single(turn, one)
            await _post(turn, desk, f"nudge:{one.id}:{turn.now.timestamp():.0f}:{desk.id}", letter, one)


def _find_last_nudge(one: CustomerQuestion, number: int, waiting: Sequence[CustomerQuestion]) -> datetime | None:
    """Return when this question last appeared in the reminder of another; None if not since its own."""
    since = max(filter(None, (one.asked_at, one.nudged_at, one.snoozed_until)))
    asked = _takers(one, number)
    lists = [
        other.nudged_at
        for other in waiting
        if other.id != one.id and other.nudged_at and _takers(other, other.nudges) in {None, asked}
    ]
    return max((at for at in lists if at > since), default=None)


def _takers(one: CustomerQuestion, number: int) -> UUID | None:
    """Return the only recipient of the reminder with this number; None for everybody."""
    return one.taken_by if number <= TAKERS_OWN else None


async def tell_taker(turn: Turn, one: CustomerQuestion, customer: Address, member: UUID | None) -> None:
    """Tell the staff member who has a question that another one has answered it."""
    if one.taken_by is None or one.taken_by == member:
        return
    who = await name_at(turn, customer)
    said = phrase("question_was_answered", who=who, by=await name_member(turn, member))
    for desk in await _find_desks(turn, one.taken_by):
        await _post(turn, desk, f"answered:{one.id}:{desk.id}", said)


async def tell_stopped(turn: Turn, one: CustomerQuestion) -> None:
    """Tell the staff that a customer has opted out, so that no answer can be sent before they write again."""
    address = await turn.unit.people.address_by_id(one.address)
    who = await name_at(turn, address)
    said = phrase("question_stopped", who=who, question=await quote_words(turn, one))
    for desk in await alerts.list_chats(turn):
        await _post(turn, desk, f"question_stopped:{one.id}:{desk.id}", said, one)


async def tell_given(turn: Turn, one: CustomerQuestion, to: Member, by: Member) -> None:
    """Tell a staff member that a question is assigned to them; a reply to that message goes to the customer."""
    said = phrase("question_given_to_you", by=by.name)
    for desk in await _find_desks(turn, to.id):
        await _post(
            turn,
            desk,
            f"given:{one.id}:{turn.now.timestamp():.0f}:{desk.id}",
            Lines((said, await _write_single(turn, one))),
            one,
        )


async def _write_single(turn: Turn, one: CustomerQuestion) -> Text:
    address = await turn.unit.people.address_by_id(one.address)
    who = await name_at(turn, address)
    told = phrase(
        "nudge",
        who=who,
        waited=turn.now - one.asked_at,
        taken=await name_member(turn, one.taken_by) if one.taken_by else None,
        question=await quote_words(turn, one),
    )
    how = "nudge_too_late" if is_too_late(turn, address) else "nudge_how"
    return Lines((told, phrase(how, channel=address.channel, command=tap("question", str(one.number)))))


async def _write_several(turn: Turn, waiting: Sequence[CustomerQuestion]) -> Text:
    rows = [await show_row(turn, one, tap("question", str(one.number))) for one in waiting[:_MOST]]
    many = await turn.unit.of(CustomerQuestions).count_open()
    more = [phrase("and_more", many=many - len(rows))] if many > len(rows) else []
    return Lines((phrase("nudge_several", many=many), *rows, *more, phrase("next", command=Ours("/questions"))))


async def _ask_staff(turn: Turn, one: CustomerQuestion, number: int) -> Sequence[Address]:
    taker = _takers(one, number)
    own = await _find_desks(turn, taker) if taker is not None else ()
    return own or await alerts.list_chats(turn)


async def _find_desks(turn: Turn, member: UUID) -> Sequence[Address]:
    members = [one for one in await turn.unit.access.members() if one.id == member and one.contact is not None]
    chats = [await alerts.find_chat(turn, one.contact) for one in members if one.contact is not None]
    return [chat for chat in chats if chat is not None]


async def _post(turn: Turn, desk: Address, key: str, said: Text, one: CustomerQuestion | None = None) -> None:
    """Post a message about one question; a reply to it goes to its customer."""
    address = await turn.unit.people.address_by_id(one.address) if one is not None else None
    asks = handover.waits_for(address) if address is not None else None
    text = (await speech_to(turn, desk)).say(said)
    about = address.id if address is not None else None
    await post(turn, desk, OutboundMessage(key, Kind.STAFF, text=text, about=about, asks=asks))
