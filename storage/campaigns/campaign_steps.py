"""The step of a campaign's message, and the messages that its people have or may get."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func

from flows.campaigns.follow_up import FIRST_STEP
from flows.delivery import LEFT, MessageStatus
from storage.schema import messages
from storage.sending.message import Message

STEP = func.coalesce(messages.c.step, FIRST_STEP)
"""The step column of a message; a row without a value is of the first step."""
MAY_COME = [status.value for status in (MessageStatus.QUEUED, *LEFT)]
"""The statuses of messages that wait, or may have arrived."""


def step_of(message: Message) -> int:
    """Return the step of a message."""
    return message.step or FIRST_STEP


def is_at(step: int | None) -> ColumnElement[bool]:
    """Return the condition on messages of that step, None for the first."""
    told: ColumnElement[int] = STEP
    return told == (step or FIRST_STEP)


IS_FIRST = is_at(FIRST_STEP)
"""The condition on messages that are no follow-up."""
