"""Confirmation of commands that move money: shown with its figures first, and run if the same person confirms in ten
minutes.

An open question (storage/events/open_questions.py) stores the command's value with a hash of the preview's names and
figures. If one of them has changed since, the new preview is shown and nothing is done, unless no confirmation is
needed any more. One conditional update ensures that each question is answered only once.
"""

import hashlib
import re
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pydantic import ValidationError

from flows.engine import Asks
from flows.phrase import Lines, Ours, Text, phrase
from handlers.actions.action import Preview, Refused
from handlers.engine.turn import Turn
from handlers.replies import bare_answers
from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.opt_out_recognition import OptOut
from handlers.replies.text_normalisation import words
from handlers.staff_chat.staff_command import Command, IssuedCommand, Reply, get_path
from handlers.staff_chat.staff_yes_no import is_thanks, leaves_it, read_staff_answer, stops_sending
from storage.businesses.access import Member
from storage.events.open_questions import QuestionRecord
from storage.sending.message import Message
from storage.sql import json_codec

CONFIRM = "confirm"
"""The expectation of a question before a command is done."""
REST_OF_COMMAND = "rest_of_command"
"""The expectation of a question for the rest of a command."""
VALID_FOR = timedelta(minutes=10)
"""How long a preview can be confirmed."""
_MINUTES = int(VALID_FOR.total_seconds()) // 60
_TOKEN_BYTES = 8  # 16 characters of 0-9a-f, which a command to tap may hold
_BUTTON = re.compile(rf"/(do|no)_([0-9a-f]{{{2 * _TOKEN_BYTES}}})(?:@\w+)?", re.IGNORECASE)
_COMMAND, _VALUE, _SHOWN = "command", "value", "shown"
_AFTER = {"do": "confirm_done_already", "no": "confirm_was_left"}
_ANSWERS = (("1", "do"), ("2", "no"))


async def preview_or_run(command: Command, asked: IssuedCommand, value: Any) -> Reply:
    """Show the effect of a command, for its author to confirm; run it at once if its preview is harmless.

    Raises Refused.
    """
    preview = await _preview(asked.turn, command, value)
    shown = preview.final and asked.is_loose
    if preview.harmless and not shown and not bare_answers.is_objection(asked.rest):
        return await command.do(asked.turn, asked.member, asked.message, value)
    return ask(asked.turn, " ".join(get_path(command, asked)), value, preview)


async def _preview(turn: Turn, command: Command, value: Any) -> Preview:
    assert command.preview is not None, "a command without one is done at once"
    return await command.preview(turn, value)


def _value(command: Command, kept: str) -> Any:
    """Restore the command's value from its stored form."""
    assert command.takes is not None, "what is previewed takes a value"
    return json_codec.load(command.takes, kept)


async def answer_tap(turn: Turn, member: Member, message: Message, text: str) -> Reply | None:
    """Answer the tap on a question's button; None for any other text."""
    pressed = _BUTTON.fullmatch(text.strip())
    if pressed is None:
        return None
    question = await turn.unit.questions.find_by_token(turn.tools.token_hash(pressed[2].lower()))
    if question is None:
        return Reply(_append_help(phrase("confirm_nothing")))
    return await _settle(turn, member, message, question, pressed[1].lower())


async def answer_words(
    turn: Turn, member: Member, message: Message, question: QuestionRecord, text: str
) -> Reply | None:
    """Answer a bare yes or no to a question, or the words of its buttons. Return None for any other text, as a
    question, "launch it?", or a thank-you with a nod: these do nothing."""
    if "?" in text or is_thanks(text):
        return None
    word = read_staff_answer(text) or await _find_label(turn, question, text)
    if word is None:
        return None
    reply = await _settle(turn, member, message, question, word)
    halted = word == "no" and stops_sending(text)
    return replace(reply, text=Lines((reply.text, phrase("stop_is_by_pause")))) if halted else reply


async def answer_undo(turn: Turn, member: Member, message: Message, question: QuestionRecord) -> Reply:
    """Answer an "undo" right after a question: drop the command that was shown."""
    reply = await _settle(turn, member, message, question, "no")
    return replace(reply, text=Lines((reply.text, phrase("undo_of_before", command=Ours("/undo")))))


def is_of(question: QuestionRecord, command: Command) -> bool:
    """Return True if a question asks whether to run this command."""
    return question.data.get(_COMMAND) == command.name


def get_command_name(question: QuestionRecord) -> str:
    """Return the name of the command that was shown; for a subcommand that of its parent."""
    path: str = question.data.get(_COMMAND, "")
    return path.partition(" ")[0]


