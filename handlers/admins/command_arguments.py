"""What a command takes: each argument once, with how it is found among the words, and what is asked where it is not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from handlers.admins.staff_command import Command, IssuedCommand, Reply

Known: TypeAlias = Mapping[str, Any]
"""What was found of the arguments before, by their names."""


@dataclass(frozen=True, slots=True)
class FoundArgument:
    """An argument's ``value`` as the command takes it, the words that say something else, and ``thing``: what the
    value names, for the arguments after it."""

    value: Any
    rest: tuple[str, ...] = ()
    thing: Any = None


@dataclass(frozen=True, slots=True)
class Missing:
    """None of the words says it."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument. ``read`` finds it among the words, in any order and spelled as people do; where they mean nothing
    or several things it asks back. ``ask`` is the question where nothing says it; without one it may be left out.

    ``example`` is how it is written in the command's example, filled by `examples.py`, and ``tapped`` how in a command
    of no other argument, to be tapped. One that is ``written`` is a text of the member's own, taken as it stands.
    """

    name: str
    example: str
    read: Callable[[IssuedCommand, Known, tuple[str, ...]], Awaitable[FoundArgument | Missing | Reply]]
    ask: Callable[[IssuedCommand, Known], Awaitable[Reply]] | None = None
    tapped: str = ""
    written: bool = False


def fixed(name: str, value: Any) -> Argument:
    """What the command's name says by itself."""

    async def read(_asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
        return FoundArgument(value, words)

    return Argument(name, "", read)


def example_of(command: Command) -> str:
    """The command with an example of each argument."""
    return " ".join((f"/{command.name}", *(one.example for one in command.arguments if one.example)))


def shortest(command: Command) -> str:
    """The command with the arguments that may not be left out; its usage where one of them has no example."""
    needed = [one for one in command.arguments if one.ask is not None]
    if command.usage and not all(one.example for one in needed):
        return command.usage
    if len(needed) == 1 and needed[0].tapped:
        return f"/{command.name}_{needed[0].tapped}"
    return " ".join((f"/{command.name}", *(one.example for one in needed if one.example)))


async def read_values(command: Command, asked: IssuedCommand) -> tuple[dict[str, Any], tuple[str, ...]] | Reply:
    """The value of each argument by its name, with the words that are none of them; or what is asked back for the
    first that is not clear.

    What is asked back says what of the command was understood: all words where one is missing, else those that were
    read before the unclear ones.
    """
    values: dict[str, Any] = {}
    things: dict[str, Any] = {}
    words = asked.arguments
    for one in command.arguments:
        found = await one.read(asked, things, words)
        if isinstance(found, FoundArgument):
            values[one.name], things[one.name], words = found.value, found.thing, found.rest
        elif not isinstance(found, Missing):
            return _asking(found, command, without(asked.arguments, words))
        elif one.ask is not None:
            return replace(_asking(await one.ask(asked, things), command, asked.arguments), written=one.written)
        else:
            values[one.name] = None
    return values, words


def _asking(reply: Reply, command: Command, understood: Sequence[str]) -> Reply:
    return reply if reply.asks is not None else replace(reply, asks=(command.name, *understood))


def without(words: Sequence[str], unread: Sequence[str]) -> list[str]:
    """The words but for those that are unread."""
    left, kept = list(unread), []
    for word in words:
        if word in left:
            left.remove(word)
        else:
            kept.append(word)
    return kept
