"""Task queues of other projects for comparison, if installed: started, filled, drained, and measured.

Their scripts are in tests/peers of the repository and their packages in the extra ``peers``; Redis is a separate
program. Missing queues are skipped with the reason.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.bench import child_process, stopwatch
from bot.bench.bench_sheet import Sheet
from bot.bench.process_memory import HeldMemory, watch_memory
from bot.bench.twilio_stub import PATH, Stand

SCRIPTS = child_process.ROOT / "tests" / "peers"
SCRIPT_MISSING = "its script is in tests/peers of the repository, which is missing here"
LOOK = 0.1  # seconds between two looks at what they hold and have done
STALLED = 60.0  # seconds without any progress after which they are given up
_LIBRARIES = {"celery": "celery, redis, requests", "taskiq": "taskiq, taskiq_redis, aiohttp", "gevent": "gevent"}


class StuckQueue(Exception):
    """A queue did not progress; the message holds its last output."""


@dataclass(frozen=True, slots=True)
class Told:
    """A queue's figures: messages a second, and the memory of its processes."""

    rate: float
    held: HeldMemory


@dataclass(frozen=True, slots=True)
class PeerQueue:
    """A task queue: how it is filled and how its workers are started, both with ``environ``."""

    name: str
    fill: tuple[str, ...]
    work: tuple[str, ...]
    environ: Mapping[str, str]
    folder: Path

    async def drain(self, stand: Stand, forms: Path, many: int) -> Told:
        """Fill the queue with the forms, start its workers, and wait until the stub got all. Raises StuckQueue."""
        environ = {**self.environ, "BENCH_URL": stand.url + PATH, "BENCH_FORMS": str(forms)}
        await self._fill(environ)
        async with run_workers(self.work, self.folder, self.name, environ) as process:
            async with watch_memory([process.pid]) as held:
                await self._wait_until(process, stand, many)
            taken = await stand.take_totals()
        return Told(many / taken.seconds, held)

    async def _wait_until(self, process: asyncio.subprocess.Process, stand: Stand, many: int) -> None:
        """Wait until the stub got ``many`` messages. Raises StuckQueue."""
        seen, since = 0, stopwatch.read_stopwatch()
        while (taken := (await stand.take_totals()).many) < many:
            if taken > seen:
                seen, since = taken, stopwatch.read_stopwatch()
            if process.returncode is not None or stopwatch.read_stopwatch() - since > STALLED:
                raise StuckQueue(f"{self.name} stopped after {taken} of {many}")
            await asyncio.sleep(LOOK)

    async def _fill(self, environ: Mapping[str, str]) -> None:
        process = await asyncio.create_subprocess_exec(
            *self.fill,
            cwd=child_process.ROOT,
            env=child_process.make_environment(environ),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        if process.returncode:
            raise StuckQueue(f"{self.name} could not be filled: {said.decode(errors='replace')[-500:]}")


async def open_queues(stack: AsyncExitStack, folder: Path, python: str | None, sheet: Sheet) -> list[PeerQueue]:
    """Return the queues that can run here; the sheet records why the others cannot."""
    python = python or sys.executable
    reason = _find_missing()
    if reason is not None:
        for name in ("Celery", "taskiq"):
            sheet.skip(name, reason)
        return []
    redis = {"BENCH_REDIS": await stack.enter_async_context(_redis(folder))}
    found = (
        (_celery(python, folder, redis, "prefork"), "celery"),
        (_celery(python, folder, redis, "gevent"), "gevent"),
        (_taskiq(python, folder, redis), "taskiq"),
    )
    ready = []
    for queue, library in found:
        lacking = await explain_failed_import(python, _LIBRARIES[library])
        if lacking is None:
            ready.append(queue)
        else:
            sheet.skip(queue.name, lacking)
    return ready


def _find_missing() -> str | None:
    if not SCRIPTS.is_dir():
        return SCRIPT_MISSING
    if shutil.which("redis-server") is None:
        return "needs redis-server (Debian and Ubuntu: apt-get install redis-server)"
    return None


async def find_missing_library(libraries: str, python: str) -> str | None:
    """Return why a script of tests/peers cannot run with a Python; None when it can."""
    return await explain_failed_import(python, libraries) if SCRIPTS.is_dir() else SCRIPT_MISSING


async def explain_failed_import(python: str, libraries: str) -> str | None:
    """Return why a Python cannot import some libraries; None when it can."""
    try:
        process = await asyncio.create_subprocess_exec(
            python, "-c", f"import {libraries}", stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
    except OSError:
        return f"{python} cannot be started"
    if await process.wait():
        return f"{python} has not all of {libraries}: pip install 'parley-bot[peers]', or name another with --peers"
    return None


def _celery(python: str, folder: Path, redis: Mapping[str, str], pool: str) -> PeerQueue:
    concurrency = {"prefork": os.cpu_count() or 1, "gevent": 100}[pool]
    work = (python, "-m", "celery", "-A", "tests.peers.celery_posts", "worker", "-P", pool, "-c", str(concurrency))
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "WARNING")
    fill = (python, "-m", "tests.peers.celery_posts")
    return PeerQueue(f"Celery {pool}", fill, work + quiet, {**redis, "BENCH_POOL": pool}, folder)


def _taskiq(python: str, folder: Path, redis: Mapping[str, str]) -> PeerQueue:
    work = (python, "-m", "taskiq", "worker", "tests.peers.taskiq_posts:broker")
    limits = ("--workers", "1", "--max-async-tasks", "100", "--log-level", "WARNING")
    return PeerQueue("taskiq", (python, "-m", "tests.peers.taskiq_posts"), work + limits, redis, folder)


@asynccontextmanager
async def run_workers(
    command: tuple[str, ...], folder: Path, name: str, environ: Mapping[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a process with its children, in a group of its own that ends with the block."""
    with (folder / f"{name.replace(' ', '-')}.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=child_process.ROOT,
            env=child_process.make_environment(environ),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """End the process with its own group, and no other process."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), child_process.GRACE)
            return


@asynccontextmanager
async def _redis(folder: Path) -> AsyncIterator[str]:
    """Run our own Redis with storage on disk, as a queue of messages to people needs."""
    port = child_process.find_free_port()
    settings = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--appendfsync", "everysec")
    command = ("redis-server", "--port", str(port), "--dir", str(folder), *settings)
    with (folder / "redis.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log, start_new_session=True)
    try:
        await _listens(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        await _end(process)


async def _listens(port: int) -> None:
    for _ in range(100):
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(LOOK)
    raise StuckQueue("redis-server does not listen")
