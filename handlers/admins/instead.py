"""What comes where a text of the member's own is awaited and is none: a command, or what the staff say to this chat."""

from __future__ import annotations

from handlers.admins import errands, halting
from handlers.admins.command import Commands
from handlers.admins.hearing import hinted, in_other_words
from handlers.replies import commands as spoken
from handlers.replies.errands import Errand, unlisted
from handlers.replies.greeting import asks_for_news
from handlers.replies.plain_errands import opens_a_question
from handlers.replies.questioning import asks_something, is_question
from handlers.replies.sending import wants_no_sending
from handlers.replies.stopping import asks_whether_sent, wants_sending_again, words_a_text
from handlers.replies.text import words

_LIKE_A_TEXT = frozenset({Errand.REMINDERS, Errand.SET_STOCK, Errand.HELP})  # "only 2 left", "your cart waits for you"
_FEWEST, _FEW, _FEW_MORE = 3, 4, 6  # words in which a stop, a named command, and an errand are no part of a text


def is_surely_another(commands: Commands, text: str) -> bool:
    """Whether a text can be nothing but words to this chat, whatever is awaited: a bare "pause", "stats today", "are we
    sending?", or a few words that ask for what a command shows and name nothing else.

    "parcel is late, customer is angry" and "stats are what he asks for" are texts.
    """
    if (asks_for_news(text) and asks_something(text)) or asks_whether_sent(text) or wants_sending_again(text):
        return True  # "new friend" is a tag
    if wants_no_sending(text) and len(words(text)) <= _FEWEST:
        return True
    return _is_bare(commands, text) or _asks_to_see(commands, text)


def _is_bare(commands: Commands, text: str) -> bool:
    """Whether a command that does not act by itself is named, with no more than a time or a number behind it."""
    for one in commands:
        names = (one.name, *one.aliases)
        if (one.dangerous or one.only_shows) and spoken.is_alone(text, names):
            return True
        if one.only_shows and spoken.is_of_a_time(text, names):
            return True
    return False


def _asks_to_see(commands: Commands, text: str) -> bool:
    found = errands.wanted(commands, text) if len(words(text)) <= _FEW_MORE else None
    if found is None or found.command is None or found.typed is None or not found.runs or unlisted(text):
        return False
    return found.command.only_shows and (found.sure or opens_a_question(text))


def asks_for_another(commands: Commands, text: str) -> bool:
    """Whether a text that cannot be the one that is awaited asks for something else: it names a command, says one in
    other words, or what it wants is likely enough, and likelier where it is a question. Words in braces are a text's.
    """
    if words_a_text(text):
        return False
    many = len(words(text))
    few = many <= _FEW and spoken.read_command(text, commands.spellings, dangerous=commands.dangerous)
    stops = many <= _FEW_MORE and "STOP" not in text and halting.is_about(text)  # "Reply STOP to end" is a text
    found = errands.wanted(commands, text)
    told = found is not None and found.command is not None and found.errand not in _LIKE_A_TEXT
    likely = told and found is not None and (found.sure or is_question(text))
    return likely or stops or bool(few or in_other_words(commands, text) or hinted(commands, text))
