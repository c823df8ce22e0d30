"""Events about saved audiences: customers who joined or left an audience since the night before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flows.events.event import Code, Event


@dataclass(frozen=True, slots=True)
class _Moved(Event):
    """A change of an audience. ``segment`` is its id, or the name of a standard one; ``name`` is what it was called
    then."""

    segment: Code
    name: Code
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class SegmentEntered(_Moved):
    """A customer meets an audience's criteria, and did not the night before."""

    TYPE: ClassVar[str] = "segment.entered"


@dataclass(frozen=True, slots=True)
class SegmentLeft(_Moved):
    """A customer no longer meets an audience's criteria."""

    TYPE: ClassVar[str] = "segment.left"
