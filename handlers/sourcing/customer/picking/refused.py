"""Goods that a customer does not want while none are picked: "actually no mugs" is about goods, not our messages."""

from handlers import handover
from handlers.customer_talk.said import Said, hand_over, say
from handlers.replies.intents import Intent
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.refusing import may_refuse_goods, refuses_goods
from handlers.turn import Turn

_DROPPED = "pick_dropped"  # template
_MAY_REFUSE = frozenset({Intent.AMBIGUOUS_STOP, Intent.NO, Intent.UNCLEAR, Intent.CHANGE_ITEM})


async def answered(turn: Turn, said: Said) -> bool:
    """Say that nothing is ordered, or pass it on where an order is there or the team was asked; False for all else."""
    if not said.is_by_hand or said.reading.intent not in _MAY_REFUSE:
        return False
    if not await refuses_sold(turn, said.event.text):
        return False
    ordered = await customer_orders.with_us(turn, said.address.contact)
    if ordered or await handover.is_waiting(turn, said.address):
        await hand_over(turn, said)
    else:
        await say(turn, said, _DROPPED)
    return True


async def refuses_sold(turn: Turn, text: str) -> bool:
    """Whether a text refuses goods that are sold, and nothing else: "actually no mugs" ends no messages."""
    return may_refuse_goods(text) and refuses_goods(text, (await assortment(turn)).shelf)
