"""The staff's answers to questions in their chat: yes or no, the addressee, a choice, the rest of a command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from flows.phrase import Lines, Phrase, phrase
from handlers.engine import slash_command
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.replies.greetings import is_greeting
from handlers.replies.harm_thresholds import ReadingDeed
from handlers.replies.numbered_choices import read_choice
from handlers.replies.staff_errands import Errand
from handlers.replies.text_normalisation import words
from handlers.replies.typed_commands import read_command
from handlers.staff_chat import command_confirmation, command_suggestions, staff_chat_output, waiting_customer_reply
from handlers.staff_chat.command_execution import obey_words
from handlers.staff_chat.staff_chat_output import BEHIND, PEOPLE, SO_FAR, is_awaiting_text, say
from handlers.staff_chat.staff_command import Commands, Reply
from handlers.staff_chat.staff_yes_no import calls_off, says_no_more, stops_sending
from handlers.staff_chat.undo_command import UNDO
from handlers.staff_chat.waiting_customer_reply import pass_on
from storage.businesses.access import Member
from storage.events.open_questions import QuestionRecord
from templates.message_values import quote_line

if TYPE_CHECKING:
    from handlers.conversation import Written

CONFIRMED = "confirmed"
"""The name of the answer to a confirmation."""
_LOOKED_UP = frozenset({Errand.QUESTIONS, Errand.ORDERS, Errand.REPORT, Errand.STOCK})
_SHORT_STOP = 3  # words
_SHOWN = 300  # characters of a text that was taken
_MOST_LISTED = 99  # a longer number ends somebody's number, or an order's


async def take_customer_words(turn: Turn, written: Written) -> bool:
    """Handle the answer about whether a staff text was for the waiting customer; return True if it was one."""
    event, question, member = written.event, written.question, written.member
    if member is None or question is None or not written.is_sent_alone:
        return False
    customer = waiting_customer_reply.read_chosen_address(question, event.text, event.button)
    if customer is None:
        return False
    words_ = await waiting_customer_reply.find_words(turn, question)
    if question.answered_at is not None:
        await say(turn, written.address, written.message, CONFIRMED, phrase("confirm_done_already"))
    elif isinstance(customer, bool) or words_ is None or not await _may_leave(turn, question, customer):
        await say(turn, written.address, written.message, CONFIRMED, waiting_customer_reply.answer_not_sent())
    elif waiting_customer_reply.is_of_several(question) and not event.button:  # a figure may have another meaning
        one = await waiting_customer_reply.ask_to_one(turn, words_, await turn.unit.people.address_by_id(customer))
        await say(turn, written.address, written.message, CONFIRMED, one)
    else:
        await pass_on(turn, written.address, customer, words_, too=waiting_customer_reply.is_too(question))
    return True


async def _may_leave(turn: Turn, question: QuestionRecord, customer: UUID) -> bool:
    """Return True if nobody has answered the customer since, or the staff member knows who has."""
    return waiting_customer_reply.is_too(question) or await waiting_customer_reply.is_waiting(turn, customer)


async def take_completion(turn: Turn, written: Written) -> bool:
    """Handle the requested rest of a command; return False for another command.

    A text that does not advance the command is no rest: it is conversation, or unknown. After a refusal the question
    stays open, and the next message may correct the rest. If free text is awaited, "Reply STOP to end" and "the
    customer is angry" are that text: only the bare word drops the command, and only an unmistakable command replaces
    it.
    """
    event, question, member = written.event, written.question, written.member
    text = (event.button or event.text).strip()
    if member is None or question is None or not written.is_sent_alone:
        return False
    if event.button and question.answered_at is not None:
        return await _answer_repeat(turn, written, question)
    written_out = is_awaiting_text(question)
    if written_out and UNDO.is_named_by(text):  # the refused text no longer counts
        await say(turn, written.address, written.message, UNDO.name, phrase("text_still_awaited"), goes_on=question)
        return True
    if (
        not text or slash_command.command(text) is not None or is_greeting(text)
    ):  # "/order_1027" is a command, not a name
        return False
    if staff_chat_output.lists_people(question) and (told := _read_list_number(question, text)) is not None:
        return await _take(turn, written, member, question, told)
    if says_no_more(text) if written_out else _leaves(text):
        return await _drop_question(turn, written, text)
    commands = turn.tools.conversations.commands
    if is_surely_another(commands, text) or _asks_us(text) if written_out else _is_command(commands, text):
        if written_out or not staff_chat_output.is_drafting(question):
            return False
        return await _go_on(turn, written, member, question, text, asks_again=False)
    return await _go_on(turn, written, member, question, text)


async def _answer_repeat(turn: Turn, written: Written, question: QuestionRecord) -> bool:
    """Answer a second tap under a list of people; return False for all other buttons."""
    if staff_chat_output.lists_people(question):
        await say(turn, written.address, written.message, CONFIRMED, phrase("confirm_done_already"))
    return staff_chat_output.lists_people(question)


async def _drop_question(turn: Turn, written: Written, text: str) -> bool:
    left = Lines((phrase("confirm_left"), phrase("stop_is_by_pause") if stops_sending(text) else ""))
    await say(turn, written.address, written.message, CONFIRMED, left)
    return True


def _read_list_number(question: QuestionRecord, text: str) -> str | Phrase | None:
    """Return the person with a bare number in a list, "" for nobody, or a phrase if the number is too large.

    None for a text that is no list number.
    """
    people: Sequence[str] = question.data[PEOPLE].split()
    if BEHIND in question.data:
        people = (*people, "")
    taken = read_choice(text, most=_MOST_LISTED)
    if taken is None:
        return None
    return people[taken - 1] if taken <= len(people) else phrase("list_is_shorter", many=len(people))


async def _take(turn: Turn, written: Written, member: Member, question: QuestionRecord, told: str | Phrase) -> bool:
    """Continue with one of the listed people; if the number is not in the list, say so and keep the list open."""
    if not told:
        return await _drop_question(turn, written, "")
    if isinstance(told, str):
        return await _go_on(turn, written, member, question, f"{told} {question.data.get(BEHIND, '')}".strip())
    await say(turn, written.address, written.message, CONFIRMED, told, goes_on=question)
    return True


def _leaves(text: str) -> bool:
    """Return True if the text drops the command that asked. A number is the rest of the command, so it does not."""
    return calls_off(text) or (says_no_more(text) and not text.strip().isdecimal())


async def _go_on(
    turn: Turn, written: Written, member: Member, question: QuestionRecord, text: str, *, asks_again: bool = True
) -> bool:
    """Return True if the text advanced the command, or if it was refused and the command ``asks_again``."""
    message, written_out = written.message, is_awaiting_text(question)
    so_far = tuple(question.data[SO_FAR].split("\n"))
    name, reply = await obey_words(turn, member, message, _spell_typed(so_far, text))
    no_further = reply.asks == so_far and not written_out
    if name is None or not reply.understood or (no_further and not (reply.refused and asks_again)):
        return False
    if reply.refused and await conversations_of(turn).begin(turn, text):
        return False
    again = replace(reply, asks=so_far, written=written_out) if reply.refused else reply
    if written_out and (reply.refused or reply.confirms is None):  # a preview shows the text itself
        taken = phrase("text_or_cancel") if reply.refused else phrase("text_taken", text=quote_line(text, _SHOWN))
        again = replace(again, text=Lines((again.text, taken)))
    await say(turn, written.address, message, name, again)
    return True


def _spell_typed(so_far: Sequence[str], text: str) -> str:
    """Format a command with its rest as typed; a word with a blank is put in quotes."""
    said = " ".join(f'"{word}"' if " " in word else word for word in so_far)
    return f"/{said} {text}"


async def take_suggestion(turn: Turn, written: Written) -> bool:
    """Handle a staff member's yes or no to a suggested command; return True for either."""
    taken = command_suggestions.take_answer(written)
    if taken is None or written.member is None:
        return False
    if isinstance(taken, str):
        name, reply = await obey_words(turn, written.member, written.message, taken)
        await say(turn, written.address, written.message, name or command_suggestions.UNREAD, reply)
    else:
        await say(turn, written.address, written.message, CONFIRMED, taken)
    return True


