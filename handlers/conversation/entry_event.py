"""The events that let people enter the plans of a business."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from flows.events.event import Event

Line: TypeAlias = Mapping[str, str | Decimal]
"""The values of an event's fields, or of one line of its goods; "" is unknown."""


def _make_line(_event: Any) -> Sequence[Line]:
    return ({},)


@dataclass(frozen=True, slots=True)
class EntryEvent:
    """An event that a plan may name as its entry, such as "return.completed".

    ``kind`` is the event heard. ``fields`` are the fields that a plan's ``where`` may compare: texts (``str``),
    compared by folded names, or numbers (``Decimal``). ``lines`` returns their values; a person enters if one line
    meets all conditions. It returns () for an event of this kind that is not meant. ``get_ref`` returns the source's
    own id of what happened: the same id lets its person into a plan once, however often it is reported. Without it,
    each event is a new occasion.

    The phrase ``plan_event_<name>``, with _ for the dot, tells the staff who enters.
    """

    name: str
    kind: type[Event]
    fields: Mapping[str, type[str] | type[Decimal]] = field(default_factory=dict)
    lines: Callable[[Any], Sequence[Line]] = _make_line
    get_ref: Callable[[Any], str] | None = None
