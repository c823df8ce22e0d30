"""News of our own about audiences: who came into one that is kept, and who went out of it, since the night before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flows.events.event import Code, Event


@dataclass(frozen=True, slots=True)
class _Moved(Event):
    """``segment`` is the audience's id, or the name of a ready one; ``name`` what it was called then."""

    segment: Code
    name: Code
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class SegmentEntered(_Moved):
    """A customer meets the criteria of an audience, and did not the night before."""

    TYPE: ClassVar[str] = "segment.entered"


@dataclass(frozen=True, slots=True)
class SegmentLeft(_Moved):
    """A customer does not meet the criteria of an audience any more."""

    TYPE: ClassVar[str] = "segment.left"
