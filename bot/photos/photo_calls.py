"""The calls about photos: download, re-encode and store one, or remove one.

Pictures are decoded in a separate process: a stranger's file can keep a decoder busy for hours, or fill memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.channels.channel import Fetching, Unfetched
from bot.photos import photo_development
from bot.photos.photo_development import MEMORY, MOST_BYTES, PROCESSOR, NoPhoto
from bot.photos.photo_home import MediaUnavailable, PhotoHome
from bot.separate_process import Apart, Busy, Program
from flows.call_kinds import FETCH_MEDIA
from flows.delivery import Answer, Failure

if TYPE_CHECKING:
    from handlers.calls.call_lifecycle import CallRequest

_PROGRAM = Path(photo_development.__file__)
_AT_ONCE = 2  # each takes a processor for a second, and at most photo_development.MEMORY


@dataclass(frozen=True, slots=True)
class Developed:
    """A re-encoded JPEG. ``sha`` is the SHA-256 of its bytes, in hexadecimal."""

    body: bytes
    width: int
    height: int
    sha: str


class Darkroom:
    """A limited number of re-encoding processes. Its limits, in seconds: the wait for a free one, and the work on one
    picture."""

    def __init__(self, longest_wait: float = 15.0, longest: float = 15.0, program: Path = _PROGRAM) -> None:
        self._apart = Apart(Program(program, MEMORY, PROCESSOR), _AT_ONCE, longest_wait, longest)

    async def develop(self, body: bytes) -> Developed:
        """Re-encode a picture: upright, at most 1600 pixels on its longer side. Raises NoPhoto, Busy."""
        made = photo_development.read_made_photo(await self._apart.answer(body))
        return Developed(made.body, made.width, made.height, sha256(made.body).hexdigest())


class Photographs:
    """The performer of the calls of handlers/sourcing/calls/photo_file_calls.py, and keeper of uploads."""

    def __init__(self, home: PhotoHome) -> None:
        self.home = home
        self._darkroom = Darkroom()  # with the fetching before it, well within the outbox's lease

    async def perform(self, request: CallRequest, account: Any | None) -> Answer:
        """Perform one call; ``account`` is that of the channel that the photo was sent on, None if there is none."""
        try:
            if request.kind == FETCH_MEDIA:
                return await self._fetch(request, account)
            await self.home.remove(str(request.values["stored_as"]))
        except MediaUnavailable as away:
            return Answer(failure=Failure.RETRY, code="home", detail=str(away))
        return Answer()

    async def keep(self, name: str, body: bytes) -> str:
        """Re-encode a picture and store it. Return "", or why not: kind, pixels, broken, busy, home."""
        try:
            await self.home.put(name, (await self._darkroom.develop(body)).body)
        except NoPhoto as no:
            return no.code
        except Busy:
            return "busy"
        except MediaUnavailable:
            return "home"
        return ""

    async def _fetch(self, request: CallRequest, account: Any | None) -> Answer:
        if not isinstance(account, Fetching):
            return Answer(failure=Failure.SENDER, code="credentials")
        try:
            photo = await self._darkroom.develop(await account.fetch(str(request.values["url"]), MOST_BYTES))
        except Unfetched as no:
            return no.answer
        except NoPhoto as no:
            return Answer(failure=Failure.ALERT, code=no.code)
        except Busy:
            return Answer(failure=Failure.RETRY, code="busy", detail="too many photos at once")
        await self.home.put(str(request.values["stored_as"]), photo.body)
        size = {"width": photo.width, "height": photo.height, "bytes": len(photo.body)}
        return Answer(values={"sha": photo.sha, **size})
