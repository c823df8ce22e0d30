"""Stand-ins by other people, run as processes of their own where Node is at hand."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

# Seconds; the first run downloads.
PATIENCE = 60


def free_port() -> int:
    """A port of loopback that nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
    """Ends it and the npx it runs under: they share a session of their own."""
    if process.returncode is None:
        os.killpg(process.pid, signal.SIGTERM)
    await process.communicate()
