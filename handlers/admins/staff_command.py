"""Commands of the staff: names, words of help, roles, arguments and actions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flows.actor import Actor
from flows.engine import Asks
from flows.message_files import Attachment
from flows.phrase import Lines, Ours, Text
from handlers.actions.action import Origin, Preview
from handlers.admins.command_arguments import Argument, example_of
from handlers.replies.staff_errands import Errand

if TYPE_CHECKING:
    from handlers.engine.turn import Turn
    from storage.businesses.access import Member

OWNERS = frozenset({"owner", "manager"})
LONGEST = 700
"""Characters of an answer: a phone's screen."""
EVERYBODY = OWNERS | {"agent"}


@dataclass(frozen=True, slots=True)
class IssuedCommand:
    """A ``command`` as it was given: by whom, in which message, the words after its name, and all that was written."""

    turn: Turn
    member: Member
    arguments: tuple[str, ...]
    message: UUID
    text: str
    command: str = ""

    @property
    def rest(self) -> str:
        """All that was said after the command's name."""
        return " ".join(self.arguments)

    @property
    def is_bare(self) -> bool:
        """Whether nothing stands after the command's name but marks, blanks and what cannot be seen: "/tag ,"."""
        return all(unicodedata.category(letter)[0] in "PZC" for letter in self.rest)

    @property
    def is_loose(self) -> bool:
        """Whether the command was written without its slash, as people talk."""
        return not self.text.startswith("/")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with buttons under it: what each answers with, and its label of at most 20 characters.

    ``understood`` is False when the words after the command meant nothing to us: said without a slash it may be talk.
    ``asks`` is the command as it was understood so far, word by word, where the next message may say the rest of it;
    empty where nothing is asked, None where that is for whoever reads the arguments to say. ``confirms`` asks
    whether what is shown shall be done. ``refused``: it was understood and not done; the same rest may be said anew.
    ``written``: the rest is a text of the member's own, in which no word is a command or calls anything off.
    ``person`` is the address of the customer whom it shows: a reply to it is for them, as one to an alert. ``spelled``
    stands where a channel carries no buttons; None has each of them spelled out there. ``people`` are those of whom
    one is asked for, in the order in which they are shown: their number is the rest of what it ``asks``, with the text
    ``behind`` them; where that is not None, the number after theirs leaves it. ``attachment``
    is a file that goes along with it, as the chat's channel carries one. ``drafts``: what it
    ``asks`` belongs to something that is drafted part by part, so that the next message is tried as the rest before it
    is taken for another command, and what ends the question says so.
    """

    text: Text
    buttons: tuple[tuple[str, Text], ...] = ()
    understood: bool = True
    asks: tuple[str, ...] | None = None
    confirms: Asks | None = None
    refused: bool = False
    written: bool = False
    person: UUID | None = None
    spelled: Text | None = None
    people: tuple[UUID, ...] = ()
    behind: str | None = None
    attachment: Attachment | None = None
    drafts: bool = False


def numbered(*labels: Text, taps: Sequence[str] = ()) -> tuple[tuple[str, Text], ...]:
    """Buttons that are called 1, 2, …: each answers with its number, or with the command that stands in ``taps``."""
    answers = taps or [str(number) for number, _ in enumerate(labels, 1)]
    shown = (Lines((Ours(str(number)), label), between=" ") for number, label in enumerate(labels, 1))
    return tuple(zip(answers, shown, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command. ``usage`` is an example (`examples.py` fills it); its line of help is the phrase ``help_<name>``.

    Its ``arguments`` by their names make the value that it ``takes``; ``does`` is its action, and ``says`` tells what
    came of it, in at most 700 characters. Where it has a ``preview``, that is shown first and confirmed. A command that
    is no use case but a talk of its own answers by ``run`` alone. Those ``within`` it are named by its first word:
    "/shops add".

    ``dangerous`` ones are obeyed only when nothing but their name was said; anything near it is asked about. Those
    of one ``topic`` stand together in the help; ``acts`` says of one without a preview that it does what its help
    says, and shows nothing; one that is ``first`` stands before all others. The help names it to those roles alone
    that it is ``told``. One within another that may stand ``anywhere`` is named by any of its words: "/shop
    connaught hours 10-20". ``reads`` is how many words a talk of its own looks at; None is all of them. For a
    sentence about one of its ``errands`` (handlers/replies/staff_errands.py) the command is suggested, and never
    obeyed. Behind one that ``helps``, the word "help" asks how it is written.
    """

    name: str
    aliases: tuple[str, ...] = ()
    usage: str = ""
    arguments: tuple[Argument, ...] = ()
    takes: type[Any] | None = None
    does: Callable[[Turn, Origin, Any], Awaitable[Any]] | None = None
    says: Callable[[Any], Text | Reply] | None = None
    preview: Callable[[Turn, Any], Awaitable[Preview]] | None = None
    run: Callable[[IssuedCommand], Awaitable[Text | Reply]] | None = None
    reads: int | None = None
    within: tuple[Command, ...] = ()
    roles: frozenset[str] = EVERYBODY
    told: frozenset[str] = EVERYBODY
    dangerous: bool = False
    topic: str = ""
    acts: bool = False
    first: bool = False
    anywhere: bool = False
    helps: bool = True
    errands: tuple[Errand, ...] = ()

    @property
    def example(self) -> str:
        """How it is written: its usage, else with the example of each argument."""
        return self.usage or example_of(self)

    @property
    def only_shows(self) -> bool:
        """Whether nothing is changed by it."""
        return not (self.acts or self.dangerous or self.preview is not None)

    def is_named_by(self, text: str) -> bool:
        """Whether a text is the command's name or an alias, with a slash and a period at most."""
        said = " ".join(text.casefold().split()).rstrip(".!").removeprefix("/").partition("@")[0]
        return said in {self.name, *self.aliases}

    async def do(self, turn: Turn, member: Member, message: UUID, value: Any) -> Reply:
        """Do it once for the message that says so; what came of it is told. Raises Refused, and nothing of it stands:
        the refusal is answered in the same transaction."""
        assert self.does is not None, "what is obeyed does something"
        assert self.says is not None, "and says what came of it"
        origin = Origin(Actor.staff(member.id), str(message), member.contact)
        async with turn.unit.apart():
            done = await self.does(turn, origin, value)
        return as_reply(self.says(done))


