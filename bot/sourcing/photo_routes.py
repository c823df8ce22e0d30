"""A photo of an order, by its link: until the link expires, and always a JPEG that we re-encoded."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from aiohttp import web

from bot.open_turns import OpenTurns
from bot.photos.photo_home import MediaUnavailable, PhotoHome
from bot.web.sealed_files import ALWAYS, make_refusal
from handlers.engine.sealed_links import LinkExpired, read_business
from handlers.engine.turn import Turn, UnknownBusiness
from handlers.sourcing.pages.order_links import PHOTOS_PATH, open_photo
from storage.sourcing.order_photos import Photo

log = structlog.get_logger()

_KEPT = 3600  # seconds in the reader's own browser, and nowhere on the way


@dataclass(frozen=True, slots=True)
class PhotoPages:
    """``GET /photos/{token}``."""

    turns: OpenTurns
    home: PhotoHome

    def add_to(self, app: web.Application) -> None:
        """Add the route; it answers HEAD too."""
        app.router.add_get(PHOTOS_PATH + "{token}", self.show)

    async def show(self, http: web.Request) -> web.Response:
        """Return the photo; 404 if the link is not ours, 410 if it expired. Raises DatabaseAway."""
        try:
            photo = await self._photo(http.match_info["token"])
        except LinkExpired:
            return make_refusal(410, "This link has expired. Open the page of your order once more.")
        if photo is None or photo.stored_as is None:
            return make_refusal(404, "There is no such photo.")
        try:
            body = await self.home.get(photo.stored_as)
        except MediaUnavailable as away:
            log.error("photo not readable", photo=str(photo.id), reason=str(away))
            return make_refusal(503, "The photo cannot be shown now. Try again in a moment.", {"Retry-After": "30"})
        if body is None:
            log.error("photo missing", photo=str(photo.id))
            return make_refusal(410, "The photo was deleted.")
        headers = ALWAYS | {
            "Cache-Control": f"private, max-age={_KEPT}",
            "Content-Disposition": 'inline; filename="photo.jpg"',
        }
        return web.Response(body=body, content_type="image/jpeg", headers=headers)

    async def _photo(self, token: str) -> Photo | None:
        business = read_business(token)
        if business is None:
            return None

        async def look(turn: Turn) -> Photo | None:
            return await open_photo(turn, token)

        try:
            return await self.turns.look(business, look)
        except UnknownBusiness:
            return None
