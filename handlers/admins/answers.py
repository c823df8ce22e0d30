"""What the staff answer to what their chat asked: yes or no, which of two, to whom, the rest of a command."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from flows.phrase import Lines, Phrase, phrase
from handlers import slash
from handlers.admins import awaiting, confirming, either, halting, late, picking, suggesting, unaddressed, unread
from handlers.admins.awaiting import PEOPLE, SO_FAR, awaits_text
from handlers.admins.command import Reply
from handlers.admins.instead import is_named, is_surely_another
from handlers.admins.passing_on import handed_over, pass_on
from handlers.admins.saying import say
from handlers.admins.understood import obey_words
from handlers.admins.undoing import UNDO
from handlers.admins.yes_or_no import calls_off, says_no_more
from handlers.replies import commands as spoken
from handlers.replies.choices import read_choice
from handlers.replies.greeting import is_greeting
from handlers.replies.sending import wants_no_sending
from handlers.turn import Turn
from storage.access import Member
from storage.questions import Question

if TYPE_CHECKING:
    from handlers.conversation import Written

CONFIRMED, SENDING = "confirmed", "sending"
"""Names of answers: to what is confirmed, and to whether sending is to be paused."""


async def told_which(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff says if a reply of theirs was a command, or the answer to a customer."""
    message, event, question, member = written.message, written.event, written.question, written.member
    if member is None or question is None or not written.is_sent_alone:
        return False
    choice = read_choice(event.text, event.button, most=either.ANSWER)
    if choice is None:
        return False
    reply, typed = await either.of(turn, question)
    handed = await handed_over(turn, reply) if reply is not None else None
    if reply is None or handed is None or question.answered_at is not None:
        await say(turn, written.address, message, "either", phrase("confirm_done_already"))
    elif choice == either.ANSWER:
        assert handed.about is not None, "it was handed over"
        await pass_on(turn, written.address, handed.about, reply)
    else:
        name, said = await obey_words(turn, member, reply, typed)
        await say(turn, written.address, message, name or unread.UNREAD, said)
    return True


