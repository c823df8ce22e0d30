"""Slash commands: a word behind a slash, as chat apps send what was tapped in a menu or typed."""

from __future__ import annotations

import re

# core.telegram.org/bots/features#commands: letters, digits and underscores; "@" and the bot's name may follow.
_COMMAND = re.compile(r"\s*/([A-Za-z]\w*)(?:@\w+)?(?=\s|$)")


def command(text: str) -> str | None:
    """The command a text begins with, in small letters: ``why_0142`` for ``/why_0142@tigertees_bot``."""
    found = _COMMAND.match(text)
    return found[1].lower() if found else None


def without_bot(text: str) -> str:
    """The text with its command as the words around it are read: ``/stop`` for ``/stop@tigertees_bot``."""
    return _COMMAND.sub(r"/\1", text, count=1) if command(text) else text


def without_slash(text: str) -> str:
    """The text of a command as plain words: ``holiday till Monday`` for ``/holiday@tigertees_bot till Monday``."""
    return _COMMAND.sub(r"\1", text, count=1) if command(text) else text


def arguments(text: str) -> list[str]:
    """The words behind the command that a text begins with."""
    found = _COMMAND.match(text)
    return text[found.end() :].split() if found else []
