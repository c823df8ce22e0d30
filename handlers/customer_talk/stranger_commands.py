"""Staff commands written by other people."""

from flows.channels import CHANNELS
from flows.events import MessageReceived
from handlers.engine import slash_command
from handlers.engine.turn import Turn
from handlers.replies.opt_out_recognition import is_keyword

_NEVER_CUSTOMERS = frozenset(
    {"campaign", "campaigns", "audience", "audiences", "customers", "staff", "settings", "texts"}
    | {"compare", "holdout", "plan", "plans", "roi", "team", "template", "templates", "undo", "winback"}
)
"""Commands of topics that no customer means."""


def is_staffs(turn: Turn, event: MessageReceived) -> bool:
    """Return True for a staff command that is not a word customers use: "/resume" is not their START.

    Parley does not explain the command to other writers; the text is handled like one that is not understood.
    """
    name = None if not CHANNELS[event.channel].proves_writer else _find_command(event)
    if name is None:
        return False
    # "/cancel 1234" and "/order" are words of customers and shopkeepers, too: commands of a topic are read like all
    # text.
    staffs = (one for one in turn.tools.conversations.commands if not one.topic and one.name != "help")
    called = {word for one in staffs for word in (one.name, *one.aliases)} | _NEVER_CUSTOMERS
    return name.partition("_")[0] in called


def is_command_name(turn: Turn, event: MessageReceived) -> bool:
    """Return True for a staff command by name, except for a legal keyword.

    If the words after the command may be an opt-out, as in "/staff remove", it does not count.
    """
    name = _find_command(event)
    known = {word for one in turn.tools.conversations.commands for word in (one.name, *one.aliases)}
    return name is not None and name in known and not is_keyword(name)


def _find_command(event: MessageReceived) -> str | None:
    return None if event.button else slash_command.command(event.text)
