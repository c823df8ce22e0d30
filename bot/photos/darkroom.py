"""Pictures are opened in a process of their own: bytes of strangers can keep a decoder busy for hours, or fill memory.

Such a process knows nothing of ours, no secret and no file, and ends with the time it was given, whatever it does then.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.photos import developing
from bot.photos.developing import Made, NoPhoto

_PROGRAM = Path(developing.__file__)
_MOST_ANSWER = 8 * 2**20  # bytes; a photo of ours is a twentieth of that
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # where an interpreter may need its libraries from
_AT_ONCE = 2  # each takes a processor for a second, and at most developing.MEMORY


class Busy(Exception):
    """All places are taken, and stay so for longer than it may take; the same again later may do."""


@dataclass(frozen=True, slots=True)
class Developed:
    """A JPEG of our own making. ``sha`` is the SHA-256 of its bytes, hexadecimal."""

    body: bytes
    width: int
    height: int
    sha: str


class Darkroom:
    """Develops so many pictures at a time. In seconds: the wait for a place, and the work on one picture."""

    def __init__(self, longest_wait: float = 15.0, longest: float = 15.0, program: Path = _PROGRAM) -> None:
        self._program = program
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._longest_wait = longest_wait
        self._longest = longest

    async def develop(self, body: bytes) -> Developed:
        """A picture of at most 1600 pixels on its longer side, upright. Raises NoPhoto, Busy."""
        async with self._place():
            made = await self._made(body)
        return Developed(made.body, made.width, made.height, sha256(made.body).hexdigest())

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

    async def _made(self, body: bytes) -> Made:
        process = await _begin(self._program)
        try:
            async with asyncio.timeout(self._longest):
                return developing.told(await _exchange(process, body))
        except TimeoutError:
            raise NoPhoto("broken") from None
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()


async def _begin(program: Path) -> asyncio.subprocess.Process:
    """An interpreter that sees neither our folder nor our surroundings, secrets among them."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        program,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        cwd="/",
    )


async def _exchange(process: asyncio.subprocess.Process, body: bytes) -> bytes:
    """The process's answer to these bytes; empty where a limit ended it, or the answer is too long for a photo."""
    assert process.stdin is not None, "it was begun with pipes"
    assert process.stdout is not None, "it was begun with pipes"
    process.stdin.write(body)
    with suppress(ConnectionError):  # it may have seen enough already
        await process.stdin.drain()
    process.stdin.close()
    try:
        await process.stdout.readexactly(_MOST_ANSWER)
    except asyncio.IncompleteReadError as whole:
        return whole.partial
    return b""
