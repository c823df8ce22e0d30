"""Commands of the staff that somebody else writes."""

from flows.channels import CHANNELS
from handlers import slash
from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent
from handlers.turn import Turn

_EVERYBODYS = frozenset(
    {Intent.HELP, Intent.START, Intent.JOIN, Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.CANCEL_ORDER}
)


async def wrote_command(turn: Turn, said: Said) -> bool:
    """Whether somebody who is not on the staff gave a command. /start, /help and /stop are everybody's.

    It is left in silence: an answer would tell what can be commanded here.

    A word behind a slash is a command where the app shows it as one, and elsewhere only as one of the staff's own.
    """
    can = CHANNELS[said.event.channel]
    name = None if said.event.button or not can.proves_writer else slash.command(said.event.text)
    if name is None:
        return False
    # "/cancel 1234" and "/order" are words of customers and shopkeepers, too: those of a topic are read like all text.
    if name.partition("_")[0] in {one.name for one in turn.tools.conversations.commands if not one.topic} - {"help"}:
        return True
    return can.slashes and said.reading.intent not in _EVERYBODYS
