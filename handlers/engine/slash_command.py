"""Slash commands: a word after a slash, as chat apps send a menu tap or typed text."""

from __future__ import annotations

import re

# core.telegram.org/bots/features#commands: letters, digits and underscores; "@" and the bot's name may follow.
_COMMAND = re.compile(r"\s*/([A-Za-z]\w*)(?:@\w+)?(?=\s|$)")


def command(text: str) -> str | None:
    """Return the command at the start of a text, in small letters: ``why_0142`` for ``/why_0142@tigertees_bot``."""
    found = _COMMAND.match(text)
    return found[1].lower() if found else None


def strip_bot(text: str) -> str:
    """Return the text with its command as surrounding text reads it: ``/stop`` for ``/stop@tigertees_bot``."""
    return _COMMAND.sub(r"/\1", text, count=1) if command(text) else text


def strip_slash(text: str) -> str:
    """Return a command's text as plain words: ``holiday till Monday`` for ``/holiday@tigertees_bot till Monday``."""
    return _COMMAND.sub(r"\1", text, count=1) if command(text) else text


def split_arguments(text: str) -> list[str]:
    """Return the words after the command at the start of a text."""
    found = _COMMAND.match(text)
    return text[found.end() :].split() if found else []
