"""Something that a shopkeeper wrote of their own accord, and how it is answered: in the shop's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flows.events import MessageReceived
from flows.policy.facts import Kind
from handlers.outgoing import OutboundMessage, post
from handlers.turn import Turn
from storage.messages import Message
from storage.people import Address
from storage.questions import Question
from storage.sourcing.shops import Shop


@dataclass(frozen=True, slots=True)
class Talk:
    """A shopkeeper's message, where it came from, and the ``question`` that it answers."""

    turn: Turn
    shop: Shop
    address: Address
    message: Message
    event: MessageReceived
    question: Question | None = None

    async def say(self, template: str, *, locale: str | None = None, **values: Any) -> UUID | None:
        """Answer with a template; values that are None are left out."""
        letter = OutboundMessage(
            key=f"answer:{self.message.id}:{template}",
            kind=Kind.ANSWER,
            template=template,
            values={name: value for name, value in values.items() if value is not None},
            reply_to=self.message.id,
            locale=locale or self.shop.language,
        )
        return await post(self.turn, self.address, letter)
