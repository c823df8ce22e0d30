"""A text that was asked for and comes when its time is over: shown with what it would be, and taken when confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from flows.engine import Asks
from flows.phrase import At, Lines, Ours, phrase
from handlers import slash
from handlers.admins import confirming
from handlers.admins.awaiting import SO_FAR, awaits_text
from handlers.admins.command import Reply, numbered
from handlers.admins.obeying import as_typed, obey
from handlers.admins.saying import say
from handlers.admins.understood import obey_words
from handlers.admins.yes_or_no import one_of_two
from handlers.replies.text import words
from handlers.turn import Turn
from storage.access import Member
from storage.message import Message
from storage.questions import Question
from templates.values import quoted

if TYPE_CHECKING:
    from handlers.conversation import Written

LATE_TEXT = "late_text"
"""What a question expects that asks whether words are the text that was awaited."""
_STILL = timedelta(hours=24)  # after a text was awaited, in which it may still be meant
_FEWEST = 2  # words; one is a slip of the thumb
_SHOWN = 300  # characters
_TAKEN, _NAME = 1, "late"


async def offer(turn: Turn, member: Member, message: Message, text: str) -> Reply | None:
    """The text as the one that was awaited, with until when that was; None where none was, or not of late."""
    question = await turn.unit.questions.answered_late(message, confirming.REST_OF_COMMAND)
    if question is None or not awaits_text(question) or turn.now - question.expires_at > _STILL:
        return None
    if slash.command(text) is not None or len(words(text)) < _FEWEST:
        return None
    so_far = _so_far(question)
    command = turn.tools.conversations.commands.named[so_far[0]]
    if member.role not in command.roles:
        return None
    awaited = phrase("text_awaited_until", command=Ours(f"/{' '.join(so_far)}"), until=At(question.expires_at))
    if command.preview is None:
        return _asks(question, message, Lines((awaited, Ours(f"“{quoted(text, _SHOWN)}”"))))
    shown = await obey(command, as_typed(turn, member, message.id, typed(so_far, text), heard=True))
    again = replace(shown, asks=so_far, written=True) if shown.refused else shown
    return replace(again, text=Lines((awaited, shown.text)))


async def told(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff says if their words were the text that was awaited."""
    event, question, member = written.event, written.question, written.member
    if member is None or question is None or not written.is_sent_alone:
        return False
    taken = one_of_two(event.text, event.button)
    if taken is None:
        return False
    late = await turn.unit.messages.get(UUID(question.data["message"]))
    if question.answered_at is not None or late is None:
        await say(turn, written.address, written.message, _NAME, phrase("confirm_done_already"))
    elif taken == _TAKEN:
        name, reply = await obey_words(turn, member, late, typed(_so_far(question), (late.text or "").strip()))
        await say(turn, written.address, written.message, name or _NAME, reply)
    else:
        await say(turn, written.address, written.message, _NAME, phrase("confirm_left"))
    return True


def typed(so_far: Sequence[str], text: str) -> str:
    """A command that was asked back with its rest, as somebody types it: a word that holds a blank is quoted."""
    said = " ".join(f'"{word}"' if " " in word else word for word in so_far)
    return f"/{said} {text}"


def _so_far(question: Question) -> tuple[str, ...]:
    return tuple(question.data[SO_FAR].split("\n"))


def _asks(question: Question, message: Message, text: Lines) -> Reply:
    values = {"message": str(message.id), SO_FAR: question.data[SO_FAR]}
    asks = Asks(LATE_TEXT, values=values, within=confirming.VALID_FOR)
    return Reply(text, numbered(phrase("button_take_text"), phrase("confirm_leave")), confirms=asks)
