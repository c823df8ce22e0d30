"""A customer as the API shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from flows.lifecycle import Lifecycle
from flows.policy.departure_facts import Programme


class AddressShown(BaseModel):
    """An address of a customer; for the channels customer and email, it is an identity."""

    channel: str
    value: str
    state: Annotated[str, Field(description="usable, blocked or gone")]
    agreed: Annotated[list[Programme], Field(description="the programmes that they agreed to there")]


class RankShown(BaseModel):
    """The customer's fifths among all who ordered, 5 for the best."""

    recency: int
    frequency: int
    monetary: int


class ProgressShown(BaseModel):
    """The customer's progress in a loyalty programme."""

    programme: str
    progress: str
    goal: str
    reward: str
    reward_expires: datetime | None
    at: Annotated[datetime, Field(description="when it was so")]


def _require_id(schema: dict[str, Any]) -> None:
    """Require only the id, since with ``fields`` the others may be absent."""
    schema["required"] = ["id"]


class CustomerShown(BaseModel):
    """A customer. With `fields`, those alone and the id."""

    model_config = ConfigDict(json_schema_extra=_require_id)

    id: UUID
    name: str | None
    locale: Annotated[str | None, Field(description="as your system tells it")]
    language: Annotated[str | None, Field(description="the language we write in: of their own words, else of locale")]
    timezone: str | None
    country: str | None
    region: str | None
    city: Annotated[str | None, Field(description="of the main address")]
    postal_code: str | None
    birthday: Annotated[str | None, Field(description="1990-05-04, or --05-04 without a year")]
    acquired_from: str | None
    acquired_at: Annotated[datetime, Field(description="when we first knew of them")]
    tags: list[str]
    addresses: list[AddressShown]
    currency: Annotated[str, Field(description="of spend and average_order")]
    orders: Annotated[int, Field(description="placed and not cancelled")]
    spend: Annotated[str, Field(description="payments for them, less refunds")]
    average_order: str | None
    first_order_at: datetime | None
    last_order_at: datetime | None
    returns: int
    discounts_used: int
    clicks: int
    replies: int
    visits: int
    last_active_at: datetime | None
    lifecycle: Annotated[Lifecycle | None, Field(description="null before the first order")]
    rfm: Annotated[RankShown | None, Field(description="as of last night; null before the first order")]
    spend_percentile: Annotated[int | None, Field(description="the percentage of customers who spend less")]
    loyalty: list[ProgressShown]


FIELDS = tuple(CustomerShown.model_fields)
"""All fields of a customer, in order."""


def _fields(value: object) -> frozenset[str] | None:
    """Parse names separated by commas; None for an empty text, which means all fields."""
    named = [one.strip() for one in value.split(",") if one.strip()] if isinstance(value, str) else []
    strange = [one for one in named if one not in FIELDS]
    if strange:
        raise ValueError(f"names {strange[0][:40]!r}, which is not a customer field; known are {', '.join(FIELDS)}")
    return frozenset({"id", *named}) if named else None


_ANY_FIELD = f"({'|'.join(FIELDS)})"
Fields = Annotated[
    frozenset[str] | None,
    BeforeValidator(_fields),
    WithJsonSchema({"type": "string", "pattern": f"^({_ANY_FIELD}(,{_ANY_FIELD})*)?$"}),
    Field(description="fields to show, separated by commas; default all", examples=["name,spend,tags"]),
]