async def _find_label(turn: Turn, question: QuestionRecord, text: str) -> str | None:
    """Return the answer whose button has the text as its label, such as "change it"; None if there is none."""
    said, shown = " ".join(words(text)), await turn.unit.messages.get(question.message)
    if shown is None or not said:
        return None
    lines = [*(shown.text or "").splitlines(), *(one["text"] for one in shown.buttons)]
    spelled = {" ".join(words(line)) for line in lines}
    return next((word for number, word in _ANSWERS if f"{number} {said}" in spelled), None)


async def answer_missed(turn: Turn, member: Member, message: Message, text: str) -> Reply | None:
    """Answer a bare yes or no that fits no open question; None if it has no possible meaning."""
    said = read_staff_answer(text)
    if said is None:
        return None
    late = await turn.unit.questions.find_answered_late(message, CONFIRM)
    if late is not None:
        return Reply(_refusal(turn, member, message, late) or _answer_too_late())
    is_open = await turn.unit.questions.is_open_to(message.contact, CONFIRM, turn.now)
    return Reply(phrase("confirm_between")) if is_open else None


async def is_called_off(turn: Turn, member: Member | None, message: Message, stops: OptOut) -> bool:
    """Return True if a staff member's apparent opt-out answers what Parley has shown or asked.

    An opt-out of the staff needs explicit words; a bare "cancel" is an answer.
    """
    text = message.text or ""
    if member is None or (stops is OptOut.STOP and not leaves_it(text)):
        return False
    open_to = turn.unit.questions.is_open_to
    asked = [await open_to(message.contact, what, turn.now) for what in (CONFIRM, REST_OF_COMMAND)]
    return stops is OptOut.AMBIGUOUS or is_bare_cancel(text) or any(asked)


async def _settle(turn: Turn, member: Member, message: Message, asked: QuestionRecord, word: str) -> Reply:
    refusal = _refusal(turn, member, message, asked)
    if refusal is not None:
        return Reply(refusal)
    if not await turn.unit.questions.confirm(asked, word, turn.now):
        return Reply(_append_help(phrase("confirm_done_already")))
    if word == "no":
        return Reply(_append_help(phrase("confirm_left")))
    command = turn.tools.conversations.commands.find_at(asked.data[_COMMAND])
    assert command is not None, "otherwise it was refused"
    try:
        value = _value(command, asked.data[_VALUE])
    except ValidationError:  # an earlier release asked in other words
        return Reply(phrase("confirm_of_before"))
    try:
        preview = await _preview(turn, command, value)
        if _hash(turn, preview) == asked.data[_SHOWN] or preview.harmless:
            return await command.do(turn, member, message.id, value)
    except Refused as refused:
        return Reply(refused.text)
    anew = ask(turn, asked.data[_COMMAND], value, preview)
    return replace(anew, text=Lines((phrase("confirm_changed"), anew.text)))


def _refusal(turn: Turn, member: Member, message: Message, asked: QuestionRecord) -> Text | None:
    """Say why this person cannot answer the question now; None if they can."""
    if asked.contact != message.contact:
        return phrase("confirm_not_yours")
    if asked.answered_at is not None:
        return _append_help(phrase(_AFTER.get(asked.answer or "", "confirm_nothing")))
    if asked.expires_at <= turn.now:
        return _answer_too_late()
    command = turn.tools.conversations.commands.find_at(asked.data.get(_COMMAND, ""))
    if command is None or command.preview is None:
        return phrase("confirm_of_before")
    if member.role not in command.roles:
        return phrase("confirm_may_not")
    return None


def _answer_too_late() -> Text:
    return phrase("confirm_too_late", minutes=_MINUTES)


def ask(turn: Turn, path: str, value: Any, preview: Preview) -> Reply:
    """Ask whether to run the command at ``path`` with a value, showing its preview."""
    token = secrets.token_hex(_TOKEN_BYTES)
    values = {_COMMAND: path, _VALUE: json_codec.dump(value), _SHOWN: _hash(turn, preview)}
    asks = Asks(CONFIRM, values=values, within=VALID_FOR, token=turn.tools.token_hash(token))
    text = Lines((preview.text, phrase("confirm_nothing_yet", minutes=_MINUTES)))
    labels = [Lines((Ours("1"), preview.label), between=" "), Lines((Ours("2"), phrase("confirm_leave")), between=" ")]
    return Reply(text, ((f"/do_{token}", labels[0]), (f"/no_{token}", labels[1]), *preview.beside), confirms=asks)


def _hash(turn: Turn, preview: Preview) -> str:
    """Hash the preview independently of the language, to notice a changed figure."""
    return hashlib.sha256(f"{turn.business.id}\n{preview.stands_for or repr(preview.text)}".encode()).hexdigest()


def _append_help(text: Text) -> Text:
    return Lines((text, phrase("next", command=Ours("/help"))))
