"""The offers of a campaign as each person would get them: with the end of their codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_course import course_of
from flows.shop_offers import ShopOffer, make_prefix
from handlers.engine.turn import Turn

_LIKE_A_CODE = "{}-XXXXXXXX"  # as long as each code is; none exists yet


@dataclass(frozen=True, slots=True)
class OfferedTo:
    """An offer to people of a variant, with codes that end at ``until``."""

    offer: ShopOffer
    until: datetime

    def values(self, name: str) -> Mapping[str, Any]:
        """Return the values for the texts of the campaign ``name``, with letters in place of a code."""
        return {**self.offer.values(_LIKE_A_CODE.format(make_prefix(name))), "until": self.until}


Offering: TypeAlias = Sequence[OfferedTo | None]
"""The offers of a campaign by the places of its variants; None where a variant offers nothing."""


def build_offering(turn: Turn, campaign: Campaign) -> Offering:
    """Return the offer of each variant, as if its codes were made at a launch now; None if it has no offer."""
    if not campaign.terms.every_offer:
        return [None] * len(campaign.variants)
    latest = campaign.latest or course_of(campaign, campaign.preview, turn.business, turn.now).latest
    return [None if one is None else OfferedTo(one, one.get_end(latest, turn.zone)) for one in campaign.offers]


def get_offer_at(offering: Offering, place: int) -> OfferedTo | None:
    """Return the offer of the variant at ``place``; the first offer if a change removed that variant."""
    return offering[place] if place < len(offering) else offering[0]
