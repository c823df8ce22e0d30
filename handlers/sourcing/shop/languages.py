"""In which language a shop is written to."""

from __future__ import annotations

from handlers.conversation import Written
from handlers.replies.language import language_named
from handlers.sourcing.shop.joining import SHOP_JOINED
from handlers.sourcing.shop.talk import Talk, say
from handlers.turn import Turn
from storage.sourcing.shops import Shops

_CHOSEN = "shop_language"  # template


async def chosen(turn: Turn, written: Written) -> bool:
    """A shopkeeper says in which language we are to write: kept, and said in it. False for all other messages."""
    locale = language_named(written.event)
    shop = await turn.unit.of(Shops).of_contact(written.address.contact) if locale is not None else None
    if shop is None or locale is None:
        return False
    await _choose(turn, Talk(shop, written.address, written.message, written.event), locale)
    return True


async def asked(turn: Turn, talk: Talk) -> None:
    """Write in the language that the message names; one that names none is asked which, with buttons."""
    if talk.command.locale is None:
        await say(turn, talk, SHOP_JOINED, shop=talk.shop.name)
    else:
        await _choose(turn, talk, talk.command.locale)


async def _choose(turn: Turn, talk: Talk, locale: str) -> None:
    """Write in this language from now on, and say so in it."""
    await turn.unit.of(Shops).speak(talk.shop.id, locale)
    await turn.unit.people.write_in(talk.address.contact, locale)
    await say(turn, talk, _CHOSEN, locale=locale)
