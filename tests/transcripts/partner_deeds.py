"""What partners do in a transcript: they have offers, which end."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from flows.actor import SYSTEM
from flows.name_folding import fold_name
from flows.promotions.promotion import Content, Price, PricedBy, Promotion, PromotionLimits, PromotionStatus
from flows.promotions.sponsor import MICROS_PER_CLICK, Fees, Sponsor, SponsorStatus
from handlers.engine.turn import Turn
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors
from tests.transcripts.shop_deeds import Deed
from tests.transcripts.world import BUSINESS

if TYPE_CHECKING:
    from tests.transcripts.runner import Story


async def offers(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``the partner Boots & Co offers Autumn sale: 20 % off, https://boots.example``: for returns of its own brand."""
    content = Content(found["title"], found["text"], found["url"])

    async def work(turn: Turn) -> None:
        now, sponsors, currency = turn.now, turn.unit.of(Sponsors), turn.business.currency
        sponsor = await sponsors.find_by_name(found["name"])
        if sponsor is None:
            sponsor = Sponsor(turn.unit.ids.make(), found["name"], SponsorStatus.ACTIVE, Fees(currency), now)
            await sponsors.add(sponsor)
            await sponsors.claim_brand(sponsor.id, sponsor.name)
        made = Promotion(
            turn.unit.ids.make(), sponsor.id, fold_name(sponsor.name), PromotionStatus.LIVE, content, None,
            Price(PricedBy.CLICK, MICROS_PER_CLICK, currency), PromotionLimits(now + timedelta(days=90)), 1, now, now,
        )  # fmt: skip
        await turn.unit.of(Promotions).add(made, SYSTEM)

    await story.world.service.turns.act(BUSINESS, work)


async def ends(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``the offer Autumn sale expires``: at this moment."""

    async def work(turn: Turn) -> None:
        promotions = turn.unit.of(Promotions)
        named = (one for one in await promotions.page(100) if one.content and one.content.title == found["title"])
        offer = next(named)
        limits = replace(offer.limits, expires_at=turn.now)
        await promotions.save(replace(offer, limits=limits, version=offer.version + 1))

    await story.world.service.turns.act(BUSINESS, work)


PARTNER_DEEDS: tuple[tuple[str, Deed], ...] = (
    (r"the partner (?P<name>.+?) offers (?P<title>[^:]+): (?P<text>.+), (?P<url>https://\S+)", offers),
    (r"the offer (?P<title>.+) expires", ends),
)
