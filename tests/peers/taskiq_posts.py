"""taskiq over Redis streams posts a form for each task, and judges nothing.

Filled by running it; worked by `taskiq worker tests.peers.taskiq_posts:broker`. A stream's task is acknowledged when it
is done.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from aiohttp import ClientSession, TCPConnector
from taskiq import TaskiqEvents, TaskiqState
from taskiq_redis import RedisStreamBroker

from tests.peers.answers import HEADERS

broker = RedisStreamBroker(os.environ["BENCH_REDIS"], queue_name="taskiq")


@broker.on_event(TaskiqEvents.WORKER_STARTUP)
async def open_session(state: TaskiqState) -> None:
    """One pool of connections for the worker."""
    state.session = ClientSession(connector=TCPConnector(limit=100), headers=HEADERS)


@broker.on_event(TaskiqEvents.WORKER_SHUTDOWN)
async def close_session(state: TaskiqState) -> None:
    """Give the connections back."""
    await state.session.close()


@broker.task(task_name="post")
async def post(form: str) -> None:
    """Post one form."""
    async with broker.state.session.post(os.environ["BENCH_URL"], data=form) as answer:
        answer.raise_for_status()
        await answer.read()


async def main(forms: list[str]) -> None:
    """Queue a task for each form."""
    await broker.startup()
    for form in forms:
        await post.kiq(form)
    await broker.shutdown()


if __name__ == "__main__":
    asyncio.run(main(Path(os.environ["BENCH_FORMS"]).read_text(encoding="ascii").splitlines()))
