"""A shopkeeper's message: photos of an order, an answer to their desk, or something of their own accord."""

from __future__ import annotations

from handlers import language, slash
from handlers.conversation import Written
from handlers.sourcing.shop import shopkeepers, talking
from handlers.sourcing.shop.desk import desk_of
from handlers.sourcing.shop.talk import Talk
from handlers.sourcing.staff import checks
from handlers.turn import Turn


async def answered(turn: Turn, written: Written) -> bool:
    """Whether it was a shopkeeper's word in their chat. Commands, of the staff or ``/start``, are not."""
    address, message, event = written.address, written.message, written.event
    shop = await shopkeepers.shop_of(turn, address.contact)
    if shop is None or slash.command(event.text) is not None:
        return False
    shop = await language.heard_at(turn, shop, address, event)
    if await checks.wrote(turn, shop, written):
        return True
    talk = Talk(turn, shop, address, message, event)
    understood, desk = await talking.understand(talk), await desk_of(turn, shop)
    if desk is not None and not await talking.comes_first(talk, understood, desk.state):
        left = await talking.for_desk(talk, understood, desk.state)
        if await shopkeepers.wrote(left, desk) or left is not talk:
            return True
    return await talking.talked(talk, understood)
