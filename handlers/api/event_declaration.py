"""The declaration of an event that any system may send; the conversation that handles it declares its data."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from flows.events import Event


@dataclass(frozen=True, slots=True)
class EventTiming:
    """The times of an event: when it happened (``at``, ≤ ``now``) and when it arrived; and its own id."""

    at: datetime
    event: str
    now: datetime


class Data(BaseModel):
    """The data of one type of event. Its docstring is the type's description in the OpenAPI document.

    ``EXAMPLES`` are valid data by what is special about them, "" for the usual one.
    """

    model_config = ConfigDict(validate_default=True)

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, Any]]]

    @abstractmethod
    def event(self, told: EventTiming) -> Event:
        """Convert the data into an event."""
