"""A yes to a summary that is not the last: its lines are not what is open now, so what is open is shown once more.

It is told by the message that is quoted, or whose button was pressed; an order that nobody was shown is never placed.
"""

from dataclasses import replace

from handlers import host
from handlers.customer_talk.said import Said
from handlers.replies.nodding import is_nod
from handlers.replies.taking import takes_it
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.customer.picking.open_order import OpenOrder, nothing_of
from handlers.turn import Turn


async def answered(turn: Turn, said: Said, order: OpenOrder) -> bool:
    """Show the open summary where a customer agrees to an older one; False for all else."""
    quoted = await turn.unit.messages.get(said.message.reply_to) if said.message.reply_to else None
    if quoted is None or quoted.direction != "out" or quoted.run is None or not _agrees(said):
        return False
    shown = [one.id for one in await turn.unit.messages.of_run(order.run.id) if one.id < said.message.id]
    if not shown or quoted.id == shown[-1]:
        return False
    return await host.advance(turn, order.run, replace(nothing_of(said), again=True))


def _agrees(said: Said) -> bool:
    text = said.event.text
    pressed = bool(said.event.button) and said.event.button != "no"
    return pressed or read_yes_no(text).answer is True or is_nod(text) or takes_it(text)
