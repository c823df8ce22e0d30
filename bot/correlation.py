"""Tracing through the logs: the ids of an event's consequences end like the event's own id.

The trail of an id is its last twelve digits. An inbound event brings its own trail; its conversation, the messages and
calls of that, and the effects of their answers get ids with the same end (bot/ids.py), in any process and at any time.
So one search for those digits finds the whole story, in logs and database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

BITS = 48  # the last group of a UUID's digits

_TRAIL: ContextVar[int | None] = ContextVar("trail", default=None)


@contextmanager
def follow_cause(cause: UUID) -> Iterator[None]:
    """Give ids made inside the block the trail of ``cause``. Open the block within a unit of work: the store may run
    that in another task."""
    before = _TRAIL.set(cause.int & (1 << BITS) - 1)
    try:
        yield
    finally:
        _TRAIL.reset(before)


def get_followed_trail() -> int | None:
    """Return the current trail; None if nothing is followed."""
    return _TRAIL.get()


def get_cause(event: object, identity: UUID) -> UUID:
    """Return the id whose trail an event follows: that of its message or conversation, else its own."""
    cause = getattr(event, "message", None) or getattr(event, "run", None)
    return cause if isinstance(cause, UUID) else identity
