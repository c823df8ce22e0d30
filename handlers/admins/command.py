"""What a command of the staff is: its name, its words of help, who may give it, and what it does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.turn import Turn
from storage.access import Member

OWNERS = frozenset({"owner", "manager"})
EVERYBODY = OWNERS | {"agent"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as it was given: by whom, and the words after its name."""

    turn: Turn
    member: Member
    arguments: tuple[str, ...]

    @property
    def rest(self) -> str:
        """All that was said after the command's name."""
        return " ".join(self.arguments)


@dataclass(frozen=True, slots=True)
class Command:
    """One command. ``usage`` is an example to tap, ``help`` one line; ``run`` answers in at most 700 characters.

    ``dangerous`` ones are obeyed only when nothing but their name was said; anything near it is asked about.
    """

    name: str
    aliases: tuple[str, ...]
    usage: str
    help: str
    run: Callable[[Asked], Awaitable[str]]
    roles: frozenset[str] = EVERYBODY
    dangerous: bool = False
