"""In which language a shop is written to."""

from __future__ import annotations

from handlers.joining import SHOP_JOINED, SHOP_LANGUAGE
from handlers.shop_talk.talk import Talk


async def choose(talk: Talk, locale: str | None) -> None:
    """Write in this language from now on, and say so in it; None asks for one, with buttons."""
    if locale is None:
        await talk.say(SHOP_JOINED, shop=talk.shop.name)
        return
    await talk.turn.unit.shops.speak(talk.shop.id, locale)
    await talk.turn.unit.people.write_in(talk.address.contact, locale)
    await talk.say(SHOP_LANGUAGE, locale=locale)
