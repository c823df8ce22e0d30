"""/help: what can be done here, by the role of who asks."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.admins.command import Asked, Command
from handlers.admins.examples import fill

ANSWERING = "To answer a customer, reply to their question."


def allowed(commands: Sequence[Command], role: str) -> list[Command]:
    """The commands that somebody of this role may give."""
    return [command for command in commands if role in command.roles]


def usages(commands: Sequence[Command], role: str) -> str:
    """What somebody of this role can do, in one line; a topic's commands stand behind one help of theirs."""
    theirs = allowed(commands, role)
    return " · ".join([*(one.example for one in theirs if not one.topic), *map(_topic_help, _topics(theirs))])


def briefly(commands: Sequence[Command], role: str) -> str:
    """What can be done, in one line, for somebody whose words were not understood."""
    return f"I did not catch that. Here I can do: {usages(commands, role)}\n{ANSWERING}"


async def tell(asked: Asked) -> str:
    """What this business has; ``/help stats`` tells of one command, ``/help orders`` of a topic."""
    held, role = asked.turn.tools.conversations, asked.member.role
    known, about = allowed(await held.offered(asked.turn), role), asked.rest.removeprefix("/").casefold()
    if about in _topics(known):
        return await fill(asked.turn, "\n".join(_line(one) for one in known if one.topic == about))
    one = next(
        (command for command in allowed(held.commands.all, role) if about in {command.name, *command.aliases}), None
    )
    if one is not None:
        return await fill(asked.turn, f"{one.example}: {one.help}.\nTap: /{one.name}")
    lines = [_line(command) for command in known if not command.topic]
    lines += [f"{_topic_help(topic)} - {_names(known, topic)}" for topic in _topics(known)]
    return "\n".join([f"{asked.turn.business.name}, you are {asked.member.role}:", *lines, ANSWERING])


HELP = Command(
    name="help",
    aliases=("commands", "menu", "what can you do"),
    usage="/help",
    help="this list",
    run=tell,
)


def _line(command: Command) -> str:
    return f"{command.example} - {command.help}"


def _topics(commands: Sequence[Command]) -> list[str]:
    return list(dict.fromkeys(command.topic for command in commands if command.topic))


def _topic_help(topic: str) -> str:
    return f"/help_{topic}"


def _names(commands: Sequence[Command], topic: str) -> str:
    return " ".join(f"/{command.name}" for command in commands if command.topic == topic)
