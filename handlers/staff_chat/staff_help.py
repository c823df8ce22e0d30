"""/help: the commands by the staff member's role; and the answer to a greeting, with today's open work."""

from __future__ import annotations

from collections.abc import Sequence

from flows.phrase import Lines, Ours, Text, phrase
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.replies.staff_errands import Errand
from handlers.staff_chat.argument_questions import Filling, answer_unread, fill_example, help_of, load_filling
from handlers.staff_chat.staff_command import OWNERS, Command, IssuedCommand, Reply
from handlers.staff_notices.staff_greeting import Today
from storage.businesses.access import Member

_SAID = frozenset({"help", "ayuda", "madad", "मदद"})
_RARE = "people"
"""The last topic: daily work comes first, goods before figures, and customers' rights seldom."""

_MOST_LINES = 8


def list_allowed(commands: Sequence[Command], role: str) -> list[Command]:
    """Return the commands that this role may use and sees in the help."""
    return [command for command in commands if role in command.roles & command.told]


async def list_usages(turn: Turn, commands: Sequence[Command], role: str) -> Lines:
    """Format one line of what this role can do; the commands of a topic share one help entry."""
    theirs = list_allowed(commands, role)
    values = await load_filling(turn, theirs)
    own = (fill_example(one.example, values) for one in theirs if not one.topic)
    return Lines((*own, *map(_topic_help, _topics(theirs))), between=" · ")


async def answer_help(asked: IssuedCommand) -> Text | Reply:
    """Show all commands of the business; ``/help stats`` is about one command, ``/help orders`` about a topic."""
    held, role = conversations_of(asked.turn), asked.member.role
    known, about = (
        list_allowed(await held.list_offered(asked.turn), role),
        asked.rest.removeprefix("/").casefold().replace("_", " "),
    )
    filling_ = await load_filling(asked.turn, held.commands.all)
    if about in _topics(known):
        return _describe_topic([one for one in known if one.topic == about], filling_)
    one = next((command for command in list_allowed(held.commands.all, role) if _is_about(about, command)), None)
    if one is not None:
        line = phrase("one_command", example=fill_example(one.example, filling_), help=help_of(one, filling_))
        tapped = phrase("tap_it", command=Ours(f"/{one.name}"))
        return Lines((line, *_list_subcommands(one, role, filling_), tapped))
    if about:
        return answer_unread(asked.arguments, Ours("/help"), loose=asked.is_loose)
    topics = sorted(_topics(known), key=lambda topic: topic == _RARE)
    own = (fill_example(one.example, filling_) for one in known if not one.topic and one is not HELP)
    head = phrase("you_are", business=asked.turn.business.name, role=phrase(f"role_{role}"))
    files = phrase("help_files") if role in OWNERS else ""
    text = Lines((head, Lines(tuple(own), between=" · "), phrase("answering_customers"), files))
    return Reply(text, tuple((_topic_help(topic), phrase(f"topic_{topic}")) for topic in topics))


def _describe_topic(commands: Sequence[Command], filling: Filling) -> Lines:
    """Format the commands of a topic for a phone: the daily ones with descriptions, the others by name."""
    shown, others = commands[:_MOST_LINES], commands[_MOST_LINES:]
    more = phrase("help_more", names=_name_commands(others), command=Ours(f"/help_{others[0].name}")) if others else ""
    return Lines((*(_line(one, filling) for one in shown), more))


def _list_subcommands(command: Command, role: str, filling: Filling) -> list[Text]:
    """Format a line for each subcommand, as it is typed."""
    examples = (fill_example(one.example, filling) for one in list_allowed(command.within, role))
    named = (one if one.startswith(f"/{command.name} ") else Ours(f"/{command.name} {one[1:]}") for one in examples)
    return [one for one in named if one != command.example]


def asks_how(command: Command, asked: IssuedCommand) -> bool:
    """Return True if the text only asks for help with a command: "/stats help". "help" can be an argument of some
    commands or subcommands."""
    is_help = command.helps and len(asked.arguments) == 1 and asked.rest.casefold() in _SAID
    return is_help and command in asked.turn.tools.conversations.commands.all


def _is_about(about: str, command: Command) -> bool:
    """Return True if a text names a command or its subcommand: "shops best" shows the help of shops."""
    names = {command.name, *command.aliases}
    head, _, inner = about.replace("_", " ").partition(" ")
    return about in names or (head in names and any(inner in {one.name, *one.aliases} for one in command.within))


HELP = Command(
    name="help",
    aliases=("commands", "menu", "ayuda", "madad", "मदद"),
    run=answer_help,
    errands=(Errand.HELP,),
)


def _line(command: Command, filling: Filling) -> Lines:
    return Lines((fill_example(command.example, filling), help_of(command, filling)), between=" - ")


def _topics(commands: Sequence[Command]) -> list[str]:
    return list(dict.fromkeys(command.topic for command in commands if command.topic))


def _topic_help(topic: str) -> Ours:
    return Ours(f"/help_{topic}")


def _name_commands(commands: Sequence[Command]) -> Ours:
    return Ours(" ".join(f"/{command.name}" for command in commands))


async def describe_today(turn: Turn, member: Member, greeting: str = "hello_today") -> Text:
    """Answer a staff member's greeting with the phrase ``greeting``, and with the open work or that there is none."""
    told = await conversations_of(turn).today(turn)
    waits = told.waits or (phrase("nothing_waits"),)
    said = phrase(greeting, member=member.name, today=Lines((*waits, *told.earned), between=", "))
    known = turn.tools.conversations.commands.named
    names = [name for name in (*told.commands, HELP.name) if name in known and member.role in known[name].roles]
    return Lines((said, phrase("next", command=Ours(" · ".join(f"/{name}" for name in names)))))


async def report_pause(turn: Turn) -> Today:
    """Say that sending to customers is paused; empty if it is not."""
    return Today((phrase("sending_is_paused"),) if turn.tenant.paused_at else ())
