"""One thing followed through the logs: whatever it causes has ids that end as its own does.

The trail of an id is its last twelve digits. An event from outside brings its own; the conversation that it begins, the
messages and calls of that, and what follows from their answers are given ids with the same end (bot/ids.py), whichever
process makes them and however much later. So one search for those digits finds the whole story, in logs and database.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from contextvars import ContextVar, Token
from uuid import UUID

BITS = 48  # the last group of a UUID's digits

_TRAIL: ContextVar[int | None] = ContextVar("trail", default=None)


def following(cause: UUID) -> AbstractContextManager[None]:
    """What is made inside follows from ``cause``. Opened within a unit of work: the store may run that elsewhere."""
    return _Following(cause.int & (1 << BITS) - 1)


class _Following:
    """Entered once."""

    __slots__ = ("_before", "_trail")

    def __init__(self, trail: int) -> None:
        self._trail = trail

    def __enter__(self) -> None:
        self._before: Token[int | None] = _TRAIL.set(self._trail)

    def __exit__(self, *_: object) -> None:
        _TRAIL.reset(self._before)


def followed() -> int | None:
    """The trail that is followed at this moment; None where something begins of itself."""
    return _TRAIL.get()


def cause_of(event: object, identity: UUID) -> UUID:
    """What an event follows from: the message or the conversation that it is about, else itself."""
    cause = getattr(event, "message", None) or getattr(event, "run", None)
    return cause if isinstance(cause, UUID) else identity
