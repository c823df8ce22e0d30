"""The declaration of an event that any system may send: its data, declared by the conversation that handles it."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from flows.events import Event


@dataclass(frozen=True, slots=True)
class EventTiming:
    """The times of an event: when it happened (``at``, ≤ ``now``), its own id, and when it arrived."""

    at: datetime
    event: str
    now: datetime


class Data(BaseModel):
    """The data of one type of event. Its docstring is the type's description in the API's document.

    ``EXAMPLES`` are valid data by their speciality, "" for the usual one.
    """

    model_config = ConfigDict(validate_default=True)

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, Any]]]

    @abstractmethod
    def event(self, told: EventTiming) -> Event:
        """Return the event of the data."""
