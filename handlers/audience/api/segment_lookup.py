"""The segment of a request, and the criteria in requests."""

from __future__ import annotations

from uuid import UUID

from flows.audience.audience_expansion import AUDIENCE
from flows.audience.criteria import Compared, Criteria
from flows.audience.criteria_json import BadCriteria, read_criteria
from flows.audience.standard_audiences import READY, ReadyAudience
from handlers.api.api_refusals import ApiRefused, Code
from handlers.audience.api.routes import LIST_SEGMENTS
from handlers.audience.filter_names import load_names
from handlers.audience.filter_phrases import read_phrase
from handlers.engine.turn import Turn
from storage.audience.segments import Segment, Segments

_LONGEST = 100  # characters of a name that an error quotes


async def find_segment(turn: Turn, name: str, field: str = "id") -> Segment | ReadyAudience:
    """Return a segment by its id, or a ready-made one by its name. Raises ApiRefused (404, for
    ``field``) if there is none."""
    told = name.strip().lower()
    if told in READY:
        return READY[told]
    try:
        which = UUID(told)
    except ValueError:
        which = None
    kept = await turn.unit.of(Segments).get(which) if which is not None else None
    if kept is None:
        ready = f"{LIST_SEGMENTS} lists them; ready ones are {', '.join(READY)}"
        raise ApiRefused(Code.NOT_FOUND, f"there is no segment {name[:_LONGEST]!r}; {ready}", field)
    return kept


def resolve_criteria(segment: Segment | ReadyAudience) -> Criteria:
    """Return criteria that match the current members of a segment."""
    return Compared(AUDIENCE, "=", segment.name if isinstance(segment, ReadyAudience) else str(segment.id))


async def filter_told(turn: Turn, told: object, field: str = "criteria") -> tuple[Criteria, str | None]:
    """Parse criteria from a filter, returned with its text, or from their JSON document.

    Raises ApiRefused, with the place of the mistake.
    """
    if not isinstance(told, str):
        return read_document(turn, told, field), None
    read = read_phrase(told, await load_names(turn))
    if read.criteria is None:
        raise ApiRefused(Code.INVALID, str(read.mistake), field)
    return read.criteria, told


def read_document(turn: Turn, told: object, field: str = "criteria") -> Criteria:
    """Parse criteria from their JSON document in a ``field``. Raises ApiRefused, with the place of the mistake."""
    try:
        return read_criteria(told, turn.zone)
    except BadCriteria as wrong:
        where = wrong.path or field
        raise ApiRefused(
            Code.INVALID, f"{where}: {wrong.problem}", f"{field}.{where}" if wrong.path else field
        ) from None
