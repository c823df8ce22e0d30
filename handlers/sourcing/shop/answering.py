"""A shopkeeper's message: photos of an order, an answer to their desk, or something of their own accord."""

from __future__ import annotations

from dataclasses import replace

from flows.events import MessageReceived
from handlers import language, slash
from handlers.conversation import Written
from handlers.sourcing.shop import shopkeepers, talking
from handlers.sourcing.shop.desk import desk_of
from handlers.sourcing.shop.talk import Talk
from handlers.sourcing.shop.talking import Understood
from handlers.sourcing.staff import checks
from handlers.turn import Turn
from storage.people import Address
from storage.sourcing.shops import Shop, Shops


async def answered(turn: Turn, written: Written) -> bool:
    """Whether it was a shopkeeper's word in their chat. Commands, of the staff or ``/start``, are not."""
    talk = await _talk(turn, written)
    if talk is None:
        return False
    if await checks.wrote(turn, talk.shop, written):
        return True
    understood = await talking.understand(talk)
    return await _is_for_desk(talk, understood) or await talking.talked(talk, understood)


async def desk_answered(turn: Turn, written: Written) -> bool:
    """Whether a shopkeeper answered what their desk asked."""
    talk = None if written.event.media else await _talk(turn, written)
    return talk is not None and await _is_for_desk(talk, await talking.understand(talk))


async def _talk(turn: Turn, written: Written) -> Talk | None:
    address, event = written.address, written.event
    shop = await shopkeepers.shop_of(turn, address.contact)
    if shop is None or slash.command(event.text) is not None:
        return None
    return Talk(turn, await heard(turn, shop, address, event), address, written.message, event, written.question)


async def _is_for_desk(talk: Talk, understood: Understood) -> bool:
    desk = await desk_of(talk.turn, talk.shop)
    if desk is None or await talking.comes_first(talk, understood, desk.state):
        return False
    left = await talking.for_desk(talk, understood, desk.state)
    return await shopkeepers.wrote(left, desk) or left is not talk


async def looked_over(turn: Turn, written: Written) -> bool:
    """Whether somebody who looks goods over, a shop or a member of the staff, said what they see on them."""
    shop = await shopkeepers.shop_of(turn, written.address.contact)
    if shop is not None:
        shop = await heard(turn, shop, written.address, written.event)
    who = shop or await turn.unit.access.member_of(written.address.contact)
    question = written.question
    return who is not None and question is not None and await checks.answered(turn, who, question, written)


async def heard(turn: Turn, shop: Shop, address: Address, event: MessageReceived) -> Shop:
    """Keep the language of what a shopkeeper wrote; the shop is written to in it, where nobody chose another."""
    await language.heard(turn, address, event)
    person = await turn.unit.people.get(address.contact) if shop.follows else None
    spoken = shop.language if person is None or person.writes is None else language.of(person, turn.business)
    if spoken == shop.language:
        return shop
    await turn.unit.of(Shops).follow(shop.id, spoken)
    return replace(shop, language=spoken)
