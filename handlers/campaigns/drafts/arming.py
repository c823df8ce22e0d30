"""The arms of a campaign as they were told in chat: its variants with their hours and offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flows.campaigns.arms import CampaignArm, named_by
from flows.campaigns.schedule import Schedule
from flows.campaigns.terms import PLAIN, Terms
from flows.campaigns.texts import CampaignText, variants_of
from flows.shop_offers import ShopOffer
from handlers.admins.command import Reply
from handlers.campaigns.drafts.arms import ArmsDue, ToldArms
from handlers.campaigns.drafts.offered import offered_terms
from handlers.turn import Turn


async def armed_terms(
    turn: Turn, told: ToldArms, due: ArmsDue, terms: Terms, texts: Sequence[CampaignText], name: str
) -> Terms | Reply:
    """The terms of the campaign of that name with what was told of its variants; what was not told of one stays. Or why
    an offer of these is none."""
    offers: dict[str, ShopOffer | None] = {}
    for one in told.arms:
        if one.is_offered:
            found = await offered_terms(turn, one.terms, PLAIN, name)
            if isinstance(found, Reply):
                return found
            offers[one.variant] = found.offer
    hours = {one.variant: one.schedule for one, said in zip(due.arms, told.arms, strict=True) if said.is_due}
    every = sorted({*variants_of(texts), *named_by(terms.arms), *named_by(due.arms)})
    own = {one.variant: one for one in terms.arms}
    arms = [_arm(own.get(name) or CampaignArm(name), hours, offers, terms) for name in every]
    kept = tuple(one for one in arms if one.schedule or one.offer or one.variant in named_by(due.arms))
    return replace(terms, arms=kept, offer=None if any(one.offer for one in kept) else terms.offer)


def _arm(
    had: CampaignArm, hours: Mapping[str, Schedule | None], offers: Mapping[str, ShopOffer | None], terms: Terms
) -> CampaignArm:
    """The arm of a variant; where another one is told an offer, the one of all stays with those that are not."""
    schedule = hours.get(had.variant, had.schedule)
    offer = offers.get(had.variant, terms.offer_of(had.variant)) if offers else had.offer
    return replace(had, schedule=schedule, offer=offer)
