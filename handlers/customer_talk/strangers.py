"""Commands of the staff that somebody else writes."""

from __future__ import annotations

from handlers import slash
from handlers.admins.chat import COMMANDS
from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent

# "/cancel 1234" and "/order" are words of customers and shopkeepers, too: those of a topic are read like other text.
_COMMANDED = frozenset(command.name for command in COMMANDS if not command.topic) - {"help"}
_EVERYBODYS = frozenset(
    {Intent.HELP, Intent.START, Intent.JOIN, Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.CANCEL_ORDER}
)


def is_for_staff(said: Said) -> bool:
    """Whether somebody who is not on the staff gave a command. /start, /help and /stop are everybody's.

    A word behind a slash is a command on Telegram, and elsewhere only when it is one of the staff's own.
    """
    name = None if said.event.button or said.event.channel == "sms" else slash.command(said.event.text)
    if name is None:
        return False
    if name.partition("_")[0] in _COMMANDED:
        return True
    return said.event.channel == "telegram" and said.reading.intent not in _EVERYBODYS
