"""/help: what can be done here, by the role of who asks."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.admins.command import Asked, Command

ANSWERING = "To answer a customer, reply to their question."


def allowed(commands: Sequence[Command], role: str) -> list[Command]:
    """The commands that somebody of this role may give."""
    return [command for command in commands if role in command.roles]


def briefly(commands: Sequence[Command], role: str) -> str:
    """What can be done, in one line, for somebody whose words were not understood."""
    names = " · ".join(command.usage for command in allowed(commands, role))
    return f"I did not catch that. Here I can do: {names}\n{ANSWERING}"


def help_on(commands: Sequence[Command]) -> Command:
    """The help command over all others and itself; ``/help stats`` tells of one."""

    async def tell(asked: Asked) -> str:
        known = allowed((*commands, itself), asked.member.role)
        one = next((command for command in known if command.name == asked.rest.removeprefix("/").casefold()), None)
        if one is not None:
            return f"{one.usage}: {one.help}.\nTap: /{one.name}"
        lines = [f"{command.usage} - {command.help}" for command in known]
        return "\n".join([f"{asked.turn.business.name}, you are {asked.member.role}:", *lines, ANSWERING])

    itself = Command(
        name="help",
        aliases=("commands", "menu", "what can you do"),
        usage="/help",
        help="this list",
        run=tell,
    )
    return itself
