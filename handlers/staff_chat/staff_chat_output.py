"""Replies in the staff's chat, with buttons or numbers; and our questions for the rest of a command or for free text.

The last person that the staff member named counts, even if they wrote on before reading our question: the words after
"/note dana" are about Dana, not about an earlier command's person. A command's preview, however, has to be read first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flows.actor import Actor
from flows.channels import CHANNELS, Buttons
from flows.engine import Asks
from flows.events import MessageReceived
from flows.phrase import Lines, Ours, Text, phrase, tap
from flows.policy.departure_facts import Kind
from handlers.engine.outbox_posts import OutboundMessage, is_page, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.people import persons
from handlers.staff_chat.command_confirmation import CONFIRM, REST_OF_COMMAND
from handlers.staff_chat.staff_command import Reply, make_reply
from storage.businesses.access import COMMANDED
from storage.events.event_inbox import Stored
from storage.events.open_questions import QuestionRecord
from storage.people.people import Address
from storage.sending.message import Message
from templates.finished_message import MissingValue, TemplateRefused
from templates.phrases import UnknownPhrase
from templates.speech import Speech

FAULTS = (
    MissingValue, TemplateRefused, UnknownPhrase, ArithmeticError, AssertionError, AttributeError, LookupError,
    TypeError, ValueError,
)  # fmt: skip
"""Errors that a retry with the same words repeats."""
_ANSWERED = timedelta(minutes=10)
_LONGEST_TAP = 64
"""The bytes that a button carries: https://core.telegram.org/bots/api#inlinekeyboardbutton"""
SO_FAR = "so_far"
"""The key of the understood words in a question for the rest of a command."""
WRITTEN = "written"
"""The key that a question awaits a text of the member's own."""
DRAFTS = "drafts"
"""The key that a question asks for a part of a draft."""
PEOPLE = "people"
"""The key of the listed people in a question, in their order."""
BEHIND = "behind"
"""The key of the text after one of these people."""


def is_awaiting(question: QuestionRecord | None) -> bool:
    """Return True if a question asks for the rest of a command."""
    return question is not None and (question.expects == REST_OF_COMMAND or WRITTEN in question.data)


def is_awaiting_text(question: QuestionRecord | None) -> bool:
    """Return True if the awaited rest is free text that can hold no command."""
    return question is not None and WRITTEN in question.data


async def match_question(turn: Turn, message: Message, question: QuestionRecord | None) -> QuestionRecord | None:
    """Return the question that a staff member's message answers; None if they had not read ``question`` yet."""
    if message.reply_to is not None:
        return question
    under_way, theirs = await turn.unit.questions.find_answer_underway(message)
    if is_awaiting(theirs):
        return theirs
    return None if under_way and is_awaiting(question) else question


def lists_people(question: QuestionRecord) -> bool:
    """Return True if a question for the rest of a command lists several people."""
    return question.expects == REST_OF_COMMAND and PEOPLE in question.data


def is_drafting(question: QuestionRecord | None) -> bool:
    """Return True if a question asks for a part of a draft, such as the people of a campaign."""
    return question is not None and DRAFTS in question.data


def describe_dropped(question: QuestionRecord, name: str | None) -> Text:
    """Say that a command or a draft no longer awaits its next text, because the command ``name`` replaced it. Return ""
    if nothing was awaited, and if the same command was given again, since its own reply says so."""
    if question.expects != REST_OF_COMMAND or not (is_awaiting_text(question) or is_drafting(question)):
        return ""
    command = question.data[SO_FAR].split("\n")[0]
    return "" if command == name else phrase("text_let_go", command=tap(command))


def describe_left_draft(question: QuestionRecord | None) -> Text:
    """Say that another command ends a draft that awaited its next part; "" if there is none."""
    if question is None or question.answered_at is not None or not is_drafting(question) or is_awaiting_text(question):
        return ""
    return phrase("draft_left", command=tap(question.data[SO_FAR].split("\n")[0]))


def describe_awaited(question: QuestionRecord) -> Text:
    """Say, after a greeting, that a free text or the next part of a draft is still awaited; "" if there is none."""
    text = question.expects == REST_OF_COMMAND and (is_awaiting_text(question) or is_drafting(question))
    return phrase("text_still_waits", command=tap(question.data[SO_FAR].split("\n")[0])) if text else ""


