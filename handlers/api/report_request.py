"""The common parts of reports: the period, and the form of the answer."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, BaseModel, BeforeValidator, Field, TypeAdapter, WithJsonSchema, model_validator

from handlers.api.field_types import MOMENT
from handlers.engine.checked_fields import CheckedField as Read
from handlers.engine.checked_fields import Wrong


def _moment(value: object) -> datetime | None:
    """Parse a time in the query. A blank is read as a plus sign that was not encoded."""
    try:
        return Read(value.replace(" ", "+") if isinstance(value, str) else value).moment()
    except Wrong as wrong:
        raise ValueError(f"{wrong.message}; it must be like 2026-03-02T15:04:05Z") from None


Moment = Annotated[
    AwareDatetime | None,
    BeforeValidator(_moment),
    WithJsonSchema({"anyOf": [MOMENT, {"const": ""}]}),
]


class AskedPeriod(BaseModel):
    """A period; if one end is missing, it is open on that side. The ends may be given in either order."""

    since: Annotated[Moment, Field(alias="from", description="from this moment on")] = None
    until: Annotated[Moment, Field(alias="to", description="before this moment")] = None

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.since and self.until and self.since > self.until:
            self.since, self.until = self.until, self.since
        return self


def build_body(report: object) -> dict[str, Any]:
    """Format a report as an answer: times in UTC with Z, money as decimal strings, durations in seconds."""
    answered: dict[str, Any] = TypeAdapter(type(report)).dump_python(report, mode="json", by_alias=True)
    return answered
