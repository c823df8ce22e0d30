"""The arguments of a command: each with its reader, and the question if it is missing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from handlers.staff_chat.staff_command import Command, IssuedCommand, Reply

Known: TypeAlias = Mapping[str, Any]
"""The values of the earlier arguments, by name."""


@dataclass(frozen=True, slots=True)
class FoundArgument:
    """An argument's ``value`` as the command takes it, the words not read, and ``thing``: the object behind the value,
    for use by later arguments."""

    value: Any
    rest: tuple[str, ...] = ()
    thing: Any = None


@dataclass(frozen=True, slots=True)
class Missing:
    """The result if none of the words gives the argument."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument. ``read`` finds it among the words, in any order and in people's spelling; for unclear or ambiguous
    words it asks back. ``ask`` is the question for a missing one; without it the argument is optional.

    ``example`` is its form in the command's example, filled by `argument_questions.py`, and ``tapped`` its form in a
    command with no other argument, to be tapped. A ``written`` argument is a text of the member's own, taken unchanged.
    """

    name: str
    example: str
    read: Callable[[IssuedCommand, Known, tuple[str, ...]], Awaitable[FoundArgument | Missing | Reply]]
    ask: Callable[[IssuedCommand, Known], Awaitable[Reply]] | None = None
    tapped: str = ""
    written: bool = False


def make_fixed_argument(name: str, value: Any) -> Argument:
    """Make an argument whose value the command's name implies."""

    async def read(_asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
        return FoundArgument(value, words)

    return Argument(name, "", read)


def spell_example(command: Command) -> str:
    """Format the command with an example of each argument."""
    return " ".join((f"/{command.name}", *(one.example for one in command.arguments if one.example)))


def get_shortest_form(command: Command) -> str:
    """Format the command with its required arguments; its usage if one of them has no example."""
    needed = [one for one in command.arguments if one.ask is not None]
    if command.usage and not all(one.example for one in needed):
        return command.usage
    if len(needed) == 1 and needed[0].tapped:
        return f"/{command.name}_{needed[0].tapped}"
    return " ".join((f"/{command.name}", *(one.example for one in needed if one.example)))


async def read_values(command: Command, asked: IssuedCommand) -> tuple[dict[str, Any], tuple[str, ...]] | Reply:
    """Return the value of each argument by name, and the words not read; or the question for the first unclear one.

    The question includes what was understood: all words if an argument is missing, else those before the unclear ones.
    """
    values: dict[str, Any] = {}
    things: dict[str, Any] = {}
    words = asked.arguments
    for one in command.arguments:
        found = await one.read(asked, things, words)
        if isinstance(found, FoundArgument):
            values[one.name], things[one.name], words = found.value, found.thing, found.rest
        elif not isinstance(found, Missing):
            return _make_asking(found, command, drop_unread(asked.arguments, words))
        elif one.ask is not None:
            return replace(_make_asking(await one.ask(asked, things), command, asked.arguments), written=one.written)
        else:
            values[one.name] = None
    return values, words


def _make_asking(reply: Reply, command: Command, understood: Sequence[str]) -> Reply:
    return reply if reply.asks is not None else replace(reply, asks=(command.name, *understood))


def drop_unread(words: Sequence[str], unread: Sequence[str]) -> list[str]:
    """Return the words without those that were not read."""
    left, kept = list(unread), []
    for word in words:
        if word in left:
            left.remove(word)
        else:
            kept.append(word)
    return kept
