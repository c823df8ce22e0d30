"""Orders as entries into plans: placed, shipped, delivered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flows.events import OrderCreated, OrderProgressed
from handlers.conversation import EntryEvent
from handlers.conversation.entry_event import Line


def _match_state(to: str, event: OrderProgressed) -> Sequence[Line]:
    return ({},) if event.to == to else ()


ORDER_ENTRIES = (
    EntryEvent("order.created", OrderCreated),
    *(
        EntryEvent(f"order.{to}", OrderProgressed, lines=partial(_match_state, to))
        for to in ("created", "shipped", "delivered")
    ),
)
"""The events of orders that let people enter plans. Sourced orders report their creation as progress."""