async def say(
    turn: Turn, address: Address, message: Message, name: str, said: Text | Reply, goes_on: QuestionRecord | None = None
) -> None:
    """Answer a message once for each ``name``; a question ``goes_on`` stays open after the answer."""
    reply = make_reply(said)
    posted = await tell(turn, address, f"answer:{message.id}:{name}", reply, reply_to=message.id)
    if posted is not None and name in turn.tools.conversations.commands.named:
        await _note(turn, message, name)
    if posted is not None and goes_on is not None:
        await turn.unit.questions.go_on(goes_on, posted, turn.now)


async def _note(turn: Turn, message: Message, command: str) -> None:
    """Record in the audit that a staff member used this command, only by its name."""
    member = await turn.unit.access.member_of(message.contact)
    if member is not None:
        await turn.unit.access.log(Actor.staff(member.id), COMMANDED, turn.now, None, command=command)


async def tell(
    turn: Turn, address: Address, key: str, said: Text | Reply, *, reply_to: UUID | None = None
) -> UUID | None:
    """Send a text once for each ``key``; return its id, None if it was sent before.

    On Telegram any text can have buttons; an answer too long for a button is text. Elsewhere the text lists them as
    numbers to answer or commands to type, and a channel with menus shows them while its window is open.
    """
    reply, speech = make_reply(said), await speech_to(turn, address)
    text, labels = speech.say(reply.text), tuple((answer, speech.say(label)) for answer, label in reply.buttons)
    channel = CHANNELS[address.channel]
    draws = channel.buttons is Buttons.ANY
    long = tuple(one for one in labels if draws and not is_page(one[0]) and len(one[0].encode()) > _LONGEST_TAP)
    spelled = [f"{label}: {answer}" for answer, label in long] if draws else _spell_buttons(reply, labels, speech)
    is_drawn = draws or not spelled or (channel.menus is not None and reply.spelled is None)
    written, buttons = "\n".join([text, *spelled]), tuple(one for one in labels if one not in long) if is_drawn else ()
    asks = reply.confirms or _rest(reply)
    letter = OutboundMessage(key, Kind.STAFF, text=written, reply_to=reply_to, buttons=buttons, asks=asks)
    return await post(turn, address, replace(letter, about=reply.person, attachment=reply.attachment))


def _rest(reply: Reply) -> Asks | None:
    """Return the question whose answer may be the rest of a command; None if the reply asks for none."""
    if not reply.asks:
        return None
    kept = {SO_FAR: "\n".join(reply.asks), **({WRITTEN: "yes"} if reply.written else {})}
    kept |= {DRAFTS: "yes"} if reply.drafts else {}
    kept |= {PEOPLE: " ".join(one.hex for one in reply.people)} if reply.people else {}
    kept |= {BEHIND: reply.behind} if reply.behind is not None else {}
    return Asks(REST_OF_COMMAND, values=kept, within=_ANSWERED)


def _spell_buttons(reply: Reply, labels: Sequence[tuple[str, str]], speech: Speech) -> list[str]:
    """Format the buttons as text: numbers to answer, or commands to type."""
    if reply.spelled is not None:
        return [speech.say(reply.spelled)]
    numbers = reply.confirms is not None
    bare = [(numbers and not _is_beside(reply, answer)) or label == answer for answer, label in labels]
    return [label if is_bare else f"{label}: {answer}" for is_bare, (answer, label) in zip(bare, labels, strict=True)]


def _is_beside(reply: Reply, answer: str) -> bool:
    """Return True if a button's command is not an answer to the preview's question."""
    asked = reply.confirms is not None and reply.confirms.expects == CONFIRM
    return asked and answer.startswith(("/", "http")) and not answer.startswith(("/do_", "/no_"))


async def tell_failed(turn: Turn, stored: Stored) -> bool:
    """Tell a staff member that their message could not be processed; return False for any other event."""
    event = stored.event
    if not isinstance(event, MessageReceived):
        return False
    message = await turn.unit.messages.find_by_key(event.key)
    address = await turn.unit.people.address(event.channel, event.address)
    if message is None or address is None or await persons.find_member(turn, event.channel, address.contact) is None:
        return False
    said = Lines((phrase("failed_here"), phrase("next", command=Ours("/help"))))
    await say(turn, address, message, "failed", said)
    return True
