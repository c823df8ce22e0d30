"""In which language a shop is written to."""

from __future__ import annotations

from flows.events import MessageReceived
from handlers.joining import SHOP_JOINED
from handlers.replies.language_names import language_named
from handlers.sourcing.shop.talk import Talk
from handlers.turn import Turn
from storage.messages import Message
from storage.people import Address

_CHOSEN = "shop_language"  # template


async def chosen(turn: Turn, address: Address, message: Message, event: MessageReceived) -> bool:
    """A shopkeeper says in which language we are to write: kept, and said in it. False for all other messages."""
    locale = language_named(event)
    shop = await turn.unit.shops.of_contact(address.contact) if locale is not None else None
    if shop is None:
        return False
    await choose(Talk(turn, shop, address, message, event), locale)
    return True


async def choose(talk: Talk, locale: str | None) -> None:
    """Write in this language from now on, and say so in it; None asks for one, with buttons."""
    if locale is None:
        await talk.say(SHOP_JOINED, shop=talk.shop.name)
        return
    await talk.turn.unit.shops.speak(talk.shop.id, locale)
    await talk.turn.unit.people.write_in(talk.address.contact, locale)
    await talk.say(_CHOSEN, locale=locale)