async def take_confirmation(turn: Turn, written: Written) -> bool:
    """Handle a staff member's typed yes or no to a command's preview; return True for either."""
    message, event, question, member = written.message, written.event, written.question, written.member
    if member is None or question is None or not written.is_as_sent:
        return False
    if UNDO.is_named_by(event.text) and not command_confirmation.is_of(question, UNDO):
        reply: Reply | None = await command_confirmation.answer_undo(turn, member, message, question)
    else:
        reply = await command_confirmation.answer_words(turn, member, message, question, event.text)
    if reply is not None:
        await say(turn, written.address, message, CONFIRMED, reply)
    return reply is not None


def is_surely_another(commands: Commands, text: str) -> bool:
    """Return True for a text that begins with a slash, is only a command's name or alias, or is a short request to stop
    sending.

    "parcel is late, customer is angry" and "stats are what he asks for" are free text. The name of a command that acts
    at once, such as "note", may be free text too.
    """
    stops = len(words(text)) <= _SHORT_STOP and stops_sending(text)
    if stops or text.lstrip().startswith("/"):
        return True
    return any((one.dangerous or one.only_shows) and one.is_named_by(text) for one in commands)


def _asks_us(text: str) -> bool:
    """Return True for a question about what the staff can look up: "how many questions wait?"."""
    asks = text.rstrip().endswith("?")
    return asks and command_suggestions.classify_errand(text, ReadingDeed.NOTE) in _LOOKED_UP


def _is_command(commands: Commands, text: str) -> bool:
    """Return True if a text is another command."""
    return read_command(text, commands.spellings, dangerous=commands.dangerous) is not None
