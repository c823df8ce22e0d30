"""A channel whose other end is the /sim page: it takes every message, prices it and delivers it at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from bot.clock import Clock
from flows.delivery import Answer, Found, Outgoing
from flows.events import ReceiptArrived
from handlers.intake import News, Taken
from templates.segments import measure

# What the real thing costs in the US, in micro-dollars, so that the demo's figures mean something; per segment for SMS.
PRICES = {"sms": 8_300, "whatsapp": 30_000, "telegram": 0}
SOURCE = "simulator"

Take = Callable[[str, News], Awaitable[Taken]]


class Phones:
    """All simulated channels of all businesses; ``take`` is where their receipts go."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.take: Take | None = None

    def on(self, business: str, channel: str) -> SimulatedChannel:
        """The simulated channel of a business."""
        return SimulatedChannel(self, business, channel)


class SimulatedChannel:
    """One business's simulated channel. Telegram has no receipts, as in life."""

    def __init__(self, phones: Phones, business: str, channel: str) -> None:
        self._phones = phones
        self._business = business
        self._channel = channel

    async def perform(self, outgoing: Outgoing) -> Answer:
        """Take it; the receipt follows as news, as from a real provider."""
        provider_id = f"sim-{outgoing.id}"
        if self._channel != "telegram" and self._phones.take is not None:
            receipt = ReceiptArrived(
                self._channel, provider_id, "delivered", self._phones.clock.now(), message=UUID(str(outgoing.id))
            )
            await self._phones.take(self._business, News(SOURCE, f"{provider_id}:delivered", receipt, None))
        segments = measure(outgoing.text).segments if self._channel == "sms" else 1
        return Answer(provider_id=provider_id, micros=PRICES[self._channel] * segments, currency="USD")

    async def find(self, outgoing: Outgoing, since: datetime) -> Found:
        """A simulated phone has what it was given; what it was not given it has not."""
        return Found(asked=True)

    async def close(self) -> None:
        """Nothing is held."""
