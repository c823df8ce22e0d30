"""Threads for blocking work, in a separate pool for each kind, so that slow work of one kind delays no other.

asyncio has one default executor with a few threads: four slow host name lookups would keep the spool from the disk.
bot/README.md lists the pools.
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
    """A pool with a limited number of threads for one kind of work, started when needed."""

    def __init__(self, name: str, most: int) -> None:
        self._executor = ThreadPoolExecutor(most, thread_name_prefix=name)

    async def run(self, work: Callable[..., T], *given: Any) -> T:
        """Return the result of ``work``, or raise its error; work runs in order, once a thread is free."""
        bound = partial(copy_context().run, work, *given)
        return await asyncio.get_running_loop().run_in_executor(self._executor, bound)


NAMES = Threads("names", 8)
"""Lookups of providers' host names: an unreachable resolver is slow for each."""
SPOOL = Threads("spool", 2)
"""The spool's threads: one to append, which webhooks wait for, and one to read."""
MAILBOXES = Threads("mailboxes", 8)
"""Questions to mailboxes: each waits for its server."""
PLANS = Threads("plans", 1)
"""Large splits: they take seconds of processor time, so more threads would not be faster."""
PARTS = Threads("parts", 1)
"""Loading of what the first event needs, which webhooks wait for."""
