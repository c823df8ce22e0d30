"""What a call about a photo comes to: fetched, developed and kept; or removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.channels.channel import Fetching, Unfetched
from bot.photos.darkroom import Busy, Darkroom
from bot.photos.developing import MOST_BYTES, NoPhoto
from bot.photos.home import MediaUnavailable, PhotoHome
from flows.calls import FETCH_MEDIA
from flows.delivery import Answer, Failure

if TYPE_CHECKING:
    from handlers.calling import Request


class Photographs:
    """Performs the calls of handlers/sourcing/calls/photos.py."""

    def __init__(self, home: PhotoHome) -> None:
        self.home = home
        self._darkroom = Darkroom()  # with the fetching before it, well within the outbox's lease

    async def perform(self, request: Request, account: Any | None) -> Answer:
        """One call; ``account`` is the channel's that the photo was sent on, None where there is none."""
        try:
            if request.kind == FETCH_MEDIA:
                return await self._fetch(request, account)
            await self.home.remove(str(request.values["stored_as"]))
        except MediaUnavailable as away:
            return Answer(failure=Failure.RETRY, code="home", detail=str(away))
        return Answer()

    async def _fetch(self, request: Request, account: Any | None) -> Answer:
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
