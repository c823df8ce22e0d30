"""Commands of the staff: names, help texts, roles, arguments and actions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flows.actor import Actor
from flows.engine import Asks
from flows.message_files import Attachment
from flows.phrase import Lines, Ours, Text, phrase
from handlers.actions.action import Origin, Preview
from handlers.replies.staff_errands import Errand
from handlers.staff_chat.command_arguments import Argument, spell_example
from templates.message_values import shorten

if TYPE_CHECKING:
    from handlers.engine.turn import Turn
    from storage.businesses.access import Member

OWNERS = frozenset({"owner", "manager"})
LONGEST = 700
"""Characters of an answer: a phone's screen."""
LABEL = 20
"""Characters of a button: WhatsApp's limit."""
EVERYBODY = OWNERS | {"agent"}


@dataclass(frozen=True, slots=True)
class IssuedCommand:
    """A ``command`` as given: the staff member, the message, the words after its name, and the whole text."""

    turn: Turn
    member: Member
    arguments: tuple[str, ...]
    message: UUID
    text: str
    command: str = ""

    @property
    def rest(self) -> str:
        """Return the text after the command's name."""
        return " ".join(self.arguments)

    @property
    def is_bare(self) -> bool:
        """Return True if only punctuation, blanks and invisible characters follow the command's name: "/tag ,"."""
        return all(unicodedata.category(letter)[0] in "PZC" for letter in self.rest)

    @property
    def is_loose(self) -> bool:
        """Return True if the command has no slash, so that it may be conversation."""
        return not self.text.startswith("/")


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply with buttons: for each the text that it sends, and its label of at most 20 characters.

    ``understood`` is False if the words after the command had no meaning; with no slash, the text may be conversation.
    ``asks`` is the command as understood so far, word by word, if the next message may be its rest; empty means no
    question, None that the reader of the arguments decides. ``confirms`` asks whether to do what is shown. ``refused``:
    the command was understood and not done, and its rest may be sent again. ``written``: the rest is free text, and no
    word in it is a command. ``person`` is the address of the customer shown: a reply to this message goes to them, like
    a reply to an alert. ``spelled`` replaces the buttons on a channel that has none; None lists each button. ``people``
    are the people in the question, in their order: a number is the rest of what it ``asks``, with the text ``behind``
    after it; if that is not None, one number more drops the question. ``attachment`` is a file with the answer, if the
    channel can send one. ``drafts``: the question is about a part of a draft, so the next message is tried as the rest
    before other commands, and the text that ends the question says so.
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


def list_buttons(rows: Iterable[tuple[str, str]], more: str = "") -> tuple[tuple[str, Text], ...]:
    """Return a button for each row of a list, by its command and name, and one for the command that shows ``more``."""
    further = ((more, phrase("button_more")),) if more else ()
    return (*((command, Ours(shorten(name, LABEL, "…"))) for command, name in rows), *further)


def number_buttons(*labels: Text, taps: Sequence[str] = ()) -> tuple[tuple[str, Text], ...]:
    """Make buttons called 1, 2, …: each answers with its number, or with its command in ``taps``."""
    answers = taps or [str(number) for number, _ in enumerate(labels, 1)]
    shown = (Lines((Ours(str(number)), label), between=" ") for number, label in enumerate(labels, 1))
    return tuple(zip(answers, shown, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command. ``usage`` is an example (`argument_questions.py` fills it); its help is the phrase ``help_<name>``.

    Its ``arguments`` by name make the value that it ``takes``; ``does`` is its action, and ``says`` words the result,
    in at most 700 characters. A ``preview`` is shown first and confirmed. A command without an action answers by
    ``run`` alone. Those ``within`` it are named by its first word: "/shops add".

    ``dangerous`` ones run only if the text is their name alone; near it, Parley asks. Those of one ``topic`` are
    together in the help. ``acts``: a command without a preview acts as its help says, and shows nothing. ``first`` puts
    it before all others. Only the roles in ``told`` see it in the help. A subcommand with ``anywhere`` is named by any
    of its words: "/shop connaught hours 10-20". ``reads`` is how many words a ``run`` reads; None is all of them. For a
    sentence about one of its ``errands`` (handlers/replies/staff_errands.py) the command is suggested, and never run.
    After one that ``helps``, the word "help" asks how to write it.
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
        """Format an example of the command: its usage, or its name with the example of each argument."""
        return self.usage or spell_example(self)

    @property
    def only_shows(self) -> bool:
        """Return True if the command changes nothing."""
        return not (self.acts or self.dangerous or self.preview is not None)

    def is_named_by(self, text: str) -> bool:
        """Return True if a text is only the command's name or an alias, possibly with a slash and a period."""
        said = " ".join(text.casefold().split()).rstrip(".!").removeprefix("/").partition("@")[0]
        return said in {self.name, *self.aliases}

    async def do(self, turn: Turn, member: Member, message: UUID, value: Any) -> Reply:
        """Run the command once for each message; return the reply. Raises Refused and rolls back to the savepoint, so
        that the refusal can be sent in the same transaction."""
        assert self.does is not None, "what is obeyed does something"
        assert self.says is not None, "and says what came of it"
        origin = Origin(Actor.staff(member.id), str(message), member.contact)
        async with turn.unit.open_savepoint():
            done = await self.does(turn, origin, value)
        return make_reply(self.says(done))


def get_path(command: Command, asked: IssuedCommand) -> tuple[str, ...]:
    """Return the names of a command in a text: a subcommand has its parent's name before its own."""
    return (command.name,) if asked.command in {"", command.name} else (asked.command, command.name)


def make_reply(said: Text | Reply) -> Reply:
    """Convert a text into a reply with no buttons."""
    return said if isinstance(said, Reply) else Reply(said)


def find_subcommand(command: Command, asked: IssuedCommand) -> tuple[Command, IssuedCommand] | None:
    """Return the subcommand that the first word names (any word if ``anywhere``), and the other words; None if none."""
    for place, word in enumerate(asked.arguments if command.within else ()):
        for one in command.within:
            if word.casefold() in {one.name, *one.aliases} and (place == 0 or one.anywhere):
                rest = (*asked.arguments[:place], *asked.arguments[place + 1 :])
                return one, replace(asked, arguments=rest)
    return None


@dataclass(frozen=True)
class Commands:
    """All commands of the staff, and their spellings."""

    all: tuple[Command, ...]

    def __iter__(self) -> Iterator[Command]:
        return iter(self.all)

    @cached_property
    def named(self) -> Mapping[str, Command]:
        """Return the commands by name."""
        return {one.name: one for one in self.all}

    def find_at(self, path: str) -> Command | None:
        """Return the command or subcommand with this name, such as "answers allow"; None if unknown."""
        name, _, inner = path.partition(" ")
        found = self.named.get(name)
        return next((one for one in found.within if one.name == inner), None) if found and inner else found

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Return the other names of each command."""
        return {one.name: one.aliases for one in self.all}

    @cached_property
    def dangerous(self) -> frozenset[str]:
        """Return the names of the commands that run only if the text is nothing else."""
        return frozenset(one.name for one in self.all if one.dangerous)

    @cached_property
    def _tapped(self) -> re.Pattern[str]:
        tappable = [word for name, others in self.spellings.items() for word in (name, *others) if " " not in word]
        return re.compile(rf"^/({'|'.join(tappable)})_(\S+)", re.IGNORECASE)

    def untap(self, text: str) -> str:
        """Convert a tapped command into a typed one: "/stats_last_week" is "/stats last week"."""
        return self._tapped.sub(lambda tapped: f"/{tapped[1]} {tapped[2].replace('_', ' ')}", text)
