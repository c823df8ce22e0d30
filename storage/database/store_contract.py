"""The common part of both stores: the shape of a unit of work, the bells that wake workers, and being away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable
from contextvars import ContextVar
from typing import TypeVar

from storage.unit import Unit

T = TypeVar("T")
Work = Callable[[Unit], Awaitable[T]]

QUICK = 10.0
PATIENCE = ContextVar("PATIENCE", default=QUICK)
"""Seconds after which a server that hangs, or a network that swallows packets, counts as away. Webhooks wait for it; a
job's statements may walk along all people."""


class DatabaseAway(Exception):
    """The database cannot be reached, or stayed locked.

    Nothing was written, unless the connection broke during the commit itself: so a repeated write must be recognisable
    by a key or an id.
    """


def wrap_away(error: BaseException) -> DatabaseAway:
    """Return the error with the database's words, without the statement and its values."""
    origin = getattr(error, "orig", None) or error
    return DatabaseAway(f"the database did not answer: {type(origin).__name__}: {str(origin)[:200]}")


class Bells:
    """The in-process wake-ups, one per worker, and their carriers to other processes."""

    def __init__(self) -> None:
        self._bells: dict[str, asyncio.Event] = {}
        self._also: dict[str, asyncio.Event] = {}
        self._carry: Callable[[Collection[str]], None] | None = None

    def listen(self, name: str) -> asyncio.Event:
        """Return the event that is set whenever a committed transaction woke ``name``."""
        return self._bells.setdefault(name, asyncio.Event())

    def add_bell(self, name: str, bell: str) -> None:
        """Ring ``bell`` each time ``name`` is woken, so that one driver can replace several workers."""
        self._also[name] = self.listen(bell)

    def ring(self, names: Iterable[str]) -> None:
        """Wake these workers."""
        for name in names:
            self.listen(name).set()
            if (bell := self._also.get(name)) is not None:
                bell.set()

    def carry(self, carry: Callable[[Collection[str]], None]) -> None:
        """Call ``carry`` for every commit that woke a worker; it must not wait."""
        self._carry = carry

    def note_commit(self, names: Collection[str]) -> None:
        """Note the commit of a transaction that woke these workers: they wake here at once, elsewhere by message."""
        self.ring(names)
        if names and self._carry is not None:
            self._carry(names)
