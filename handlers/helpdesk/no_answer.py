"""What a member of the staff writes after "Answer" that is plainly no answer, or may be none."""

from __future__ import annotations

from handlers.admins import errands, halting
from handlers.admins.hearing import in_other_words
from handlers.admins.yes_or_no import calls_off as speaks_against
from handlers.admins.yes_or_no import says_no_more
from handlers.replies import commands as spoken
from handlers.replies.bare_answers import bare_answer
from handlers.replies.cancelling import is_bare_cancel
from handlers.replies.greeting import asks_for_news, is_greeting
from handlers.replies.text import words
from handlers.turn import Turn

_FEWEST_WORDS = 2  # "kya?" and an order's number are as likely meant for this chat


def calls_off(text: str) -> bool:
    """Whether they want to write no answer: "cancel", "never mind". A lone "no" may answer the customer."""
    no_more = says_no_more(text) and len(words(text)) >= _FEWEST_WORDS
    return no_more or is_bare_cancel(text) or speaks_against(text)


def is_for_this_chat(turn: Turn, text: str) -> bool:
    """Whether it greets, asks for what a command shows, or speaks of sending."""
    if is_greeting(text) or asks_for_news(text) or halting.is_about(text):
        return True
    commands = turn.tools.conversations.commands
    read = _read(turn, text)
    if not isinstance(read, spoken.TypedCommand):
        return False
    command = commands.named[read.name]
    shows = not (command.acts or command.dangerous or command.preview is not None)
    return not read.arguments or (shows and not spoken.is_loose(read.arguments))


def is_doubtful(turn: Turn, text: str) -> bool:
    """Whether it says little, a yes or a no among it, or may be a command: it is shown before it leaves."""
    bare = bare_answer(text) is not None or speaks_against(text)  # "ok thanks" among them
    if len(words(text)) < _FEWEST_WORDS or bare or _read(turn, text) is not None:
        return True
    wanted = errands.wanted(turn.tools.conversations.commands, text)
    return wanted is not None and wanted.sure


def _read(turn: Turn, text: str) -> spoken.TypedCommand | spoken.Suggestion | None:
    commands = turn.tools.conversations.commands
    read = spoken.read_command(text, commands.spellings, dangerous=commands.dangerous)
    return read or in_other_words(commands, text)