async def told_to_whom(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff says if words of theirs were for the customer who waits."""
    event, question, member = written.event, written.question, written.member
    if member is None or question is None or not written.is_sent_alone:
        return False
    customer = unaddressed.chosen(question, event.text, event.button)
    if customer is None:
        return False
    words_ = await unaddressed.words_of(turn, question)
    if question.answered_at is not None:
        await say(turn, written.address, written.message, CONFIRMED, phrase("confirm_done_already"))
    elif isinstance(customer, bool) or words_ is None or not await _may_leave(turn, question, customer):
        await say(turn, written.address, written.message, CONFIRMED, unaddressed.not_sent())
    elif unaddressed.is_of_several(question) and not event.button:  # a figure may have meant something else, a tap not
        one = await unaddressed.to_one(turn, words_, await turn.unit.people.address_by_id(customer))
        await say(turn, written.address, written.message, CONFIRMED, one)
    else:
        await pass_on(turn, written.address, customer, words_, too=unaddressed.is_too(question))
    return True


async def _may_leave(turn: Turn, question: Question, customer: UUID) -> bool:
    """Whether nobody has answered since, or the member was told who had."""
    return unaddressed.is_too(question) or await unaddressed.still_waits(turn, customer)


async def completed(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff says the rest of a command that was asked back, and no other command.

    What gets the command no further than it was is none: it is talk, or what we do not catch. Where it was refused the
    question stays, for the rest is said anew: a text without the word STOP is mended by the next message. Where a text
    is awaited, "Reply STOP to end" and "the customer is angry" are that text: only the bare word calls it off, and only
    what can be nothing else is another command.
    """
    message, event, question, member = written.message, written.event, written.question, written.member
    text = (event.button or event.text).strip()
    if member is None or question is None or not written.is_sent_alone:
        return False
    if event.button and question.answered_at is not None:
        return False
    written_out = awaits_text(question)
    if written_out and _takes_back(text):  # nothing holds of what was refused
        await say(turn, written.address, message, UNDO.name, phrase("text_still_awaited"), goes_on=question)
        return True
    if not text or slash.command(text) is not None or is_greeting(text):  # "/order_1027" is a command, and no name
        return False
    if awaiting.lists_people(question) and (told := picking.of_list(question.data[PEOPLE].split(), text)) is not None:
        return await _took(turn, written, member, question, told)
    if says_no_more(text) if written_out else _leaves(text):
        left = Lines((phrase("confirm_left"), phrase("stop_is_by_pause") if wants_no_sending(text) else ""))
        await say(turn, written.address, message, CONFIRMED, left)
        return True
    if is_surely_another(turn.tools.conversations.commands, text) if written_out else _is_command(turn, text):
        return awaiting.drafts(question) and not written_out and await _went_on(turn, written, member, question, text)
    return await _went_on(turn, written, member, question, text)


async def _took(turn: Turn, written: Written, member: Member, question: Question, told: str | Phrase) -> bool:
    """One of the people who were listed is meant; a number of none of them is said to be so, and the list stays."""
    if isinstance(told, str):
        return await _went_on(turn, written, member, question, told)
    await say(turn, written.address, written.message, CONFIRMED, told, goes_on=question)
    return True


def _leaves(text: str) -> bool:
    """Whether nothing is to become of a command that asked back; a figure is the rest of it, and no answer."""
    return calls_off(text) or (says_no_more(text) and not text.strip().isdecimal())


async def _went_on(turn: Turn, written: Written, member: Member, question: Question, text: str) -> bool:
    """Whether the rest that they said got the command further that was asked back, which is answered then."""
    message, written_out = written.message, awaits_text(question)
    so_far = tuple(question.data[SO_FAR].split("\n"))
    name, reply = await obey_words(turn, member, message, late.typed(so_far, text))
    if name is None or not reply.understood or (reply.asks == so_far and not written_out):
        return False
    if reply.refused and await turn.tools.conversations.begin(turn, text):
        return False
    again = replace(reply, asks=so_far, written=written_out) if reply.refused else reply
    if reply.refused and written_out:
        again = replace(again, text=Lines((again.text, phrase("text_or_cancel"))))
    await say(turn, written.address, message, name, again)
    return True


async def took_suggestion(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff takes, or leaves, the command that was suggested to them."""
    taken = suggesting.taken(turn, written)
    if taken is None or written.member is None:
        return False
    if isinstance(taken, str):
        name, reply = await obey_words(turn, written.member, written.message, taken)
        await say(turn, written.address, written.message, name or unread.UNREAD, reply)
    else:
        await say(turn, written.address, written.message, CONFIRMED, taken)
    return True


async def told_of_sending(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff says if what goes to customers is to be paused, of which they were asked."""
    event, member, question = written.event, written.member, written.question
    if member is None or question is None or not written.is_sent_alone:
        return False
    taken = halting.LEAVE if _takes_back(event.text) else halting.choice(event.text, event.button)
    if taken is not None:
        reply = await halting.settled(turn, member, written.message, question, taken)
        await say(turn, written.address, written.message, SENDING, reply)
    return taken is not None


async def confirmed(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff confirms or declines, in words, what a command showed."""
    message, event, question, member = written.message, written.event, written.question, written.member
    if member is None or question is None or not written.is_as_sent:
        return False
    if _takes_back(event.text) and not confirming.is_of(question, UNDO):
        reply: Reply | None = await confirming.left(turn, member, message, question)
    else:
        reply = await confirming.worded(turn, member, message, question, event.text)
    if reply is not None:
        await say(turn, written.address, message, CONFIRMED, reply)
    return reply is not None


def _takes_back(text: str) -> bool:
    """Whether all that a text says is that something shall not hold: "undo", "/undo", "deshacer"."""
    return is_named(UNDO, text)


def _is_command(turn: Turn, text: str) -> bool:
    """Whether a text is another command."""
    commands = turn.tools.conversations.commands
    return spoken.read_command(text, commands.spellings, dangerous=commands.dangerous) is not None
