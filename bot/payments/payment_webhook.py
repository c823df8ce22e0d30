"""The reader of a payment provider's proven webhooks: its module parses them, and errors name the provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

from bot.channels.channel import ChannelRequest, Unreadable
from bot.stores.storefront import Reading
from handlers.engine.checked_fields import CheckedField, Wrong, parse_document


class Delivered(Protocol):
    """A parsed webhook; ``event`` is the provider's name of the event."""

    @property
    def event(self) -> str: ...


D = TypeVar("D", bound=Delivered)


def read(
    provider: str,
    request: ChannelRequest,
    now: datetime,
    delivery: Callable[[CheckedField, datetime], D],
    readers: Mapping[str, Callable[[D], Reading | None]],
) -> tuple[Reading, ...]:
    """Return the webhook's events; empty for a kind that we do not need. Raises Unreadable."""
    try:
        told = delivery(parse_document(request.body), now)
    except Wrong as wrong:
        raise Unreadable(f"a webhook of {provider}: {wrong}") from None
    try:
        found = readers[told.event](told) if told.event in readers else None
    except Wrong as wrong:
        raise Unreadable(f"{told.event}: {wrong}") from None
    return () if found is None else (found,)
