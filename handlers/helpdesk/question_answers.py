"""The staff's answers to an opened question: in their next message, or by a saved answer."""

from __future__ import annotations

from datetime import timedelta

from flows.phrase import Lines, Ours, Text, phrase
from handlers.actions.message_lives import name_at
from handlers.conversation import Written
from handlers.engine.turn import Turn
from handlers.helpdesk import saved_answer_offer
from handlers.replies.bare_answers import read_bare_answer
from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.greetings import is_greeting
from handlers.replies.text_normalisation import words
from handlers.replies.typed_commands import read_command
from handlers.staff_chat import pause_commands, waiting_customer_reply
from handlers.staff_chat.command_suggestions import classify_errand
from handlers.staff_chat.staff_answers import is_surely_another
from handlers.staff_chat.staff_chat_output import say
from handlers.staff_chat.staff_command import IssuedCommand, Reply
from handlers.staff_chat.staff_yes_no import calls_off as speaks_against
from handlers.staff_chat.staff_yes_no import says_no_more
from handlers.staff_chat.waiting_customer_reply import explain_refusal, pass_on
from handlers.staff_notices import staff_reply
from storage.events.open_questions import QuestionRecord
from storage.helpdesk.customer_questions import CustomerQuestion, CustomerQuestions
from storage.helpdesk.saved_answers import SavedAnswer

_FEWEST_WORDS = 2  # "kya?" and an order's number are as likely meant for this chat


def calls_off(text: str) -> bool:
    """Return True if the text drops the answer: "cancel", "never mind". A lone "no" may be the answer itself."""
    no_more = says_no_more(text) and len(words(text)) >= _FEWEST_WORDS
    return no_more or is_bare_cancel(text) or speaks_against(text)


def is_for_this_chat(turn: Turn, text: str) -> bool:
    """Return True if the text is for Parley: a greeting, about sending, or exactly a command's name."""
    commands = turn.tools.conversations.commands
    return is_greeting(text) or pause_commands.is_about(text) or is_surely_another(commands, text)


def is_doubtful(turn: Turn, text: str) -> bool:
    """Return True if the text says little, such as yes or no, or may be a command; it is shown before it is sent."""
    bare = read_bare_answer(text) is not None or speaks_against(text)  # including "ok thanks"
    commands = turn.tools.conversations.commands
    named = read_command(text, commands.spellings, dangerous=commands.dangerous) is not None
    return len(words(text)) < _FEWEST_WORDS or bare or named or classify_errand(text) is not None


ANSWER_TO = "answer_to_customer"
"""The expectation of a member who pressed "Answer": their next words."""
_AT_ONCE = timedelta(hours=1)
"""How long their words are then sent without another look."""


async def take_answer(turn: Turn, written: Written) -> bool:
    """Send a staff member's answer to an opened question; return True if the message was handled. A command, with a
    slash or not, is no answer, and neither is a greeting or a picture. "cancel" sends nothing, and a doubtful text is
    shown before it is sent."""
    event, member, question = written.event, written.member, written.question
    text = event.text.strip()
    if member is None or question is None or not written.is_sent_alone or event.button:
        return False
    if not text or text.startswith("/") or question.about is None or question.answered_at is not None:
        return False
    if calls_off(text):
        await say(turn, written.address, written.message, ANSWER_TO, _answer_not_sent())
        return True
    if is_for_this_chat(turn, text):
        return False
    if is_doubtful(turn, text) or await _is_long_ago(turn, question):
        customer = await turn.unit.people.address_by_id(question.about.id)
        shown = await waiting_customer_reply.ask_to_one(turn, written.message, customer)
        await say(turn, written.address, written.message, ANSWER_TO, shown)
    else:
        await pass_on(turn, written.address, question.about.id, written.message)
    return True


async def _is_long_ago(turn: Turn, question: QuestionRecord) -> bool:
    """Return True if the request for the text is an hour old, or another message came since."""
    asked = await turn.unit.messages.get(question.message)
    behind = asked is not None and asked.created_at > question.asked_at
    return behind or turn.now - question.asked_at > _AT_ONCE


def _answer_not_sent() -> Text:
    return phrase("question_not_answered", command=Ours("/questions"))


async def send_saved(asked: IssuedCommand, one: CustomerQuestion, answer: SavedAnswer) -> Text | Reply:
    """Send a saved answer to the waiting customer, if the rules allow it."""
    turn = asked.turn
    message = await turn.unit.messages.get(asked.message)
    assert message is not None, "it is what they wrote"
    customer = await turn.unit.people.address_by_id(one.address)
    who = await name_at(turn, customer)
    if (refusal := await explain_refusal(turn, customer)) is not None:
        return Lines((phrase("not_passed_on", who=who, why=refusal), phrase("next", command=Ours("/questions"))))
    words = await saved_answer_offer.choose_text(turn, answer, customer)
    await turn.unit.of(CustomerQuestions).note_saved(one.id, answer.name)
    await staff_reply.answer(turn, customer, message, words)
    return phrase("saved_is_sent", name=answer.name, who=who, channel=customer.channel)
