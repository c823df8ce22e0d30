"""Commands in a sentence that names none: "give 15% on the third reminder", "how do i change the text?"."""

from __future__ import annotations

from handlers.admins.command import Command, Commands
from handlers.replies.commands import TypedCommand, read_command, without_asking_how


def in_other_words(commands: Commands, text: str) -> TypedCommand | None:
    """The command of a sentence that no command opens; None for talk."""
    return _heard(commands, text) or _asked_how(commands, text)


def hinted(commands: Commands, text: str) -> tuple[Command, str] | None:
    """The command that a sentence is likely to be about, as it is typed with all that it is about; None for others."""
    if text.startswith("/"):
        return None
    for one in commands:
        behind = one.hints(text) if one.hints is not None else None
        if behind is not None:
            return one, f"{one.name} {behind}".strip()
    return None


def _heard(commands: Commands, text: str) -> TypedCommand | None:
    for one in commands:
        said = one.hears(text) if one.hears is not None else None
        if said is not None:
            return TypedCommand(one.name, tuple(said))
    return None


def _asked_how(commands: Commands, text: str) -> TypedCommand | None:
    """The command of a question how to do it, but for commands that act: nothing is done by a question."""
    asked = without_asking_how(text)
    read = read_command(asked, commands.spellings, dangerous=commands.dangerous) if asked is not None else None
    if not isinstance(read, TypedCommand):
        return None
    one = commands.named[read.name]
    return None if one.dangerous or one.acts or one.preview is not None else read
