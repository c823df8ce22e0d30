"""Pictures of offers that a sponsor uploads: checked, encoded anew and stored."""

from __future__ import annotations

from dataclasses import dataclass

from bot.open_turns import OpenTurns
from bot.photos.photo_calls import Photographs
from flows.phrase import phrase
from flows.promotions.sponsor import Sponsor
from handlers.engine.turn import Turn
from handlers.returns.offer_images import MOST_BYTES, make_image_id, name_image, refuse_image
from handlers.returns.promotion_changes import PromotionRefused

_AWAY = ("busy", "home")


@dataclass(frozen=True, slots=True)
class ImageKeeper:
    """The keeper of uploads."""

    turns: OpenTurns
    photographs: Photographs

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
