"""/question close 2: close questions with no answer: one at once, several ("close all") after a confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.phrase import Lines, Ours, Text, phrase
from handlers.actions.action import Origin, Preview
from handlers.engine.turn import Turn
from handlers.helpdesk import question_rows, question_run
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import Command, IssuedCommand, Reply
from storage.helpdesk.customer_questions import CustomerQuestion, CustomerQuestions

CARD = "question"
"""The command that shows one question, also the name of its answers."""
_ALL = frozenset({"all", "everything", "todo", "todas", "sab", "सब"})
_BESIDE = frozenset(
    {"of", "them", "the", "question", "questions", "number", "and", "y", "aur", "las", "los", "customers"}
)
_MOST = 50  # that one command closes
_NAMED = 5  # in the preview


@dataclass(frozen=True, slots=True)
class Close:
    """A command that closes questions by number; the customers are not told."""

    numbers: tuple[int, ...]


async def _find_asked(asked: IssuedCommand, _known: Known, typed: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the questions by number, or all open ones."""
    questions, said = asked.turn.unit.of(CustomerQuestions), [word.casefold().strip("#,.") for word in typed]
    rest = tuple(
        word for word, bare in zip(typed, said, strict=True) if not (bare in _BESIDE | _ALL or _is_number(bare))
    )
    if any(bare in _ALL for bare in said):
        every = await questions.list_open(_MOST)
        nobody = Reply(Lines((phrase("questions_none"), phrase("next", command=Ours("/answers")))), asks=())
        return FoundArgument(tuple(one.number for one in every), rest) if every else nobody
    numbers = tuple(dict.fromkeys(int(bare) for bare in said if _is_number(bare)))
    if not numbers:
        return Missing()
    for number in numbers:
        one = await question_rows.find_open(asked, str(number))
        if isinstance(one, Reply):
            return one
    return FoundArgument(numbers, rest)


def _is_number(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) < 10


async def _ask(asked: IssuedCommand, _known: Known) -> Reply:
    said = Lines((phrase("question_which"), phrase("next", command=Ours("/questions"))))
    return Reply(said, asks=() if asked.is_loose else None, understood=not asked.is_loose)


async def _find_open(turn: Turn, command: Close) -> Sequence[CustomerQuestion]:
    """Return those of the questions that are still open."""
    every = [await turn.unit.of(CustomerQuestions).find_by_number(number) for number in command.numbers]
    return [one for one in every if one is not None and one.ended is None]


async def _would_close(turn: Turn, command: Close) -> Preview:
    """Preview the customers whose questions are closed. One question needs no confirmation, since /undo reopens it."""
    open_ = await _find_open(turn, command)
    who = Lines(tuple([await question_rows.who(turn, one) for one in open_[:_NAMED]]), between=", ")
    more = {"more": len(open_) - _NAMED} if len(open_) > _NAMED else {}
    text = phrase("questions_would_close", many=len(open_), who=who, **more)
    return Preview(text, phrase("button_close"), harmless=len(open_) <= 1)


async def _close(turn: Turn, origin: Origin, command: Close) -> Text:
    """Close the questions without telling the customers, except those answered meanwhile."""
    member = origin.by.row
    assert member is not None, "members of the staff close questions"
    closed = await _find_open(turn, command)
    for one in closed:
        await question_run.shut(turn, one, member)
    if len(closed) == 1:
        said = phrase("question_is_closed", who=await question_rows.who(turn, closed[0]))
    else:
        said = phrase("questions_are_closed", many=len(closed))
    return Lines((said, phrase("next", command=Ours("/questions"))))


def _describe_closed(text: Text) -> Text:
    return text


CLOSE = Command(
    name="close",
    arguments=(Argument("numbers", "1", _find_asked, _ask),),
    takes=Close,
    preview=_would_close,
    does=_close,
    says=_describe_closed,
)
