"""In which language a shop is written to."""

from __future__ import annotations

from handlers.conversation import Written
from handlers.replies.language_names import language_named
from handlers.sourcing.shop.joining import SHOP_JOINED
from handlers.sourcing.shop.talk import Talk
from handlers.turn import Turn
from storage.sourcing.shops import Shops

_CHOSEN = "shop_language"  # template


async def chosen(turn: Turn, written: Written) -> bool:
    """A shopkeeper says in which language we are to write: kept, and said in it. False for all other messages."""
    locale = language_named(written.event)
    shop = await turn.unit.of(Shops).of_contact(written.address.contact) if locale is not None else None
    if shop is None:
        return False
    await choose(Talk(turn, shop, written.address, written.message, written.event), locale)
    return True


async def choose(talk: Talk, locale: str | None) -> None:
    """Write in this language from now on, and say so in it; None asks for one, with buttons."""
    if locale is None:
        await talk.say(SHOP_JOINED, shop=talk.shop.name)
        return
    await talk.turn.unit.of(Shops).speak(talk.shop.id, locale)
    await talk.turn.unit.people.write_in(talk.address.contact, locale)
    await talk.say(_CHOSEN, locale=locale)
