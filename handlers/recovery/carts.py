"""The cart that a customer left: which it is, and its recovery once more where they ask to be reminded of it."""

from __future__ import annotations

from dataclasses import replace

from flows import recovery, sequence
from flows.engine import Subject
from handlers import host
from handlers.customer_talk import conversations
from handlers.customer_talk.said import Said, say
from handlers.replies.intents import Intent
from handlers.turn import Turn
from storage.purchases import Cart

_DECLINED = {Intent.NO: "no_thanks", Intent.LATER: "no_reminder"}


async def promise_anew(turn: Turn, said: Said) -> bool:
    """Who asks to be reminded of a cart whose recovery is over gets their promise as well, where it can be kept."""
    cart = await open_cart(turn, said) if said.reading.intent is Intent.LATER else None
    if cart is None:
        return False
    contact, subject = said.address.contact, Subject("cart", cart.id)
    asked = sequence.Reopened(subject, said.address.id)
    await host.enter(turn, recovery.NAME, str(contact), contact, subject, asked)
    run = await turn.unit.runs.open(recovery.NAME, str(contact))
    answered = replace(said.answered, runs=(run,) if run else ())
    return await conversations.go_on(turn, replace(said, answered=answered))


async def declined(turn: Turn, said: Said) -> bool:
    """Whether the customer declines an open cart, now or for good: answered with the cart's items."""
    template = _DECLINED.get(said.reading.intent)
    cart = await open_cart(turn, said) if template is not None else None
    if template is None or cart is None:
        return False
    await say(turn, said, template, values={"items": tuple(item.title for item in cart.items)})
    return True


async def open_cart(turn: Turn, said: Said) -> Cart | None:
    """The newest cart of theirs that holds something and was not bought."""
    carts = await turn.unit.carts.open_of(said.address.contact)
    return next((cart for cart in reversed(carts) if cart.items), None)
