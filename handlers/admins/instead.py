"""Texts that are for the chat itself while it awaits other words: a slash, a bare command name, a stop of sending."""

from __future__ import annotations

from handlers.admins.command import Command, Commands
from handlers.replies.sending import wants_no_sending
from handlers.replies.text import words

_SHORT = 3  # words of a stop


def is_surely_another(commands: Commands, text: str) -> bool:
    """Return True for a text that begins with a slash, is nothing but a command's name or alias, or wants sending to
    stop in three words.

    "parcel is late, customer is angry" and "stats are what he asks for" are texts. The name of a command that acts at
    once, as "note", may be a text as well.
    """
    stops = len(words(text)) <= _SHORT and wants_no_sending(text)
    if stops or text.lstrip().startswith("/"):
        return True
    return any((one.dangerous or one.only_shows) and is_named(one, text) for one in commands)


def is_named(command: Command, text: str) -> bool:
    """Return True where a text is the command's name or an alias, with a slash and a period at most."""
    said = " ".join(text.casefold().split()).rstrip(".!").removeprefix("/").partition("@")[0]
    return said in {command.name, *command.aliases}
