"""What is answered without a person where no conversation goes on: an order's state, a greeting, thanks, a no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers import handover
from handlers.customer_talk.said import Said
from handlers.recovery.carts import open_cart
from handlers.replies.intents import Intent
from handlers.replies.text import words
from handlers.sourcing.customer import order_status
from handlers.turn import Turn


async def answer(turn: Turn, said: Said) -> tuple[str | None, Mapping[str, Any]]:
    """The template that answers without a person, with its values; None for what needs one."""
    intent = said.reading.intent
    if intent is Intent.ORDER_STATUS:
        return await _order_status(turn, said)
    if intent is Intent.THANKS or (intent is Intent.YES and await _nods(turn, said)):
        return "thanks", {}
    if intent is Intent.GREETING:
        return "greeting", {"sells": "yes"} if await turn.unit.products.some(1) else {}
    if intent in {Intent.NO, Intent.LATER}:
        cart = await open_cart(turn, said)
        template = "no_thanks" if intent is Intent.NO else "no_reminder"
        return template, {"items": tuple(item.title for item in cart.items)} if cart else {}
    return None, {}


async def _nods(turn: Turn, said: Said) -> bool:
    """Whether a yes answers nothing that is open: a thumb up, "ok", "haan bhej do" once more.

    Somebody to whom we never wrote means something else, perhaps what we asked them elsewhere: a person has to look.
    """
    if not words(said.event.text):
        return True
    silent = said.answered.asked is None and said.is_brief
    return silent and await turn.unit.messages.last_word(said.address.id, said.message.id) is not None


async def _order_status(turn: Turn, said: Said) -> tuple[str | None, Mapping[str, Any]]:
    """Who asks once more for a day that is not known waits for an answer: the staff hears of it."""
    template, values = await order_status.answer(turn, said.address.contact, said.reading.order)
    if not values.get("undated") or not await order_status.was_told_undated(turn, said.address.id, values["order"]):
        return template, values
    passed_on = await handover.ask(turn, said.address, said.message) != "help"
    return template, {**values, "asked": "yes"} if passed_on else values
