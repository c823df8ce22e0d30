"""Slash commands: a word after a slash, as chat apps send a menu tap or typed text."""

from __future__ import annotations

import re

# core.telegram.org/bots/features#commands: letters, digits and underscores; "@" and the bot's name may follow.
_COMMAND = re.compile(r"\s*/([A-Za-z]\w*)(?:@\w+)?(?=\s|$)")


def command(text: str) -> str | None:
    """Return the command at the start of a text, in lower case; None if there is none. ``/why_0142@tigertees_bot`` is
    ``why_0142``."""
    found = _COMMAND.match(text)
    return found[1].lower() if found else None


def strip_bot(text: str) -> str:
    """Remove the bot's name from the command in a text: ``/stop@tigertees_bot`` becomes ``/stop``."""
    return _COMMAND.sub(r"/\1", text, count=1) if command(text) else text


def strip_slash(text: str) -> str:
    """Convert a command to plain words: ``/holiday@tigertees_bot till Monday`` becomes ``holiday till Monday``."""
    return _COMMAND.sub(r"\1", text, count=1) if command(text) else text
