"""A command that was suggested with all that it is about: a yes does the same as to tap it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flows.engine import Asks
from flows.phrase import Lines, Ours, Text, phrase
from handlers.admins.command import Reply
from handlers.admins.yes_or_no import bare_answer
from handlers.turn import Turn
from storage.questions import Question

if TYPE_CHECKING:
    from handlers.conversation import Written

SUGGESTED = "command_suggested"
"""What a question expects that names a command for a tap."""
_TYPED, _WITHIN = "typed", timedelta(minutes=10)


def of(shown: Text, typed: str | None) -> Reply:
    """What is suggested, which a yes may take where a whole command stands in it."""
    if typed is None:
        return Reply(shown, suggests=True)
    return Reply(shown, confirms=Asks(SUGGESTED, values={_TYPED: typed}, within=_WITHIN), suggests=True)


def taken(turn: Turn, written: Written) -> str | Reply | None:
    """The suggested command as typed, for a yes; the answer to a no; None for any other text."""
    question: Question | None = written.question
    if written.member is None or question is None or not written.is_sent_alone:
        return None
    answer = bare_answer(written.event.text)
    if answer is None:
        return None
    if question.answered_at is not None:
        return Reply(phrase("confirm_done_already"))
    if answer == "no":
        return Reply(Lines((phrase("confirm_left"), phrase("next", command=Ours("/help")))))
    return f"/{question.data[_TYPED]}"
