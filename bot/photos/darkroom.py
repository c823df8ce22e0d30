"""Pictures are opened in a process of their own: strangers' bytes can keep a decoder busy for hours, or fill memory."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.apart import Apart, Busy, Program
from bot.photos import developing
from bot.photos.developing import MEMORY, PROCESSOR

__all__ = ["Busy", "Darkroom", "Developed"]

_PROGRAM = Path(developing.__file__)
_AT_ONCE = 2  # each takes a processor for a second, and at most developing.MEMORY


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
        self._apart = Apart(Program(program, MEMORY, PROCESSOR), _AT_ONCE, longest_wait, longest)

    async def develop(self, body: bytes) -> Developed:
        """A picture of at most 1600 pixels on its longer side, upright. Raises NoPhoto, Busy."""
        made = developing.told(await self._apart.answer(body))
        return Developed(made.body, made.width, made.height, sha256(made.body).hexdigest())
