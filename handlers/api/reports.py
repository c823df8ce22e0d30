"""What reports have in common: the stretch of time that they are asked for, and how their figures are answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

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


class Figures(BaseModel):
    """A report, or a part of one: made of the value that was reckoned, by the names of its attributes."""

    model_config = ConfigDict(from_attributes=True)

    @classmethod
    def of(cls, reckoned: object) -> dict[str, Any]:
        """What is answered: times in UTC with Z, money as decimal strings, stretches of time in seconds."""
        return cls.model_validate(reckoned).model_dump(mode="json", by_alias=True)


class Report(Figures):
    """A report of a stretch of time."""

    start: Annotated[datetime | None, Field(serialization_alias="from")]
    end: Annotated[datetime | None, Field(serialization_alias="to")]
    currency: str


Amount = Annotated[str, BeforeValidator(str)]
Share = Annotated[float, AfterValidator(lambda share: round(share, 4))]
"""A share of 1 to a hundredth of a point: more would pretend to know more than the interval does."""
Seconds = Annotated[int, BeforeValidator(lambda stretch: round(timedelta.total_seconds(stretch)))]
