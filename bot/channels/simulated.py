"""A channel that ends on the /sim page: every message is taken, priced and delivered at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from bot.clock import Clock
from flows.channels import CHANNELS, SIMULATED
from flows.delivery import Answer, Failure, Found, Outgoing
from flows.events import ReceiptArrived
from flows.policy.spending import expected_price
from handlers.inbound_event import InboundEvent
from storage.inbox import event_id
from templates.segments import measure

if TYPE_CHECKING:
    from handlers.intake import Taken

SOURCE = SIMULATED

Take = Callable[[str, InboundEvent], "Awaitable[Taken]"]
Knows = Callable[[UUID], Awaitable[bool]]


class Phones:
    """All simulated channels of all businesses; ``take`` is where their receipts go."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.take: Take | None = None

    def on(self, business: str, channel: str, knows: Knows) -> SimulatedChannel:
        """The simulated channel of a business; ``knows`` tells whether an event of that id was stored."""
        return SimulatedChannel(self, business, channel, knows)


class SimulatedChannel:
    """One business's simulated channel, which can what the real one can."""

    def __init__(self, phones: Phones, business: str, channel: str, knows: Knows) -> None:
        self._phones = phones
        self._business = business
        self._can = CHANNELS[channel]
        self._knows = knows

    async def perform(self, outgoing: Outgoing) -> Answer:
        """Take it; the receipt follows as news, as from a real provider."""
        provider_id = f"sim-{outgoing.id}"
        if self._can.receipts and self._phones.take is not None:
            receipt = ReceiptArrived(
                self._can.name, provider_id, "delivered", self._phones.clock.now(), message=UUID(str(outgoing.id))
            )
            await self._phones.take(self._business, InboundEvent(SOURCE, _told(provider_id), receipt, None))
        return self._taken(outgoing)

    async def edit(self, outgoing: Outgoing, provider_id: str) -> Answer:
        """The page shows the text that is kept; as in life, it changes on some channels alone."""
        if not self._can.edits:
            return Answer(failure=Failure.SETUP, code="no-edit")
        return Answer(provider_id=provider_id)

    async def find(self, outgoing: Outgoing, since: datetime) -> Found:
        """A message with a receipt is found; a channel without receipts cannot be asked, as in life."""
        if not self._can.answers:
            return Found(asked=False)
        has = await self._knows(event_id(self._business, SOURCE, _told(f"sim-{outgoing.id}")))
        return Found(asked=True, answer=self._taken(outgoing) if has else None)

    async def fetch(self, url: str, most: int) -> bytes:
        """What a simulated person sent: a ``data:`` address, or one on this very machine. Raises Unfetched."""
        from bot.channels.simulated_media import fetch

        return await fetch(url, most)

    async def close(self) -> None:
        """Nothing is held."""

    def _taken(self, outgoing: Outgoing) -> Answer:
        segments = measure(outgoing.text).segments if self._can.segmented else 1
        price = expected_price(self._can.name, outgoing.to if self._can.is_number else None, segments)
        return Answer(provider_id=f"sim-{outgoing.id}", micros=price.micros, currency=price.currency)


def _told(provider_id: str) -> str:
    """What the receipt is called outside."""
    return f"{provider_id}:delivered"
