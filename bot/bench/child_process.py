"""Processes of a benchmark, which write and read one line of JSON per message.

Each measured program runs in a process of its own, so that memory and processor time are only its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from aiohttp import web

ROOT = Path(__file__).parents[2]
PATIENCE = 3_600.0  # seconds after which what a process was asked for will not come; a million people take hundreds
GRACE = 10.0  # seconds that a process has to end by itself
_TAIL = 2_000  # characters of its last words


class Died(Exception):
    """A process of the benchmark ended or stopped answering; the message holds its last output."""


class Child:
    """A running process, by its standard input and output."""

    def __init__(self, name: str, process: asyncio.subprocess.Process, log: Path) -> None:
        self._name = name
        self._process = process
        self._log = log

    @property
    def id(self) -> int:
        """Return the process id."""
        return self._process.pid

    async def read_message(self) -> dict[str, Any]:
        """Return the next message of the process. Raises Died."""
        assert self._process.stdout is not None
        try:
            line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE)
        except TimeoutError:
            raise Died(f"{self._name} said nothing for {PATIENCE:g} s: {self.read_log_end()}") from None
        if not line:
            raise Died(f"{self._name} ended: {self.read_log_end()}")
        told: dict[str, Any] = json.loads(line)
        return told

    async def tell(self, **order: Any) -> None:
        """Send the process an order as a line of JSON."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        await self._process.stdin.drain()

    async def ask(self, **order: Any) -> dict[str, Any]:
        """Give the process an order and wait for its answer. Raises Died."""
        await self.tell(**order)
        return await self.read_message()

    def read_log_end(self) -> str:
        """Return the end of the process's log."""
        with suppress(OSError):
            return self._log.read_text(encoding="utf-8", errors="replace")[-_TAIL:].strip() or "it left no word"
        return "it left no word"

    async def end(self) -> None:
        """End the process, by force if it does not end itself."""
        with suppress(ProcessLookupError):
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), GRACE)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


@asynccontextmanager
async def running(
    name: str, command: Sequence[str], folder: Path, environ: Mapping[str, str] | None = None
) -> AsyncIterator[Child]:
    """Run a process in ``folder`` until the block ends; its log goes to a file there."""
    log = folder / f"{name.replace(' ', '-').replace('/', '-')}.log"
    with log.open("ab") as written:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=folder,
            env=make_environment(environ or {}),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=written,
        )
    child = Child(name, process, log)
    try:
        yield child
    finally:
        await child.end()


def make_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a child process: our environment without Parley settings, plus ``environ`` and the path
    to our modules."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    return {**plain, "PYTHONPATH": str(ROOT), **environ}


def module(name: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of ours with this Python."""
    return [sys.executable, "-m", name, *arguments]


def say(**told: Any) -> None:
    """Send a message from a child to its parent."""
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


async def serve(
    runner: web.BaseRunner, obey: Callable[[dict[str, Any]], Awaitable[dict[str, Any]]] | None = None
) -> None:
    """Serve on a free port of this machine, report it, obey the parent's orders, and end when the parent is gone."""
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    say(port=runner.addresses[0][1])
    try:
        while (order := await receive_message()) is not None:
            if obey is not None:
                say(**await obey(order))
    finally:
        await runner.cleanup()


def find_free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def receive_message() -> dict[str, Any] | None:
    """Return the parent's next message to this child; None when the parent is gone."""
    line = await asyncio.to_thread(sys.stdin.readline)
    order: dict[str, Any] | None = json.loads(line) if line else None
    return order
