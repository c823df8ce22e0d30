"""Work of many requests done in a row: ten times the same costs a third less than once in each of ten requests.

A processor keeps at hand what it did a moment ago. Between two steps of one request come those of all others, and each
finds nothing at hand any more; so what is asked for during one round of the loop is done together, kind by kind.
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
    """Work that waits for nothing, and whose order among that of other kinds does not matter."""

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
    """Work of one request, done as that request, whose trail its log lines carry (bot/correlation.py)."""

    work: Callable[[], Any]
    context: Context
    done: asyncio.Future[Any]

    def settle(self) -> None:
        """Do one piece of work and tell its caller the result; a failure leaves the other pieces alone."""
        try:
            result = self.context.run(self.work)
        except StopIteration as stop:  # which no future takes
            self.done.set_exception(RuntimeError(f"work of a round ended with {stop!r}"))
        except BaseException as error:  # also what ends a process: who asked is the one to end by it
            self.done.set_exception(error)
        else:
            self.done.set_result(result)
