"""The staff's messages in their chat: a reply to a customer, a command, or a text that is not understood."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flows.phrase import Lines, phrase
from handlers.engine import slash_command
from handlers.engine.turn import Turn
from handlers.replies.greetings import is_greeting
from handlers.replies.typed_commands import is_command_name, read_command
from handlers.staff_chat import (
    command_confirmation,
    command_proposal,
    command_suggestions,
    pause_commands,
    staff_chat_output,
    waiting_customer_reply,
)
from handlers.staff_chat.command_execution import obey_words
from handlers.staff_chat.staff_answers import CONFIRMED
from handlers.staff_chat.staff_chat_output import say
from handlers.staff_chat.staff_command import Reply
from handlers.staff_chat.staff_help import describe_today
from handlers.staff_chat.staff_yes_no import read_staff_answer
from handlers.staff_chat.waiting_customer_reply import find_handed_over, pass_on
from storage.businesses.access import Member
from storage.events.open_questions import QuestionRecord
from storage.sending.message import Message

if TYPE_CHECKING:
    from handlers.conversation import Written

_TODAY = "today"  # name of the answer to a greeting


async def obey_member(turn: Turn, written: Written) -> bool:
    """Answer a staff member's message in their own chat, unless a machine wrote it; return True for a staff member."""
    address, message, event, member = written.address, written.message, written.event, written.member
    if member is None:
        return False
    pressed = event.button if event.button and event.button.startswith("/") else None
    text = (pressed or event.text).strip()
    question = None if text.startswith("/") else await find_handed_over(turn, message)
    if question is not None:
        await _answer_customer(turn, written, question)
        return True
    name, reply = await _answer(turn, written, member, text)
    asked = written.question
    is_open = asked is not None and asked.answered_at is None and not asked.stays
    if (
        name is None
        and not (reply.understood or is_open)
        and written.is_sent_alone
        and await command_proposal.ask(turn, message)
    ):
        return True
    if asked is not None and is_open and _is_shown(asked) and name is None and reply.confirms is not None:
        reply = await command_suggestions.suggest_closest(turn, member, message, text)  # a yes would answer the new one
    if asked is not None and is_open and _stays(asked, name, reply):
        await _answer_meanwhile(turn, written, asked, name or command_suggestions.UNREAD, reply)
    elif name or await command_suggestions.may_answer(turn, address, message):
        said = _let_go(asked, name, reply) if asked is not None and is_open else reply
        await say(turn, address, message, name or command_suggestions.UNREAD, said)
    return True


async def pass_reply(turn: Turn, written: Written) -> bool:
    """Pass on a staff member's typed reply to a customer's question that was handed over; return True if it is one."""
    text, quotes = written.event.text.strip(), written.message.reply_to is not None
    unread = not quotes or written.event.media or not text or text.startswith("/")
    return not unread and await obey_member(turn, written)


async def is_talk(turn: Turn, written: Written) -> bool:
    """Return True if a text has no meaning in the staff's chat, so that it belongs to an open conversation."""
    text, commands = written.event.text.strip(), turn.tools.conversations.commands
    if not text or slash_command.command(text) is not None or written.event.button is not None:
        return False
    if is_greeting(text) or read_staff_answer(text) is not None or pause_commands.is_about(text):
        return False
    return read_command(text, commands.spellings) is None


async def _answer_customer(turn: Turn, written: Written, question: Message) -> None:
    """Pass on a reply to a customer; if it may be a command, show it before it is sent."""
    assert question.about is not None, "it was handed over"
    message, spellings = written.message, turn.tools.conversations.commands.spellings
    if is_command_name(written.event.text, spellings):
        customer = await turn.unit.people.address_by_id(question.about)
        shown = await waiting_customer_reply.ask_to_one(turn, message, customer)
        await say(turn, written.address, message, CONFIRMED, shown)
    else:
        await pass_on(turn, written.address, question.about, message)


def _let_go(question: QuestionRecord, name: str | None, reply: Reply) -> Reply:
    """Return the reply to a text after a question, saying what it drops. That is the awaited text, or a preview if no
    newer one of the same command is shown."""
    if _is_for_a_customer(question):
        leaves = name is None and reply.confirms is None
    else:
        leaves = _is_shown(question) and name not in {CONFIRMED, command_confirmation.get_command_name(question)}
    if leaves:
        return replace(reply, text=Lines((phrase("confirm_let_go"), reply.text)))
    left = staff_chat_output.describe_dropped(question, name)
    return replace(reply, text=Lines((reply.text, left))) if left else reply


def _is_shown(question: QuestionRecord) -> bool:
    """Return True if a question is a command's preview."""
    return question.expects == command_confirmation.CONFIRM


def _is_for_a_customer(question: QuestionRecord) -> bool:
    """Return True if a question asks which customer a staff text is for."""
    return question.expects == waiting_customer_reply.TO_WHOM


def _stays(question: QuestionRecord, name: str | None, reply: Reply) -> bool:
    """Return True if a question stays open: after a greeting, or, if it lists people, after an unknown text."""
    if name == _TODAY:
        return not _is_for_a_customer(question)
    return name is None and staff_chat_output.lists_people(question) and reply.confirms is None and not reply.asks


async def _answer_meanwhile(turn: Turn, written: Written, question: QuestionRecord, name: str, reply: Reply) -> None:
    """Answer while the question stays open, so that it can still be confirmed."""
    open_ = phrase("confirm_still_open") if _is_shown(question) else staff_chat_output.describe_awaited(question)
    text = Lines((reply.text, open_)) if open_ else reply.text
    await say(turn, written.address, written.message, name, replace(reply, text=text), goes_on=question)


async def _answer(turn: Turn, written: Written, member: Member, text: str) -> tuple[str | None, Reply]:
    """Return the name of the command that was confirmed or run, None if neither, and the reply. A forwarded or edited
    message is not obeyed."""
    message = written.message
    if not written.is_as_sent:
        return "not_theirs" if text.startswith("/") else None, Reply(phrase("not_obeyed"))
    reply = await command_confirmation.answer_tap(turn, member, message, text)
    if reply is None and pause_commands.is_about(text):  # also while a question is open
        return pause_commands.STOPPED, pause_commands.ask(turn, member)
    reply = reply or await command_confirmation.answer_missed(turn, member, message, text)
    if reply is not None:
        return CONFIRMED, reply
    if is_greeting(text):
        return _TODAY, Reply(await describe_today(turn, member))
    return await obey_words(turn, member, message, text)
