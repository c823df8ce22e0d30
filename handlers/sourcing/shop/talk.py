"""A shopkeeper's message as one value: origin, meaning, and answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flows.events import MessageReceived
from flows.policy.facts import Kind
from handlers.outgoing import OutboundMessage, post
from handlers.sourcing.replies.counter import NOTHING_SAID, CounterReading
from handlers.sourcing.replies.shop_intents import NO_COMMAND, ShopReading
from handlers.sourcing.shop.desk import OpenDesk
from handlers.sourcing.shop.orders_named import NO_ORDERS, NamedOrders
from handlers.sourcing.shop.stock_named import Named
from handlers.turn import Turn
from storage.message import Message
from storage.people import Address
from storage.questions import Question
from storage.sourcing.shops import Shop


@dataclass(frozen=True, slots=True)
class Talk:
    """A shopkeeper's message, where it was written, the ``question`` that it answers, the shop's ``desk``, None where
    the shop was never asked anything, and what was read in the message.

    The message asks for something by a ``command`` or over the ``counter``, ``takes_back`` an earlier one, or speaks of
    goods (``named``). ``mentioned`` are the orders that it names by their numbers.
    ``is_own``: the message is no answer, whatever the desk has open.
    """

    shop: Shop
    address: Address
    message: Message
    event: MessageReceived
    question: Question | None = None
    desk: OpenDesk | None = None
    command: ShopReading = NO_COMMAND
    counter: CounterReading = NOTHING_SAID
    takes_back: bool = False
    named: Named | None = None
    mentioned: NamedOrders = NO_ORDERS
    is_own: bool = False


async def say(turn: Turn, talk: Talk, template: str, *, locale: str | None = None, **values: Any) -> UUID | None:
    """Answer with a template, in the shop's language; values that are None are left out."""
    letter = OutboundMessage(
        key=f"answer:{talk.message.id}:{template}",
        kind=Kind.ANSWER,
        template=template,
        values={name: value for name, value in values.items() if value is not None},
        reply_to=talk.message.id,
        locale=locale or talk.shop.language,
    )
    return await post(turn, talk.address, letter)
