"""What a member of the staff writes after "Answer" that is plainly no answer, or may be none."""

from __future__ import annotations

from handlers.admins import pausing
from handlers.admins.answers import is_surely_another
from handlers.admins.suggesting import errand_of
from handlers.admins.yes_or_no import calls_off as speaks_against
from handlers.admins.yes_or_no import says_no_more
from handlers.replies.bare_answers import bare_answer
from handlers.replies.cancelling import is_bare_cancel
from handlers.replies.commands import read_command
from handlers.replies.greeting import is_greeting
from handlers.replies.text import words
from handlers.turn import Turn

_FEWEST_WORDS = 2  # "kya?" and an order's number are as likely meant for this chat


def calls_off(text: str) -> bool:
    """Whether they want to write no answer: "cancel", "never mind". A lone "no" may answer the customer."""
    no_more = says_no_more(text) and len(words(text)) >= _FEWEST_WORDS
    return no_more or is_bare_cancel(text) or speaks_against(text)


def is_for_this_chat(turn: Turn, text: str) -> bool:
    """Whether it greets, speaks of sending, or is exactly a command's name."""
    commands = turn.tools.conversations.commands
    return is_greeting(text) or pausing.is_about(text) or is_surely_another(commands, text)


def is_doubtful(turn: Turn, text: str) -> bool:
    """Whether it says little, a yes or a no among it, or may be a command: it is shown before it leaves."""
    bare = bare_answer(text) is not None or speaks_against(text)  # "ok thanks" among them
    commands = turn.tools.conversations.commands
    named = read_command(text, commands.spellings, dangerous=commands.dangerous) is not None
    return len(words(text)) < _FEWEST_WORDS or bare or named or errand_of(text) is not None
