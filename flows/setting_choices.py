"""Events about settings and texts chosen in chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flows.events.event import Code, Event


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A setting by its path, with the chat's value, which no longer applies, and the file's, which does; None if
    missing.

    Both are the business's own words.
    """

    path: Code
    chat: Code | None
    says: Code | None


@dataclass(frozen=True, slots=True)
class ChoicesOvertaken(Event):
    """A business file was applied that changed settings which had been chosen in chat."""

    TYPE: ClassVar[str] = "settings.overtaken"
    choices: tuple[Overtaken, ...]


EVENTS: tuple[type[Event], ...] = (ChoicesOvertaken,)
