"""What the staff write in their chat: an answer to a customer, a command, or something we did not catch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flows.phrase import Lines, phrase
from handlers.admins import (
    awaiting,
    confirming,
    either,
    ending,
    halting,
    late,
    picking,
    proposing,
    suggesting,
    today,
    unaddressed,
    unread,
)
from handlers.admins.answers import CONFIRMED, SENDING
from handlers.admins.command import Reply
from handlers.admins.passing_on import asker, handed_over, pass_on
from handlers.admins.saying import say
from handlers.admins.understood import obey_words
from handlers.replies.bare_answers import objects, refuses
from handlers.replies.greeting import is_greeting
from handlers.replies.stopping import wants_pause
from handlers.replies.text import words
from handlers.turn import Turn
from storage.access import Member
from storage.message import Message
from storage.questions import Question

if TYPE_CHECKING:
    from handlers.conversation import Written

_TODAY = "today"  # name of the answer to a greeting


async def commanded(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff wrote, in their own chat: always answered, but for what only a machine writes."""
    address, message, event, member = written.address, written.message, written.event, written.member
    if member is None:
        return False
    pressed = event.button if event.button and event.button.startswith("/") else None
    text = (pressed or event.text).strip()
    question = None if text.startswith("/") else await handed_over(turn, message)
    if question is not None:
        await _answer_customer(turn, written, question)
        return True
    name, reply = await _answer(turn, written, member, text)
    asked = written.question
    is_open = asked is not None and asked.answered_at is None and not asked.stays
    if not (reply.understood or is_open) and written.is_sent_alone and await proposing.ask(turn, message):
        return True
    if asked is not None and is_open and _is_shown(asked) and name is None:
        reply = await _keeping_what_is_shown(turn, member, message, text, reply)
    if asked is not None and is_open and name == _TODAY and not _is_for_a_customer(asked):
        await _beside(turn, written, asked, _TODAY, reply)
    elif asked is not None and is_open and name is None and _may_stay(asked, reply, text):
        if await unread.may_answer(turn, address, message):
            await _beside(turn, written, asked, unread.UNREAD, reply)
    elif name or await unread.may_answer(turn, address, message):
        said = _letting_go(asked, name, reply, text) if asked is not None and is_open else reply
        await say(turn, address, message, name or unread.UNREAD, said)
    return True


async def _answer_customer(turn: Turn, written: Written, question: Message) -> None:
    """Pass on what they reply to a customer; where it may be a command as well, ask which of the two it is."""
    address, message, typed = written.address, written.message, await _command_in(turn, written)
    if typed is None:
        assert question.about is not None, "it was handed over"
        await pass_on(turn, address, question.about, message)
    else:
        await say(turn, address, message, "either", either.ask(message, typed, await asker(turn, question)))


async def _keeping_what_is_shown(turn: Turn, member: Member, message: Message, text: str, reply: Reply) -> Reply:
    """The answer to what nobody understands while something waits for a yes: it offers the words to no customer and no
    other command for a yes, or the next "ok" would be to that."""
    asks = reply.confirms.expects if reply.confirms is not None else ""
    if asks == unaddressed.TO_WHOM:
        return await unread.closest_to(turn, member, message, text)
    return replace(reply, confirms=None) if asks == suggesting.SUGGESTED else reply


def _may_stay(question: Question, reply: Reply, text: str) -> bool:
    """Whether what a command shows, words for a customer, a draft or a list of people may stay open behind the answer
    to a text that nobody understands: not where the text may speak against it, or the answer asks whether something
    else was meant, for the next "ok" would do it. Words stay open behind thanks or a slip of one word: they leave for
    good."""
    against = objects(text) and "?" not in text
    listed = question.expects == picking.WHICH_PERSON or awaiting.lists_people(question)
    shown = (_is_shown(question) or (_is_for_a_customer(question) and unaddressed.is_slip(text))) and not reply.suggests
    open_ = shown or listed or (awaiting.drafts(question) and not awaiting.awaits_text(question))
    return open_ and reply.confirms is None and not reply.asks and not against


