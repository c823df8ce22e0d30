"""Reports: the period that they are asked for, and what recovery brought and cost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, BeforeValidator, Field, WithJsonSchema, model_validator

from handlers.api.shapes import MOMENT
from handlers.reading import Field as Read
from handlers.reading import Wrong

_LATEST = datetime.max.replace(tzinfo=UTC)


def _moment(value: object) -> datetime | None:
    """A time in the query. A plus sign that was not encoded came as a blank."""
    try:
        return Read(value.replace(" ", "+") if isinstance(value, str) else value).time(_LATEST)
    except Wrong as wrong:
        raise ValueError(f"{wrong.message}; it must be like 2026-03-02T15:04:05Z") from None


Moment = Annotated[
    AwareDatetime | None,
    BeforeValidator(_moment),
    WithJsonSchema({"anyOf": [MOMENT, {"const": ""}]}),
]


class Period(BaseModel):
    """A stretch of time; without an end it is open on that side, and its ends may be given in either order."""

    since: Annotated[Moment, Field(alias="from", description="from this moment on")] = None
    until: Annotated[Moment, Field(alias="to", description="up to, and without, this moment")] = None

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.since and self.until and self.since > self.until:
            self.since, self.until = self.until, self.since
        return self


class Group(BaseModel):
    """Carts of people who were treated alike, and how many of them ordered."""

    carts: int
    ordered: int
    revenue: str


class Lift(BaseModel):
    """How much more often people ordered who were written to: a difference of rates, with its interval."""

    rate: float
    low: float
    high: float


class Step(BaseModel):
    """What one reminder brought."""

    step: int
    sent: int
    delivered: int
    clicked: int
    recovered: int
    revenue: str


class RecoveryReport(BaseModel):
    """What recovery did. Money is a decimal string in ``currency``; revenue is net of refunds."""

    since: Annotated[datetime | None, Field(alias="from")]
    until: Annotated[datetime | None, Field(alias="to")]
    currency: str
    carts: Annotated[int, Field(description="abandoned, and first heard of in that time")]
    reachable: Annotated[int, Field(description="of somebody who agreed to be written to")]
    held_out: Annotated[int, Field(description="left alone, to measure against")]
    messaged: int
    clicked: int
    recovered: int
    revenue: str
    refunded: str
    refunds_left_out: Annotated[int, Field(description="in another currency than the order's, and not taken off")]
    cost: Annotated[str, Field(description="of the messages, in cost_currency")]
    cost_currency: Annotated[str, Field(description="the one that most was charged in")]
    costs: Annotated[dict[str, str], Field(description="all that was charged, by currency")]
    opted_out: int
    by_step: list[Step]
    unsent: Annotated[dict[str, int], Field(description="carts nobody was written to about, by why")]
    refused: Annotated[dict[str, int], Field(description="how many sends each rule refused")]
    treated: Group
    control: Annotated[Group, Field(description="those left alone")]
    lift: Annotated[Lift | None, Field(description="null while too few are known")]
