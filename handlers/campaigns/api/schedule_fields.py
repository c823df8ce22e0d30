"""The schedule of a campaign as the API reads and shows it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.config import JsonDict

from flows.campaigns.campaign import Campaign
from flows.campaigns.send_schedule import Schedule
from handlers.api.api_refusals import ApiRefused, Code
from handlers.engine.checked_fields import utc

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_TIME = {"anyOf": [{"type": "string", "pattern": f"^{_CLOCK.pattern}$"}, {"type": "null"}]}


def _time_of_day(told: str | None) -> str | None:
    if told is not None and not _CLOCK.fullmatch(told):
        raise ValueError("is not a time of day such as 18:00")
    return told


D = TypeVar("D", date | None, datetime | None)
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_TEXT: JsonDict = {"type": "string"}
_ONE_WAY: JsonDict = {
    "allOf": [
        {"not": {"required": ["at", "local"], "properties": {"at": _TEXT, "local": _TEXT}}},
        {"not": {"required": ["on"], "properties": {"on": _TEXT, "local": {"type": "null"}}}},
        {"not": {"required": ["local"], "properties": {"local": _TEXT, "on": {"type": "null"}}}},
    ]
}
"""The rule of _one_way, for programs."""


class ScheduleTold(BaseModel):
    """The schedule: one moment, or a time of day in each person's own zone. If both are missing, it is the launch."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_ONE_WAY)
    at: Annotated[AwareDatetime | None, Field(description="one moment for everyone")] = None
    local: Annotated[str | None, AfterValidator(_time_of_day), WithJsonSchema(_TIME)] = None
    on: Annotated[date | None, Field(description="the day of `local`, in the business's calendar")] = None

    @model_validator(mode="after")
    def _check_way(self) -> ScheduleTold:
        if self.at is not None and self.local is not None:
            raise ValueError("has at or local, not both")
        if (self.local is None) is not (self.on is None):
            raise ValueError("local needs on, the day, and on needs local")
        return self


def show_schedule(one: Campaign, zone: ZoneInfo) -> dict[str, Any]:
    """Format the schedule of a campaign for the API; ``zone`` is the business's."""
    due = one.schedule
    return {"at": None, "local": None, "on": None} if due.at_once else show_moment(due, zone)


def show_moment(due: Schedule, zone: ZoneInfo) -> dict[str, Any]:
    """Format a moment, or a time of day in each person's own zone, for the API; ``zone`` is the business's."""
    if due.local is None:
        return {"at": utc(due.at), "local": None, "on": None}
    return {"at": None, "local": due.local.isoformat("minutes"), "on": due.at.astimezone(zone).date().isoformat()}


def local_moment(schedule: ScheduleTold, zone: ZoneInfo, field: str = "schedule") -> datetime | None:
    """Return the scheduled moment, in the business's zone; None if at once. Raises ApiRefused if impossible."""
    if schedule.local is None or schedule.on is None:
        return check_calendar(schedule.at, f"{field}.at")
    check_calendar(schedule.on, f"{field}.on")
    return datetime.combine(schedule.on, time.fromisoformat(schedule.local), zone).astimezone(UTC)


def check_calendar(told: D, field: str) -> D:
    """Return a day or moment that is valid in the calendars of all zones. Raises ApiRefused."""
    if told is not None and not _FIRST_YEAR <= told.year <= _LAST_YEAR:
        why = f"a campaign cannot be in the year {told.year}: {_FIRST_YEAR} to {_LAST_YEAR}"
        raise ApiRefused(Code.INVALID, why, field)
    return told
