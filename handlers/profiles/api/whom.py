"""Which customers a request means: by an audience, by criteria, or both."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field, WithJsonSchema
from sqlalchemy import ColumnElement

from flows.audience.criteria import All, Compared, Criteria
from flows.audience.expanding import AUDIENCE, BadAudience
from flows.audience.reading import BadCriteria, read_criteria
from flows.audience.ready import READY
from handlers.api.refusals import ApiRefused, Code
from handlers.reading import Wrong, document
from handlers.turn import Turn
from storage.audience.audiences import Audiences, Selection
from storage.audience.segments import Segments

_SEGMENTS = "GET /api/segments lists them"
_LONGEST = 100  # characters of a name that is said back


def _criteria(value: object) -> object:
    """The JSON document in a query; empty is none."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        return document(value.encode("utf-8", "surrogatepass")).must(lambda field: field.value)
    except Wrong:
        raise ValueError('is not JSON, as {"fact": "orders", "op": ">=", "value": 3}') from None


CriteriaAsked = Annotated[
    object,
    BeforeValidator(_criteria),
    WithJsonSchema({"type": "string"}),
    Field(description="as JSON, like those of a segment", examples=['{"fact": "spend", "op": ">=", "value": 200}']),
]
AudienceAsked = Annotated[
    str | None,
    WithJsonSchema({"type": "string"}),
    Field(description="a segment's id, or the name of a ready one, as vip", examples=["vip"]),
]


async def segment_named(turn: Turn, name: str, field: str) -> Criteria:
    """The criteria that mean a segment by its id, or a ready one by its name. Raises ApiRefused where there is none."""
    told = name.strip().lower()
    if told in READY:
        return Compared(AUDIENCE, "=", told)
    try:
        which = UUID(told)
    except ValueError:
        which = None
    kept = await turn.unit.of(Segments).get(which) if which is not None else None
    if kept is None:
        ready = ", ".join(READY)
        raise ApiRefused(
            Code.NOT_FOUND, f"there is no segment {name[:_LONGEST]!r}; {_SEGMENTS}; ready ones are {ready}", field
        )
    return Compared(AUDIENCE, "=", str(kept.id))


def criteria_told(turn: Turn, told: object, field: str = "criteria") -> Criteria:
    """Criteria from their JSON document. Raises ApiRefused, with the place in it."""
    try:
        return read_criteria(told, turn.zone)
    except BadCriteria as wrong:
        raise ApiRefused(Code.INVALID, str(wrong), f"{field}.{wrong.path}" if wrong.path else field) from None


async def condition(turn: Turn, *meant: Criteria) -> ColumnElement[bool] | None:
    """The condition on contacts that all criteria are true; None for none of them. Raises ApiRefused."""
    if not meant:
        return None
    selection = Selection(All(meant), turn.now, turn.now.astimezone(turn.zone).date())
    try:
        return await turn.unit.of(Audiences).condition(selection)
    except BadAudience as wrong:
        raise ApiRefused(Code.INVALID, str(wrong), "criteria") from None
