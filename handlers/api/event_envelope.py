"""The events of any system, ``POST /api/v1/events``: a strict envelope, and data that is parsed leniently.

A wrong envelope is the caller's mistake (400, 422). Unusable data in a valid envelope is stored as unreadable and
answered with 202: ``doctor`` shows it, and nothing is lost.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Union

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    create_model,
)
from pydantic_core import CoreSchema

from flows.events import Event
from handlers.api.event_declaration import Data, EventTiming
from handlers.api.field_types import EVENT_ID, MOMENT, must, validate_by
from handlers.api.request_mistakes import join_mistakes, list_mistakes
from handlers.engine.checked_fields import CheckedField as Read


class UnreadableData(Exception):
    """Error for unusable data in a valid envelope; the message names the mistake and its place. The event is stored,
    counted, and answered with 202."""


def _text(value: object) -> object:
    """Return the text of a time. Numbers are refused, since pydantic would read them as seconds since 1970."""
    if value is not None and not isinstance(value, str):
        raise ValueError("is not text")
    return value


class Envelope(BaseModel):
    """One event: its id (a repeated id changes nothing), the kind, the time, and the data of that kind."""

    model_config = ConfigDict(frozen=True)

    id: Annotated[
        str,
        StringConstraints(strict=True, min_length=1, max_length=200),
        AfterValidator(validate_by(lambda field: field.must(Read.identifier) and field.value)),
        WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 200, "pattern": EVENT_ID}),
        Field(description="unique per business among all API keys", examples=["evt_1"]),
    ]
    type: str
    occurred_at: Annotated[
        AwareDatetime,
        *must(Read.moment, MOMENT),
        BeforeValidator(_text),
        Field(description="with its offset from UTC", examples=["2026-03-02T15:04:05Z"]),
    ]
    data: Annotated[Any, Field(description="the fields of the event's type")]


class KnownEnvelope(Envelope):
    """An event of a conversation's type; ``told`` has the data model of each type."""

    told: ClassVar[Mapping[str, type[Data]]] = {}
    data: dict[str, Any]

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the union of the schemas of all types, each with its data."""
        shapes: Any = Union[tuple(_shape(name, data) for name, data in cls.told.items())]  # noqa: UP007 - made here
        return handler(TypeAdapter(Annotated[shapes, Discriminator("type")]).core_schema)

    def event(self, now: datetime) -> Event:
        """Convert the envelope into an event, whose time is never later than ``now``. Raises only UnreadableData."""
        try:
            data = self.told[self.type].model_validate(self.data)
        except ValidationError as error:
            raise UnreadableData(f"{self.type}: {join_mistakes(list_mistakes(error, {}, 'data'))}") from None
        return data.event(EventTiming(min(self.occurred_at, now), self.id, now))


def _shape(name: str, data: type[Data]) -> type[Envelope]:
    title = "".join(part.title() for part in name.split("."))
    return create_model(title, __base__=Envelope, __doc__=data.__doc__, type=(_one_of(name), ...), data=(data, ...))


def _one_of(*names: str) -> Any:
    return Literal[names]


def make_envelope_model(told: Mapping[str, type[Data]]) -> type[KnownEnvelope]:
    """Make the envelope model for events with these data models."""
    return _envelope(tuple(told.items()))


@cache
def _envelope(told: tuple[tuple[str, type[Data]], ...]) -> type[KnownEnvelope]:
    made = create_model("EventTold", __base__=KnownEnvelope, type=(_one_of(*dict(told)), ...))
    made.told = dict(told)
    return made
