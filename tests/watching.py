"""Tasks that a test started and nobody looked at: by itself asyncio only logs that they failed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any


@asynccontextmanager
async def watched() -> AsyncIterator[None]:
    """Fails when a task that was started meanwhile, in the loop that runs, failed and nobody looked."""
    loop, started = asyncio.get_running_loop(), list[asyncio.Task[Any]]()

    def make(in_loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.Task(coroutine, loop=in_loop, **options)
        started.append(task)
        return task

    loop.set_task_factory(make)
    yield
    loop.set_task_factory(None)
    failed = [task for task in started if task.done() and not task.cancelled() and task._log_traceback]
    if failed:
        raise AssertionError(f"a task failed and nobody looked: {failed[0]!r}") from failed[0].exception()