def path_of(command: Command, asked: IssuedCommand) -> tuple[str, ...]:
    """The names by which a command was called: one within another has the name of that before its own."""
    return (command.name,) if asked.command in {"", command.name} else (asked.command, command.name)


def as_reply(said: Text | Reply) -> Reply:
    """A text is an answer without buttons."""
    return said if isinstance(said, Reply) else Reply(said)


def within(command: Command, asked: IssuedCommand) -> tuple[Command, IssuedCommand] | None:
    """The command within a command that the first word names, or any word where it may stand anywhere; and what is
    asked of it: all other words."""
    for place, word in enumerate(asked.arguments if command.within else ()):
        for one in command.within:
            if word.casefold() in {one.name, *one.aliases} and (place == 0 or one.anywhere):
                rest = (*asked.arguments[:place], *asked.arguments[place + 1 :])
                return one, replace(asked, arguments=rest)
    return None


@dataclass(frozen=True)
class Commands:
    """All that the staff may command, and how it may be spelled."""

    all: tuple[Command, ...]

    def __iter__(self) -> Iterator[Command]:
        return iter(self.all)

    @cached_property
    def named(self) -> Mapping[str, Command]:
        """Each by its name."""
        return {one.name: one for one in self.all}

    def at(self, path: str) -> Command | None:
        """The command of that name, or one within it: "answers allow"; None for an unknown one."""
        name, _, inner = path.partition(" ")
        found = self.named.get(name)
        return next((one for one in found.within if one.name == inner), None) if found and inner else found

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """What each is called besides its name."""
        return {one.name: one.aliases for one in self.all}

    @cached_property
    def dangerous(self) -> frozenset[str]:
        """The names of the commands that are obeyed only when said alone."""
        return frozenset(one.name for one in self.all if one.dangerous)

    @cached_property
    def _tapped(self) -> re.Pattern[str]:
        tappable = [word for name, others in self.spellings.items() for word in (name, *others) if " " not in word]
        return re.compile(rf"^/({'|'.join(tappable)})_(\S+)", re.IGNORECASE)

    def untapped(self, text: str) -> str:
        """A command that was tapped, as it is typed: "/stats_last_week" is "/stats last week"."""
        return self._tapped.sub(lambda tapped: f"/{tapped[1]} {tapped[2].replace('_', ' ')}", text)
