"""/questions: the waiting customers, a page at a time; /question 12: one of them, with its actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.phrase import At, Lines, Ours, Text, phrase, tap
from handlers.actions.message_lives import name_at
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.helpdesk import question_close, question_deeds, question_rows
from handlers.helpdesk.question_rows import name_member, quote_words, show_row
from handlers.replies.staff_errands import Errand
from handlers.staff_chat.argument_questions import answer_unread
from handlers.staff_chat.staff_command import LONGEST, Command, IssuedCommand, Reply, list_buttons
from handlers.staff_notices import alerts, handover
from storage.businesses.access import Member
from storage.helpdesk.customer_questions import CustomerQuestion, CustomerQuestions
from templates.message_values import shorten

_MOST, _MEMBERS = 8, 3


async def list_waiting(asked: IssuedCommand) -> Text | Reply:
    """List the waiting customers, the longest wait first; "/questions 12" begins with number 12."""
    first = _number(asked.rest)
    if asked.arguments and first is None:
        return answer_unread(asked.arguments, Ours("/questions"), loose=asked.is_loose)
    questions = asked.turn.unit.of(CustomerQuestions)
    many = await questions.count_open()
    if not many:
        return Lines((phrase("questions_none"), phrase("next", command=Ours("/answers"))))
    waiting = await questions.list_open(many)
    begins = next((place for place, one in enumerate(waiting) if first is None or one.number >= first), 0)
    return await _render_page(asked, waiting, begins)


async def _render_page(asked: IssuedCommand, waiting: Sequence[CustomerQuestion], begins: int) -> Reply:
    """Return the whole rows that fit, from that place on, with a button for each and one for those behind them."""
    message = await asked.turn.unit.messages.get(asked.message)
    assert message is not None, "a command is a message"
    speech = await speech_to(asked.turn, await asked.turn.unit.people.address_by_id(message.address))
    page, end = Lines((phrase("questions_head", many=len(waiting)),)), begins
    for one in waiting[begins : begins + _MOST]:
        longer = Lines((*page.parts, await show_row(asked.turn, one, str(one.number))))
        if end > begins and len(speech.say(longer)) > LONGEST:
            break
        page, end = longer, end + 1
    more = tap("questions", str(waiting[end].number)) if end < len(waiting) else ""
    rows = ((tap("question", str(one.number)), str(one.number)) for one in waiting[begins:end])
    return Reply(page, list_buttons(rows, more))


def _number(said: str) -> int | None:
    bare = said.strip("# ")
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 10 else None


async def show_card(asked: IssuedCommand) -> Text | Reply:
    """Show one question: the last lines of its thread, and its actions."""
    one = await question_rows.find_question(asked)
    if isinstance(one, Reply):
        return one
    turn = asked.turn
    address = await turn.unit.people.address_by_id(one.address)
    head = phrase(
        "question_head",
        number=one.number,
        who=await name_at(turn, address),
        channel=address.channel,
        since=At(one.asked_at),
        taken=await name_member(turn, one.taken_by) if one.taken_by else None,
        until=At(one.snoozed_until) if one.snoozed_until and one.rests(turn.now) else None,
        question=await quote_words(turn, one),
    )
    thread = handover.drop_commands(await turn.unit.messages.thread(one.address))
    before = Lines(tuple(Ours(line) for line in alerts.quote_thread(thread)))
    if one.ended is not None:
        said = phrase("question_over", how=phrase(f"question_{one.ended}"), by=await question_rows.by(turn, one))
        over = Lines((head, before, said, phrase("next", command=Ours("/questions"))), longest=LONGEST)
        return Reply(over, person=one.address)
    shown = Lines((head, before), longest=LONGEST)
    return Reply(shown, await _make_buttons(turn, asked.member, one), person=one.address)


async def show_quoted(asked: IssuedCommand) -> Text | Reply:
    """Show the part of a question's last mail that quotes earlier mails."""
    one = await question_rows.find_question(asked)
    if isinstance(one, Reply):
        return one
    quoted = await _find_quoted(asked.turn, one)
    shown = Ours(shorten(quoted, LONGEST, "…")) if quoted else phrase("question_quotes_nothing")
    return Reply(shown, person=one.address)


async def _find_quoted(turn: Turn, one: CustomerQuestion) -> str:
    thread = await turn.unit.messages.thread(one.address)
    return next((str(other.data["quoted"]) for other in reversed(thread) if other.data.get("quoted")), "")


_DEEDS = (
    Command(name="take", run=question_deeds.take, reads=1, anywhere=True),
    Command(name="answer", run=question_deeds.answer, anywhere=True),
    Command(name="saved", run=question_deeds.send_saved, reads=2, anywhere=True),
    Command(name="give", aliases=("hand", "handover", "pass"), run=question_deeds.give, anywhere=True),
    Command(name="snooze", run=question_deeds.snooze, anywhere=True),
    replace(question_close.CLOSE, anywhere=True),
)
"""The actions on a question, before its number or after it."""
QUESTIONS = Command(
    name="questions",
    aliases=("inbox", "open questions", "waiting", "who waits", "who is waiting", "whos waiting"),
    run=list_waiting,
    within=_DEEDS,
    first=True,
    errands=(Errand.QUESTIONS,),
)
_QUOTED = Command(name="quoted", run=show_quoted, reads=1)
QUESTION = Command(
    name=question_close.CARD,
    usage="/question_1",
    run=show_card,
    reads=1,
    within=(*_DEEDS, _QUOTED),
    topic="questions",
)


async def _make_buttons(turn: Turn, member: Member, one: CustomerQuestion) -> tuple[tuple[str, Text], ...]:
    """Return the buttons to take, answer, hand over, snooze and close, as far as they apply now."""
    number = str(one.number)
    takes = [] if one.taken_by == member.id else [(tap("question_take", number), phrase("button_take"))]
    others = [
        other for other in await turn.unit.access.members() if other.contact is not None and other.id != member.id
    ]
    gives = [
        (tap("question_give", number, other.name), phrase("button_give", to=other.name[:12]))
        for other in others[:_MEMBERS]
    ]
    later = [(tap("question_snooze", number, when), phrase(f"button_snooze_{when}")) for when in question_deeds.LATER]
    closes = [(tap("question_close", number), phrase("button_close"))]
    quotes = [(tap("question_quoted", number), phrase("button_quoted"))] if await _find_quoted(turn, one) else []
    return (*quotes, *takes, *question_deeds.answer_button(one), *gives, *later, *closes)
