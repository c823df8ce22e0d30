"""Commands of the staff that somebody else writes."""

from __future__ import annotations

from collections.abc import Iterable

from handlers import slash
from handlers.admins.command import Command
from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent

_EVERYBODYS = frozenset(
    {Intent.HELP, Intent.START, Intent.JOIN, Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.CANCEL_ORDER}
)


def is_for_staff(commands: Iterable[Command], said: Said) -> bool:
    """Whether somebody who is not on the staff gave a command. /start, /help and /stop are everybody's.

    A word behind a slash is a command on Telegram, and elsewhere only when it is one of the staff's own.
    """
    name = None if said.event.button or said.event.channel == "sms" else slash.command(said.event.text)
    if name is None:
        return False
    # "/cancel 1234" and "/order" are words of customers and shopkeepers, too: those of a topic are read like all text.
    if name.partition("_")[0] in {one.name for one in commands if not one.topic} - {"help"}:
        return True
    return said.event.channel == "telegram" and said.reading.intent not in _EVERYBODYS
