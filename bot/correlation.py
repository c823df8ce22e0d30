"""One thing followed through the logs: whatever it causes has ids that end as its own does.

The trail of an id is its last twelve digits. An event from outside brings its own; the conversation that it begins, the
messages and calls of that, and what follows from their answers are given ids with the same end (bot/ids.py), whichever
process makes them and however much later. So one search for those digits finds the whole story, in logs and database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

BITS = 48  # the last group of a UUID's digits

_TRAIL: ContextVar[int | None] = ContextVar("trail", default=None)


@contextmanager
def following(cause: UUID) -> Iterator[None]:
    """What is made inside follows from ``cause``. Opened within a unit of work: the store may run that elsewhere."""
    before = _TRAIL.set(cause.int & (1 << BITS) - 1)
    try:
        yield
    finally:
        _TRAIL.reset(before)


def followed() -> int | None:
    """The trail that is followed at this moment; None where something begins of itself."""
    return _TRAIL.get()


def cause_of(event: object, identity: UUID) -> UUID:
    """What an event follows from: the message or the conversation that it is about, else itself."""
    cause = getattr(event, "message", None) or getattr(event, "run", None)
    return cause if isinstance(cause, UUID) else identity
