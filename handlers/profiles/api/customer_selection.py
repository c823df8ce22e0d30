"""The customers of a request: by an audience, by criteria, or both."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from flows.audience.audience_expansion import BadAudience
from flows.audience.criteria import All, Criteria
from flows.audience.criteria_json import MOST_DEEP, write_criteria
from handlers.api.api_refusals import ApiRefused, Code
from handlers.audience.api.segment_lookup import find_segment, read_document, resolve_criteria
from handlers.audience.api.segment_resource import CriteriaDocument
from handlers.engine.checked_fields import TOO_DEEP, Wrong, parse_document
from handlers.engine.turn import Turn
from storage.audience.audiences import Audiences, Selection
from storage.profiles.customer_list import Meant

__all__ = [
    "AudienceAsked",
    "CriteriaAsked",
    "CriteriaDocument",
    "combine",
    "count_matching",
    "join_criteria",
    "read_document",
    "read_segment",
]


def _criteria(value: object) -> object:
    """Parse the JSON document in a query; None if empty."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        return parse_document(value.encode("utf-8", "surrogatepass")).must(lambda field: field.value)
    except Wrong as wrong:
        if wrong.message == TOO_DEEP:
            raise ValueError(f"is nested more than {MOST_DEEP} deep") from None
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


async def read_segment(turn: Turn, segment: str | None, field: str, criteria: object) -> list[Criteria]:
    """Return the criteria of a segment, by its id or by a ready-made one's name, and the explicit ``criteria``. Nothing
    is returned for a None. Raises ApiRefused, with the name of the ``field``."""
    theirs = [resolve_criteria(await find_segment(turn, segment, field))] if segment is not None else []
    return [*theirs, *([read_document(turn, criteria)] if criteria is not None else [])]


async def combine(turn: Turn, *meant: Criteria, shared: bool = False) -> Meant | None:
    """Return the condition on contacts that all criteria are met; None if there are no criteria. ``shared`` as in
    ``Selection``. Raises ApiRefused."""
    if not meant:
        return None
    selection = Selection(All(meant), turn.now, turn.zone, shared)
    try:
        return await turn.unit.of(Audiences).condition(selection)
    except BadAudience as wrong:
        raise ApiRefused(Code.INVALID, str(wrong), "criteria") from None


def join_criteria(*meant: Criteria) -> dict[str, Any]:
    """Join all criteria with "and" in one JSON document."""
    return dict(write_criteria(All(meant)))


async def count_matching(turn: Turn, meant: Criteria, *, shared: bool = False) -> int:
    """Return the number of customers who meet the criteria. ``shared`` as in ``Selection``. Raises ApiRefused."""
    selection = Selection(meant, turn.now, turn.zone, shared)
    try:
        return await turn.unit.of(Audiences).count(selection)
    except BadAudience as wrong:
        raise ApiRefused(Code.INVALID, str(wrong), "criteria") from None
