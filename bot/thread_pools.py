"""Threads for what would stop the loop, apart by what they wait for, so that what is slow there delays nothing else.

asyncio has one executor for all that names none, with a few threads: four names that are slow to resolve would keep the
spool from the disk. bot/README.md lists the pools.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


class Threads:
    """At most so many threads for one kind of work, begun when there is some."""

    def __init__(self, name: str, most: int) -> None:
        self._executor = ThreadPoolExecutor(most, thread_name_prefix=name)

    async def run(self, work: Callable[..., T], *given: Any) -> T:
        """Return the result of ``work``, or raise its error; work runs in order, once a thread is free."""
        bound = partial(copy_context().run, work, *given)
        return await asyncio.get_running_loop().run_in_executor(self._executor, bound)


NAMES = Threads("names", 8)
"""Host names of providers: a resolver that is away takes its time over each."""
SPOOL = Threads("spool", 2)
"""The spool's threads: one to append, which webhooks wait for, and one to read."""
PLANS = Threads("plans", 1)
"""Large splits: seconds of a processor, which several would not finish sooner."""
