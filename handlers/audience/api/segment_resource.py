"""Segments, and the goods that their customers bought, as the API reads and shows them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from flows.actor import ActorKind
from flows.audience.criteria_json import write_criteria
from flows.audience.criteria_schema import ROOT, make_criteria_schemas
from flows.audience.standard_audiences import ReadyAudience
from flows.money import to_micros
from handlers.api.field_types import make_exact_line
from handlers.api.openapi import AT, SHARED
from handlers.api.resource_update import SentBack
from handlers.engine.checked_fields import utc
from storage.audience.audience_figures import Bought
from storage.audience.segments import LONGEST_NAME, Segment

CRITERIA = {"all": [{"fact": "spend", "op": ">=", "value": 200}, {"fact": "days_since_order", "op": ">=", "value": 60}]}
CriteriaDocument = Annotated[dict[str, Any], WithJsonSchema({SHARED: ROOT, "schemas": make_criteria_schemas(AT)})]
"""Criteria in JSON, which flows/audience/criteria_json.py reads: the schema is for clients, and checks nothing here."""


def _check_choice(value: object) -> object:
    """Replace the mistakes for each choice by a single one."""
    if not isinstance(value, str | dict):
        raise ValueError('is not a segment id, the name of a ready one such as "vip", or a criteria object')
    return value


AnyAudience = Annotated[str | CriteriaDocument, BeforeValidator(_check_choice)]
"""An audience: the id of a segment, the name of a ready one, or criteria."""


def _filter_or_document(value: object) -> object:
    if not isinstance(value, str | dict):
        raise ValueError("is not a filter or a criteria object")
    return value


FilterOrDocument = Annotated[str | CriteriaDocument, BeforeValidator(_filter_or_document)]
"""Criteria as a filter of docs/audiences.md, or as their JSON document."""


class SegmentShown(BaseModel):
    """A segment. Every business has the ready-made ones: they have no version, and cannot be changed."""

    id: Annotated[str, Field(description="for a ready one its name, as vip")]
    name: str
    ready: bool
    criteria: Annotated[CriteriaDocument, Field(description="as docs/audiences.md explains them")]
    phrase: Annotated[str | None, Field(description="the chat filter that made it")]
    version: Annotated[int | None, Field(description="the number of changes, from 1")]
    made_by: Annotated[ActorKind | None, Field(description="staff in chat, provider by API")]
    made_at: datetime | None
    updated_at: datetime | None


class SegmentList(BaseModel):
    """A page of segments."""

    items: list[SegmentShown]
    next: Annotated[str | None, Field(description="the cursor of the next page; null on the last one")]


WRITABLE = ("name", "criteria")


class SegmentTold(SentBack):
    """A segment as a request describes it."""

    passed_over = tuple(one for one in SegmentShown.model_fields if one not in WRITABLE)

    name: Annotated[str, *make_exact_line(1, LONGEST_NAME)]
    criteria: Annotated[
        FilterOrDocument,
        Field(description='a filter or criteria, as docs/audiences.md explains them; {"all": []} is everyone'),
    ]


def show_segment(segment: Segment | ReadyAudience, today: date) -> dict[str, Any]:
    """Format a segment for the API on a day of the business: a ready-made one may match others on another day."""
    if isinstance(segment, ReadyAudience):
        told: dict[str, Any] = {"id": segment.name, "name": segment.title, "ready": True}
        told["criteria"] = write_criteria(segment.on(today))
        return {name: told.get(name) for name in SegmentShown.model_fields}
    moments = {"made_at": utc(segment.made_at), "updated_at": utc(segment.updated_at)}
    named = {"id": str(segment.id), "name": segment.name, "ready": False, "phrase": segment.phrase}
    told = {**named, "version": segment.version, "made_by": segment.made_by.kind.value, **moments}
    told["criteria"] = write_criteria(segment.criteria)
    return {name: told[name] for name in SegmentShown.model_fields}


def compute_version(segment: Segment | ReadyAudience) -> str | None:
    """Make the ETag of a saved segment; None for a ready-made one, whose content is its version."""
    return f'"v{segment.version}"' if isinstance(segment, Segment) else None


_PLACES = 4  # of a share


def show_bought(bought: Bought) -> dict[str, Any]:
    """Format how many people there are, who ordered, how often again, and for how much."""
    rate = None if bought.repeat_rate is None else round(bought.repeat_rate, _PLACES)
    money = {"revenue": to_micros(bought.spend), "average_order": to_micros(bought.average_order)}
    counted = {name: getattr(bought, name) for name in ("ordered", "repeated", "orders")}
    return {"customers": bought.people, **counted, "repeat_rate": rate, **money}
