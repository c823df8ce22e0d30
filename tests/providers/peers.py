"""Stand-ins by other people, run as processes of their own where Node is at hand."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count

import pytest

# Seconds; the first run downloads.
PATIENCE = 60
GRACE = 10  # to end by itself
_FIRST, _LAST = 10_000, 32_000  # ports
_taken = count()


def free_port() -> int:
    """A port of loopback for somebody who opens it later.

    The system gives no such port to anybody who does not ask for it by number, unlike those that it hands out itself
    (Linux: from 32768 on), and of our own processes each looks elsewhere first.
    """
    for _ in range(_LAST - _FIRST):
        port = _FIRST + (os.getpid() * 997 + next(_taken)) % (_LAST - _FIRST)
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError(f"every port from {_FIRST} to {_LAST} is taken")


@asynccontextmanager
async def peer(*command: str, ready: bytes) -> AsyncIterator[None]:
    """Runs until the block ends; skips the test when its ``ready`` line does not come within a minute."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"needs {command[0]}")
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, start_new_session=True
    )
    try:
        await _wait(process, ready)
        yield
    finally:
        await _end(process)


async def _wait(process: asyncio.subprocess.Process, ready: bytes) -> None:
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            async for line in process.stdout:
                if ready in line:
                    return
    except TimeoutError:
        pytest.skip(f"it did not come up within {PATIENCE} s")
    pytest.skip("it cannot be had here")


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ends it and the npx it runs under: they share a session of their own. What does not hear is killed.

    What is left in its pipe is not waited for: a process that npx started may hold it open for ever.
    """
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await process.wait()
    process._transport.close()  # type: ignore[attr-defined]
    await asyncio.sleep(0)  # the pipe is closed in the next round of the loop
    assert process.returncode is not None, f"process {process.pid} does not end"
