"""What a second reader made of a text that ours could not read: routes and questions, never a deed.

It may name one of these meanings and nothing else. None of them ends a consent or gives one, sells or cancels: what may
end an order or our messages is asked about first, as it is when our own reader finds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from flows.events.event import Code, Event


class Meaning(StrEnum):
    """The closed set of meanings that a second reader chooses from."""

    ORDER_STATUS = "order_status"
    CANCEL_ORDER = "cancel_order"
    CHANGE_ORDER = "change_order"
    RETURN = "return_or_refund"
    COMPLAINT = "complaint"
    HUMAN = "talk_to_a_person"
    MESSAGES = "end_messages"
    NONE = "none_of_these"


@dataclass(frozen=True, slots=True)
class Reread(Event):
    """What came of a second reading: ``meaning`` is a Meaning, NONE also where nobody answered in time."""

    TYPE: ClassVar[str] = "message.reread"
    message: UUID
    meaning: Code


EVENTS: tuple[type[Event], ...] = (Reread,)
