"""``POST /api/v1/events``: events from any system."""

from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from handlers.api.endpoint import ApiCall, ApiReply, Endpoint, make_endpoint
from handlers.api.event_envelope import KnownEnvelope, UnreadableData
from handlers.api.routes import TELL_EVENT
from handlers.people.inbound_event import InboundEvent

SOURCE = "api"
"""The source of all API events: ids are unique among all keys of a business."""


class EventTaken(BaseModel):
    """A stored event."""

    event: Annotated[UUID, Field(description="our id of it, the same on every repeat")]
    duplicate: Annotated[bool, Field(description="it was sent before; nothing happens again")]
    unreadable: Annotated[str | None, Field(description="why its data cannot be used; null if it can")] = None


def build_event_endpoint(known: type[KnownEnvelope]) -> Endpoint[KnownEnvelope]:
    """Make the endpoint for the events of all conversations."""
    examples = dict(_examples(known))
    notes = {name: " ".join((known.told[one["type"]].__doc__ or "").split()) for name, one in examples.items()}

    @make_endpoint(TELL_EVENT, scope="events", takes=known, answers={202: EventTaken}, examples=examples, notes=notes)
    async def tell_event(call: ApiCall, event: KnownEnvelope) -> ApiReply:
        """Send an event

        If you repeat an id, nothing changes. Unusable data is stored and also answered with 202: the reason is in
        unreadable, and parley doctor shows it. Amounts are decimal strings, times have an offset, phones are in E.164
        or in the national form of the customer's country. A cart counts as abandoned when nothing happened to it for
        the first step's delay: cart.updated is enough, and cart.abandoned has the same effect.
        """
        news = _news(call, event)
        taken = await call.api.take(call.business, news)
        told = {"event": str(taken.id), "duplicate": taken.duplicate}
        looked_at = not taken.duplicate  # a repeat's data are not
        return ApiReply(202, {**told, "unreadable": news.reason} if news.reason and looked_at else told)

    return tell_event


def _examples(known: type[KnownEnvelope]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each example with its name."""
    told = [(kind, named, data) for kind, data in known.told.items() for named in data.EXAMPLES]
    for number, (kind, named, data) in enumerate(told, 1):
        event = {"id": f"evt_{number}", "type": kind, "occurred_at": "2026-03-02T15:04:05Z"}
        yield f"{kind}, {named}" if named else kind, {**event, "data": data.EXAMPLES[named]}


def _news(call: ApiCall, event: KnownEnvelope) -> InboundEvent:
    try:
        return InboundEvent(SOURCE, event.id, event.event(call.api.now()), call.raw)
    except UnreadableData as unreadable:
        return InboundEvent(SOURCE, event.id, None, call.raw, reason=str(unreadable))
