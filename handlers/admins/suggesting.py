"""Commands that a text of the staff may mean, offered to be tapped: a sentence is never obeyed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from flows.engine import Asks
from flows.phrase import Lines, Ours, Text, phrase
from handlers.admins.closest import MOST, closest
from handlers.admins.command import Command, Reply
from handlers.admins.examples import filled, filling, help_of
from handlers.admins.yes_or_no import bare_answer
from handlers.replies.errands import Errand, weigh_errand
from handlers.replies.harm import Deed, allows
from handlers.replies.text import words
from handlers.turn import Turn
from storage.questions import Question

if TYPE_CHECKING:
    from handlers.conversation import Written

SUGGESTED = "command_suggested"
"""What a question expects that names a command for a tap."""
_TYPED, _WITHIN = "typed", timedelta(minutes=10)
_FEWEST, _MOST_WORDS = 2, 30  # words of a sentence that asks for something; a longer one tells a story


def of(shown: Text, typed: str | None, buttons: tuple[tuple[str, Text], ...] = ()) -> Reply:
    """Suggest one command as it is typed, which a yes does as a tap would; without one only show the text."""
    if typed is None:
        return Reply(shown, suggests=True)
    return Reply(shown, buttons, confirms=Asks(SUGGESTED, values={_TYPED: typed}, within=_WITHIN), suggests=True)


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


def errand_of(text: str) -> Errand | None:
    """Return the errand that a sentence is surely about by the learned reader; None for talk and for commands."""
    errand, likely = _weighed(text)
    return errand if errand is not Errand.OTHER and allows(Deed.TELL, likely) else None


def near(text: str, known: Sequence[Command]) -> list[Command]:
    """Return up to three commands that a text may mean, the likeliest first: those of a sure errand alone."""
    errand, likely = _weighed(text)
    asked = [one for one in known if errand in one.errands] if allows(Deed.NOTE, likely) else []
    if asked and allows(Deed.TELL, likely):
        return asked[:MOST]
    return [*(one for one in closest(text, known) if one not in asked), *asked][:MOST]


def _weighed(text: str) -> tuple[Errand, float]:
    if text.startswith("/") or not _FEWEST <= len(words(text)) <= _MOST_WORDS:
        return Errand.OTHER, 0.0
    return weigh_errand(text)


async def offered(turn: Turn, commands: Sequence[Command], head: Text) -> Reply:
    """Show the commands with what each does, a button for each; a yes to a single one does what its button does."""
    values = await filling(turn, commands)
    lines = [Lines((filled(one.example, values), help_of(one, values)), between=" - ") for one in commands]
    buttons = tuple((f"/{one.name}", Ours(f"/{one.name}")) for one in commands)
    tapped = phrase("tap_or_all", command=Ours(" · ".join(answer for answer, _ in buttons)))
    typed = commands[0].name if len(commands) == 1 and not commands[0].dangerous else None
    asks = Asks(SUGGESTED, values={_TYPED: typed}, within=_WITHIN) if typed is not None else None
    return Reply(Lines((head, *lines)), buttons, confirms=asks, spelled=tapped, suggests=True)
