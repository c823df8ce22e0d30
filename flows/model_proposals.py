"""A language model's proposals of what an unread text may mean. A proposal is shown and never acted upon.

It names one choice of the open question, or one topic whose answer changes nothing. A choice needs a tap.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from flows.events.event import Code, Event


class Topic(StrEnum):
    """The topics that a proposer chooses from if no question is open."""

    ORDER_STATUS = "order_status"
    HOW_TO_PAY = "how_to_pay"


NONE = "none"
"""A proposal that names nothing, also if no answer came in time."""


@dataclass(frozen=True, slots=True)
class Proposed(Event):
    """A proposer answered for ``message``: ``choice`` is a choice of the message ``asked``, or a topic if that is None,
    or NONE."""

    TYPE: ClassVar[str] = "message.proposed"
    message: UUID
    asked: UUID | None
    choice: Code


EVENTS: tuple[type[Event], ...] = (Proposed,)
