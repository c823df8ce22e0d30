"""What any system may tell us, ``POST /api/v1/events``: an envelope that must be right, and data that is read kindly.

A wrong envelope is the caller's mistake and answered so (400, 422). Data that we cannot use in a good envelope is kept
as unreadable and answered 202: ``doctor`` shows it, and nothing is lost by it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic import Field as Described

from flows.events import Event
from handlers.api.body import read_body
from handlers.api.event_data import READERS, EventType, Told
from handlers.api.shapes import EVENT_ID, MOMENT
from handlers.reading import Field, Wrong

_LATEST = datetime.max.replace(tzinfo=UTC)


class Unreadable(Exception):
    """A good envelope whose data we cannot use; the message says what and where. Kept, counted, answered 202."""


def _storable(text: str) -> str:
    try:
        Field(text).must(Field.identifier)
    except Wrong as wrong:
        raise ValueError(wrong.message) from None
    return text


def _moment(value: object) -> datetime:
    """Text alone is a time here: pydantic would take numbers for seconds since 1970."""
    if not isinstance(value, str):
        raise ValueError("is missing" if value is None else "is not text")
    try:
        return Field(value).must(lambda field: field.time(_LATEST))
    except Wrong as wrong:
        raise ValueError(wrong.message) from None


class Envelope(BaseModel):
    """One event: its own id (a repeat of it changes nothing), what kind, when, and the data of that kind."""

    model_config = ConfigDict(frozen=True)

    id: Annotated[
        str,
        StringConstraints(strict=True, min_length=1, max_length=200),
        AfterValidator(_storable),
        WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 200, "pattern": EVENT_ID}),
        Described(description="unique per business among all API keys", examples=["evt_1"]),
    ]
    type: EventType
    occurred_at: Annotated[
        AwareDatetime,
        BeforeValidator(_moment),
        WithJsonSchema(dict(MOMENT)),
        Described(description="with its offset from UTC", examples=["2026-03-02T15:04:05Z"]),
    ]
    data: Annotated[dict[str, Any], Described(description="the fields of the event's type")]


def read_envelope(body: bytes) -> Envelope:
    """The envelope of an event. Raises BadJson for what is no JSON, BadEnvelope for what is no envelope."""
    return read_body(Envelope, body)


def read_event(envelope: Envelope, now: datetime) -> Event:
    """What an event says. Its time is never later than ``now``. Raises Unreadable, and nothing else."""
    told = Told(Field(envelope.data, "data"), min(envelope.occurred_at, now), envelope.id, now)
    try:
        return READERS[envelope.type](told)
    except Wrong as wrong:
        raise Unreadable(f"{envelope.type}: {wrong}") from None
