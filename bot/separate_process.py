"""Work in a separate process: its memory and time are limited, and freed when it ends.

The process has none of our code, secrets or files, and ends at its time limit in any state.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot import process_limits

_BOUNDED = Path(process_limits.__file__)
_MOST_ANSWER = 8 * 2**20  # bytes; a picture of ours is a twentieth of that
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # where an interpreter may need its libraries from


class Busy(Exception):
    """All places were taken for longer than the allowed wait; a later retry may work."""


@dataclass(frozen=True, slots=True)
class Program:
    """A Python file that imports nothing of ours, reads standard input and answers on standard output.

    ``memory`` is in bytes of address space, ``processor`` in seconds.
    """

    path: Path
    memory: int
    processor: int


class Apart:
    """A runner of one program in a limited number of processes. Its limits, in seconds: the wait for a place, and one
    whole run."""

    def __init__(self, program: Program, at_once: int, longest_wait: float, longest: float) -> None:
        self._program = program
        self._places = asyncio.Semaphore(at_once)
        self._longest_wait = longest_wait
        self._longest = longest

    async def answer(self, told: bytes) -> bytes:
        """Run the program with this input; return its output, empty if it hit a limit or wrote too much. Raises
        Busy."""
        async with self._place():
            return await self._run(told)

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        try:
            await asyncio.wait_for(self._places.acquire(), self._longest_wait)
        except TimeoutError:
            raise Busy from None
        try:
            yield
        finally:
            self._places.release()

    async def _run(self, told: bytes) -> bytes:
        process = await _begin(self._program)
        try:
            async with asyncio.timeout(self._longest):
                return await _exchange(process, told)
        except TimeoutError:
            return b""
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()


async def _begin(program: Program) -> asyncio.subprocess.Process:
    """Start an interpreter that sees neither our folder nor our environment with its secrets."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        _BOUNDED,
        str(program.memory),
        str(program.processor),
        program.path,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        cwd="/",
    )


async def _exchange(process: asyncio.subprocess.Process, told: bytes) -> bytes:
    assert process.stdin is not None, "it was begun with pipes"
    assert process.stdout is not None, "it was begun with pipes"
    process.stdin.write(told)
    with suppress(ConnectionError):  # it may have seen enough already
        await process.stdin.drain()
    process.stdin.close()
    try:
        await process.stdout.readexactly(_MOST_ANSWER)
    except asyncio.IncompleteReadError as whole:
        await process.wait()  # it is at its end: killed in that moment it would be reaped twice
        return whole.partial
    return b""
