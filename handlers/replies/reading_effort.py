"""A limit on the cost of reading one message, and a cache for parts that many readers split repeatedly.

Several readers look at a message, and each splits it and its pieces into words. While a message is read
(``limit_effort``), a ``cache_reading`` function runs once for each text. Each call of a ``count_calls`` function counts
against the message. Above the limit the reading ends with ``TooCostly``, and a person gets the message. Calls are
counted, not seconds, so that a message is read alike on every machine, and again after a restart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

CEILING = 8_000
"""Units for one message, about 40 ms. An order of three things with its address takes 6 000."""
_ANEW = 20  # units of a text that a function reads for the first time; a cached text is one unit
_CHARACTERS = 16  # of a new text, for one unit more


class TooCostly(Exception):
    """Error if reading a message costs more than any message of a customer or a shop needs."""


@dataclass(slots=True)
class _Effort:
    """The units that are left for a message, None if unlimited, and the results so far."""

    left: int | None
    known: dict[Any, Any] = field(default_factory=dict)

    def spend(self, units: int) -> None:
        if self.left is not None:
            self.left -= units
            if self.left < 0:
                raise TooCostly


_effort: ContextVar[_Effort | None] = ContextVar("effort", default=None)


@contextmanager
def limit_effort(units: int | None = CEILING) -> Iterator[None]:
    """Read one message within the context: results are cached, and more than ``units`` units raise TooCostly.

    None sets no limit: an opt-out is read to its end.
    """
    token = _effort.set(_Effort(units))
    try:
        yield
    finally:
        _effort.reset(token)


def cache_reading(function: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """Cache the result for each text while one message is read. Callers must not change the result."""
    return _cache_function(function, anew=0, again=0)


def count_calls(function: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """Cache the result, and count each call against the message.

    Calls that load word lists do not count.
    """
    return _cache_function(function, anew=_ANEW, again=1)


def _cache_function(
    function: Callable[Concatenate[str, P], T], *, anew: int, again: int
) -> Callable[Concatenate[str, P], T]:
    @wraps(function)
    def remember(text: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
        effort = _effort.get()
        if effort is None:
            return function(text, *args, **kwargs)
        key = (function, text, *map(_make_hashable, args), *kwargs.items())
        if key in effort.known:
            effort.spend(again)
            known: T = effort.known[key]
            return known
        effort.spend(anew and anew + len(text) // _CHARACTERS)
        result = effort.known[key] = function(text, *args, **kwargs)
        return result

    return remember


def _make_hashable(value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    return frozenset(value) if isinstance(value, set) else value
