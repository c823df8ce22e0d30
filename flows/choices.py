"""What is told of settings that were chosen in chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from flows.events.event import Code, Event


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A choice that holds no more, and the business file's value that holds now; None for none."""

    choice: UUID
    says: Code | None


@dataclass(frozen=True, slots=True)
class ChoicesOvertaken(Event):
    """A business file was applied that says other values than before of what was chosen in chat."""

    TYPE: ClassVar[str] = "settings.overtaken"
    choices: tuple[Overtaken, ...]


EVENTS: tuple[type[Event], ...] = (ChoicesOvertaken,)
