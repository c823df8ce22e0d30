"""What an event that any system may tell is told as: its data, declared by the conversation that brings it."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from flows.events import Event


@dataclass(frozen=True, slots=True)
class EventTiming:
    """When an event happened (``at``, ≤ ``now``), its own id, and when we heard."""

    at: datetime
    event: str
    now: datetime


class Data(BaseModel):
    """The data of one type of event. Its docstring is what the API's document says of the type.

    ``EXAMPLES`` are what may be told, by what is special about each, "" for the usual one.
    """

    model_config = ConfigDict(validate_default=True)

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, Any]]]

    @abstractmethod
    def event(self, told: EventTiming) -> Event:
        """What the data says."""
