"""``GET /oi/{token}``: the picture of an offer, always a JPEG that we encoded and stored."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from aiohttp import web

from bot.open_turns import OpenTurns
from bot.photos.photo_home import MediaUnavailable, PhotoHome
from bot.web.sealed_files import ALWAYS, make_refusal
from handlers.engine.sealed_links import LinkExpired, read_business
from handlers.engine.turn import Turn, UnknownBusiness
from handlers.returns.offer_images import PATH, find_image

log = structlog.get_logger()

_CACHED = "public, max-age=31536000, immutable"  # another picture has another link


@dataclass(frozen=True, slots=True)
class OfferImages:
    """The route of pictures."""

    turns: OpenTurns
    home: PhotoHome

    def add_to(self, app: web.Application) -> None:
        """Add the route; it answers HEAD too."""
        app.router.add_get(f"{PATH}{{token}}", self.show)

    async def show(self, http: web.Request) -> web.Response:
        """Return the picture; 404 if the link is not ours or the picture is gone. Raises DatabaseAway."""
        name = await self._find(http.match_info["token"])
        try:
            body = await self.home.get(name) if name else None
        except MediaUnavailable as away:
            log.error("picture not readable", reason=str(away))
            return make_refusal(503, "The picture cannot be shown now. Try again in a moment.", {"Retry-After": "30"})
        if body is None:
            return make_refusal(404, "There is no such picture.")
        headers = ALWAYS | {"Cache-Control": _CACHED, "Cross-Origin-Resource-Policy": "cross-origin"}
        return web.Response(body=body, content_type="image/jpeg", headers=headers)

    async def _find(self, token: str) -> str | None:
        business = read_business(token)

        async def look(turn: Turn) -> str | None:
            return find_image(turn, token)

        try:
            return await self.turns.look(business, look) if business else None
        except (LinkExpired, UnknownBusiness):
            return None
