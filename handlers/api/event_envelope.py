"""What any system may tell us, ``POST /api/v1/events``: an envelope that must be right, and data that is read kindly.

A wrong envelope is the caller's mistake and answered so (400, 422). Data that we cannot use in a good envelope is kept
as unreadable and answered 202: ``doctor`` shows it, and nothing is lost by it.
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
from handlers.api.field_types import EVENT_ID, MOMENT, kindly, must
from handlers.api.request_mistakes import mistakes_of, tell
from handlers.engine.checked_fields import CheckedField as Read


class UnreadableData(Exception):
    """A good envelope whose data we cannot use; the message says what and where. Kept, counted, answered 202."""


def _text(value: object) -> object:
    """Text alone is a time here: pydantic would take numbers for seconds since 1970."""
    if value is not None and not isinstance(value, str):
        raise ValueError("is not text")
    return value


class Envelope(BaseModel):
    """One event: an id of its own (a repeat changes nothing), the kind, the time, and the data of that kind."""

    model_config = ConfigDict(frozen=True)

    id: Annotated[
        str,
        StringConstraints(strict=True, min_length=1, max_length=200),
        AfterValidator(kindly(lambda field: field.must(Read.identifier) and field.value)),
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
    """An event of a type that a conversation brings; ``told`` is what the data of each is told as."""

    told: ClassVar[Mapping[str, type[Data]]] = {}
    data: dict[str, Any]

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """One of the shapes that each type with its data has."""
        shapes: Any = Union[tuple(_shape(name, data) for name, data in cls.told.items())]  # noqa: UP007 - made here
        return handler(TypeAdapter(Annotated[shapes, Discriminator("type")]).core_schema)

    def event(self, now: datetime) -> Event:
        """What the event says. Its time is never later than ``now``. Raises Unreadable, and nothing else."""
        try:
            data = self.told[self.type].model_validate(self.data)
        except ValidationError as error:
            raise UnreadableData(f"{self.type}: {tell(mistakes_of(error, {}, 'data'))}") from None
        return data.event(EventTiming(min(self.occurred_at, now), self.id, now))


def _shape(name: str, data: type[Data]) -> type[Envelope]:
    title = "".join(part.title() for part in name.split("."))
    return create_model(title, __base__=Envelope, __doc__=data.__doc__, type=(_one_of(name), ...), data=(data, ...))


def _one_of(*names: str) -> Any:
    return Literal[names]


def envelope(told: Mapping[str, type[Data]]) -> type[KnownEnvelope]:
    """The envelope of events whose data is told so."""
    return _envelope(tuple(told.items()))


@cache
def _envelope(told: tuple[tuple[str, type[Data]], ...]) -> type[KnownEnvelope]:
    made = create_model("EventTold", __base__=KnownEnvelope, type=(_one_of(*dict(told)), ...))
    made.told = dict(told)
    return made
