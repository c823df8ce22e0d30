"""Which of several people a command is about: asked with a button for each, and the text of the command is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from flows.engine import Asks
from flows.phrase import Lines, Ours, Phrase, phrase
from handlers.actions import story
from handlers.admins.command import Reply, numbered
from handlers.admins.saying import say
from handlers.admins.understood import obey_words
from handlers.admins.yes_or_no import bare_answer
from handlers.replies.choices import read_choice
from handlers.turn import Turn
from storage.people import Contact
from templates.values import a_name, quoted, shorten

if TYPE_CHECKING:
    from handlers.conversation import Written

WHICH_PERSON = "which_person"
"""What a question expects that asks which of several people is meant."""
_COMMAND, _PEOPLE, _TEXT, _NAME = "command", "people", "text", "picked"
_MOST = 99  # a longer number is the end of somebody's, or an order's
_SHORT = 16  # characters of a name on a button
_SHOWN = 300  # characters of the text
_WITHIN = timedelta(minutes=10)


async def which(turn: Turn, command: str, people: Sequence[Contact], text: str) -> Reply:
    """Ask which of these people the command with that text is about; the last answer leaves it."""
    rows = [Lines((Ours(str(at)), await story.name(turn, one)), between=" ") for at, one in enumerate(people, 1)]
    kept = Ours(f"“{quoted(text, _SHOWN)}”") if text else ""
    names = [Ours(shorten(a_name(one.name or ""), _SHORT, "…")) for one in people]
    values = {_COMMAND: command, _PEOPLE: " ".join(one.id.hex for one in people), _TEXT: text}
    return Reply(
        Lines((phrase("which_of_them"), *rows, kept)),
        numbered(*names, phrase("confirm_leave")),
        confirms=Asks(WHICH_PERSON, values=values, within=_WITHIN),
        spelled=Lines((Ours(str(len(people) + 1)), phrase("confirm_leave")), between=" "),
    )


def of_list(people: Sequence[str], text: str) -> str | Phrase | None:
    """Whoever a bare number means of people who were listed, or that the list has no such number; None for what is no
    number of a list, as the end of somebody's own."""
    taken = read_choice(text, most=_MOST)
    if taken is None:
        return None
    return people[taken - 1] if taken <= len(people) else phrase("list_is_shorter", many=len(people))


async def picked(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff says which of several people a command was about; it is done for that one, once."""
    event, question, member = written.event, written.question, written.member
    if member is None or question is None or not written.is_sent_alone:
        return False
    people = question.data[_PEOPLE].split()
    taken = read_choice(event.text, event.button, most=len(people) + 1)
    told = of_list((*people, ""), event.text) if taken is None and question.answered_at is None else None
    if isinstance(told, Phrase):
        await say(turn, written.address, written.message, _NAME, told, goes_on=question)
        return True
    if taken is None and bare_answer(event.text) != "no":
        return False
    if question.answered_at is not None:
        await say(turn, written.address, written.message, _NAME, phrase("confirm_done_already"))
    elif taken is None or taken > len(people):
        await say(turn, written.address, written.message, _NAME, phrase("confirm_left"))
    else:
        typed = f"/{question.data[_COMMAND]} {people[taken - 1]} {question.data[_TEXT]}".strip()
        name, reply = await obey_words(turn, member, written.message, typed)
        await say(turn, written.address, written.message, name or _NAME, reply)
    return True