def _letting_go(question: Question, name: str | None, reply: Reply, text: str) -> Reply:
    """The answer to a text behind a question, with what that leaves: the text that was awaited, or, before all else,
    what was shown to be confirmed, where nothing newer of the same command is shown. An unclear no leaves it."""
    if _is_for_a_customer(question) and name is None:
        newer = reply.confirms is not None
        return reply if newer else replace(reply, text=Lines((phrase("confirm_let_go"), reply.text)))
    if not _is_shown(question):
        left = awaiting.let_go(question, name)
        return replace(reply, text=Lines((reply.text, left))) if left else reply
    unclear = name is None and reply.confirms is None
    if unclear and refuses(text):
        return Reply(phrase("confirm_let_go"))
    another = reply.suggests or name not in {None, CONFIRMED, confirming.command_of(question)}
    return replace(reply, text=Lines((phrase("confirm_let_go"), reply.text))) if another or unclear else reply


def _is_shown(question: Question) -> bool:
    """Whether a question is what a command shows before it is done."""
    return question.expects == confirming.CONFIRM


def _is_for_a_customer(question: Question) -> bool:
    """Whether a question is for whom words of the member are."""
    return question.expects == unaddressed.TO_WHOM


def _takes_a_yes(question: Question) -> bool:
    """Whether a yes or a no answers what is shown: where words may be for one of several, that is a figure."""
    to_one = _is_for_a_customer(question) and not unaddressed.is_of_several(question)
    return _is_shown(question) or to_one


async def _beside(turn: Turn, written: Written, question: Question, name: str, reply: Reply) -> None:
    """A greeting, or what nobody understands, breaks no dialogue: what was asked before it is still open behind the
    answer, and may be confirmed."""
    open_ = phrase("confirm_still_open") if _takes_a_yes(question) else awaiting.still_waits(question)
    text = Lines((reply.text, open_)) if open_ else reply.text
    await say(turn, written.address, written.message, name, replace(reply, text=text), goes_on=question)


async def replied(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff replies, in words, to what was handed over to them."""
    text, quotes = written.event.text.strip(), written.message.reply_to is not None
    unread = not quotes or written.event.media or not text or text.startswith("/")
    return not unread and await _command_in(turn, written) is None and await commanded(turn, written)


async def _answer(turn: Turn, written: Written, member: Member, text: str) -> tuple[str | None, Reply]:
    """What is confirmed or obeyed, None for neither, and the answer: only what they wrote themselves and sent so."""
    message = written.message
    if not written.is_as_sent:
        return "not_theirs" if text.startswith("/") else None, Reply(phrase("not_obeyed"))
    reply = await confirming.tapped(turn, member, message, text)
    named = turn.tools.conversations.commands.dangerous.intersection(words(text))
    if reply is None and halting.is_about(text) and (not named or wants_pause(text)):  # whatever is open besides
        one = await ending.of_somebody(turn, member, message, text)
        return (SENDING, halting.ask(turn, member, text)) if one is None else (ending.OPTOUT.name, one)
    reply = reply or await confirming.missed(turn, member, message, text)
    reply = reply or await unaddressed.asked_again(turn, message, text)
    if reply is not None:
        return CONFIRMED, reply
    if is_greeting(text):
        return _TODAY, Reply(await today.today(turn, member))
    name, answer = await obey_words(turn, member, message, text)
    awaited = await late.offer(turn, member, message, text) if name is None else None
    return (late.LATE_TEXT, awaited) if awaited is not None else (name, answer)


async def _command_in(turn: Turn, written: Written) -> str | None:
    """The command that a reply to a customer's question is, too; None for any other."""
    if written.member is None or not written.is_sent_alone:
        return None
    return await either.command_in(turn, written.member, written.message, written.event.text.strip())
