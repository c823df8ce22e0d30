"""The pictures of offers: checked, encoded anew and stored as a JPEG, and shown by ``GET /oi/{token}``."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from aiohttp import web

from bot.open_turns import OpenTurns
from bot.photos.photo_calls import Photographs
from bot.photos.photo_home import MediaUnavailable
from bot.web.sealed_files import ALWAYS, make_refusal
from flows.phrase import phrase
from flows.promotions.promotion import PromotionRefused
from flows.promotions.sponsor import Sponsor
from handlers.engine.sealed_links import LinkExpired, read_business
from handlers.engine.turn import Turn, UnknownBusiness
from handlers.returns.offer_images import MOST_BYTES, PATH, find_image, make_image_id, name_image, refuse_image

log = structlog.get_logger()

_AWAY = ("busy", "home")
_CACHED = "public, max-age=31536000, immutable"  # another picture has another link


@dataclass(frozen=True, slots=True)
class OfferImages:
    """The keeper of uploaded pictures, and their route."""

    turns: OpenTurns
    photographs: Photographs

    def add_to(self, app: web.Application) -> None:
        """Add the route; it answers HEAD too."""
        app.router.add_get(f"{PATH}{{token}}", self.show)

    async def show(self, http: web.Request) -> web.Response:
        """Return the picture; 404 if it is gone or not approved, or the link is not ours. Raises DatabaseAway."""
        name, is_public = await self._find(http.match_info["token"]) or ("", False)
        try:
            body = await self.photographs.home.get(name) if name else None
        except MediaUnavailable as away:
            log.error("picture not readable", reason=str(away))
            return make_refusal(503, "The picture cannot be shown now. Try again in a moment.", {"Retry-After": "30"})
        if body is None:
            return make_refusal(404, "There is no such picture.")
        kept = _CACHED if is_public else "no-store"
        headers = ALWAYS | {"Cache-Control": kept, "Cross-Origin-Resource-Policy": "cross-origin"}
        return web.Response(body=body, content_type="image/jpeg", headers=headers)

    async def keep(self, business: str, sponsor: Sponsor, data: bytes) -> str:
        """Store a picture and return its id. Raises PromotionRefused for one that is too large, or none."""
        if len(data) > MOST_BYTES:
            raise refuse_image("pixels")

        async def name(turn: Turn) -> tuple[str, str]:
            image = make_image_id(turn, sponsor)
            return image, name_image(turn, image)

        image, stored = await self.turns.look(business, name)
        code = await self.photographs.keep(stored, data)
        if code in _AWAY:
            raise PromotionRefused("image", phrase("page_image_away"))
        if code:
            raise refuse_image(code)
        return image

    async def _find(self, token: str) -> tuple[str, bool] | None:
        business = read_business(token)
        try:
            return await self.turns.look(business, lambda turn: find_image(turn, token)) if business else None
        except (LinkExpired, UnknownBusiness):
            return None
