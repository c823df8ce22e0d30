"""What a command of the staff is: its name, its words of help, who may give it, and what it does."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from handlers.turn import Turn
from storage.access import Member

OWNERS = frozenset({"owner", "manager"})
EVERYBODY = OWNERS | {"agent"}
# Telegram makes a command to tap of a slash word, which ends where a letter, a digit or "_" does:
# https://core.telegram.org/bots/features#commands
_UNTAPPABLE = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as it was given: by whom, in which message, the words after its name, and all that was written."""

    turn: Turn
    member: Member
    arguments: tuple[str, ...]
    message: UUID
    text: str

    @property
    def rest(self) -> str:
        """All that was said after the command's name."""
        return " ".join(self.arguments)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with buttons under it: what each answers with, and its label of at most 20 characters.

    ``understood`` is False when the words after the command meant nothing to us: said without a slash it may be talk.
    """

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    understood: bool = True


@dataclass(frozen=True, slots=True)
class Command:
    """One command. ``usage`` is an example and ``help`` one line, both filled by ``examples``; ``run`` answers in at
    most 700 characters.

    ``dangerous`` ones are obeyed only when nothing but their name was said; anything near it is asked about. Those of
    one ``topic`` stand together in the help; ``acts`` says that it does what ``help`` says, and shows nothing.
    """

    name: str
    aliases: tuple[str, ...]
    usage: str
    help: str
    run: Callable[[Asked], Awaitable[str | Reply]]
    roles: frozenset[str] = EVERYBODY
    dangerous: bool = False
    topic: str = ""
    acts: bool = False


def tap(command: str, *words: str) -> str:
    """A command with its words, to be tapped: ``/picked_1234_karol_bagh``."""
    parts = (_UNTAPPABLE.sub("_", word).strip("_") for word in (command, *words))
    return "/" + "_".join(part for part in parts if part)
