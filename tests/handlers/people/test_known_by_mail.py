"""What is known of the owner of a line holds no news that only a mail address ties to them."""

from __future__ import annotations

from flows.events import Customer
from handlers.engine.turn import Turn
from storage.erasure.personal_record import load_known
from tests.handlers.people.test_orders_by_mail import DANA, MAIL, PHONE, Shop, shop

__all__ = ["shop"]


async def test_news_of_a_mail_alone_is_not_shown_to_the_owner_of_a_line(shop: Shop) -> None:
    """Anybody may type the mail: what its orders were is no part of what is known of the line's owner."""
    await shop.cart("c1", DANA)
    dana = await shop.who("sms", PHONE)
    await shop.buys("guessed", Customer(email=MAIL))
    await shop.buys("hers", DANA)

    async def look(turn: Turn) -> str:
        return str((await load_known(turn.unit, dana))["told"])

    told = await shop.service.turns.look("tiger", look)
    assert ("hers" in told, "guessed" in told) == (True, False)
