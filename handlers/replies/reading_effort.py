"""A limit on the cost of reading one message, and a cache for parts that many readers split repeatedly.

Several readers look at a message, and each splits it and its pieces into words. While a message is read
(``limit_effort``), a ``cache_reading`` function runs once for each text, from the arrival of the message to its last
reader. Each call of a ``count_calls`` function counts against the message. Above the limit the reading ends with
``TooCostly``, and a person gets the message. Calls are counted, not seconds, so that a message is read alike on every
machine, and again after a restart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

CEILING = 4_000
"""Units for one message, about 20 ms. An order of three things with its address takes 200, and 2 000 in a shop with
10 000 products."""
_ANEW = 20  # units of a text that a function reads for the first time; a cached text is one unit
_CHARACTERS = 16  # of a new text, for one unit more
_MOST_KNOWN = 4_096  # results of one message
_RECENT = 8  # messages whose results are kept: a message is read when it arrives, is taken in and is answered


class TooCostly(Exception):
    """Error if reading a message costs more than any message of a customer or a shop needs."""


@dataclass(slots=True)
class _Effort:
    """The units that are left for a message, None if unlimited, and the results so far, cached and counted."""

    left: int | None
    known: dict[Any, Any]
    counted: dict[Any, Any] = field(default_factory=dict)


_UNKNOWN: Any = object()
_effort: ContextVar[_Effort | None] = ContextVar("effort", default=None)


@contextmanager
def limit_effort(units: int | None = CEILING, *, of: str = "") -> Iterator[None]:
    """Read one message within the context: results are cached, and more than ``units`` units raise TooCostly.

    None sets no limit: an opt-out is read to its end. ``of`` is the text of the message, whose results are kept for its
    next reading; "" within another context continues that one's.
    """
    outer = _effort.get()
    known = keep_known(of) if of else {} if outer is None else outer.known
    token = _effort.set(_Effort(units, known))
    try:
        yield
    finally:
        _effort.reset(token)


def spend(units: int) -> None:
    """Count work against the message that is read, such as comparisons. Raises TooCostly."""
    effort = _effort.get()
    if effort is not None and effort.left is not None:
        effort.left -= units
        if effort.left < 0:
            raise TooCostly


@lru_cache(maxsize=_RECENT)
def keep_known(_of: str) -> dict[Any, Any]:
    """Return the cached results of a recent message, by its text."""
    return {}


def cache_reading(function: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """Cache the result for each text while one message is read. Callers must not change the result.

    The function calls none that counts, because the results of an earlier reading would hide these calls.
    """

    @wraps(function)
    def remember(text: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
        effort = _effort.get()
        if effort is None:
            return function(text, *args, **kwargs)
        key = (function, text, *args, *kwargs.items()) if args or kwargs else (function, text)
        known: T = effort.known.get(key, _UNKNOWN)
        if known is _UNKNOWN:
            known = function(text, *args, **kwargs)
            if len(effort.known) < _MOST_KNOWN:
                effort.known[key] = known
        return known

    return remember


def count_calls(function: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """Cache the result, and count each call against the message.

    Calls that load word lists do not count.
    """

    @wraps(function)
    def count(text: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
        effort = _effort.get()
        if effort is None:
            return function(text, *args, **kwargs)
        key = (function, text, *args, *kwargs.items())
        if key in effort.counted:
            spend(1)
        else:
            spend(_ANEW + len(text) // _CHARACTERS)
            effort.counted[key] = function(text, *args, **kwargs)
        counted: T = effort.counted[key]
        return counted

    return count
