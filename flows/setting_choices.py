"""The events and texts of settings chosen in chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flows.events.event import Code, Event


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A setting by its path, with the chat's value, which is over, and the file's, which holds; None for none.

    Both are the business's own words.
    """

    path: Code
    chat: Code | None
    says: Code | None


@dataclass(frozen=True, slots=True)
class ChoicesOvertaken(Event):
    """A business file was applied that says other values than before of what was chosen in chat."""

    TYPE: ClassVar[str] = "settings.overtaken"
    choices: tuple[Overtaken, ...]


EVENTS: tuple[type[Event], ...] = (ChoicesOvertaken,)
