"""Checks of the variants' own terms when a campaign is drafted or changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_arms import LONGEST_APART, CampaignArm, list_named_arms, merge_texts
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.experiments.experiment_arm import FEWEST
from flows.phrase import At
from handlers.actions.action import Refused


class WhyNoArms(StrEnum):
    """The reasons why variants cannot have these terms of their own."""

    ALONE = "campaign_arms_alone"  # one variant is compared with nothing
    WORDLESS = "campaign_arms_wordless"
    PACED = "campaign_arms_paced"
    APART = "campaign_arms_apart"
    PASSED = "campaign_arms_passed"


def check_arms(campaign: Campaign, past: datetime, before: Sequence[CampaignArm] = ()) -> None:
    """Check that each variant can be sent at its own time. Raises Refused. A time before ``past`` has passed, unless
    the variant had it ``before``."""
    arms = campaign.terms.arms
    if not arms:
        return
    unknown = [name for name in list_named_arms(arms) if name not in campaign.variants]
    if unknown:
        raise Refused(WhyNoArms.WORDLESS, {"variant": unknown[0]})
    if len(campaign.variants) < FEWEST:
        raise Refused(WhyNoArms.ALONE)
    passed = [one.schedule.at for one in arms if one.schedule is not None and one not in before]
    if passed and min(passed) < past:
        raise Refused(WhyNoArms.PASSED, {"at": At(min(passed))})
    if not campaign.has_own_hours:
        return
    if campaign.terms.best_hour or campaign.terms.spread:
        raise Refused(WhyNoArms.PACED)
    if max(one.at for one in campaign.hours) - campaign.begins > LONGEST_APART:
        raise Refused(WhyNoArms.APART, {"days": LONGEST_APART.days})


def drop_offers(terms: Terms, texts: Sequence[CampaignText]) -> list[CampaignText]:
    """Return the texts of variants that have no offer. Follow-ups go to all variants, so theirs are included if any
    variant has none."""
    bare = [one for one in texts if terms.offer_of(one.variant) is None]
    return [*bare, *(one for follow_up in terms.follow_ups for one in follow_up.texts)] if bare else []


def drop_hours(campaign: Campaign, terms: Terms | None) -> tuple[Terms | None, tuple[CampaignText, ...] | None]:
    """Return the terms with one time for all variants, and the texts to go with it; None if nothing changes."""
    found = terms or campaign.terms
    if not any(one.schedule for one in found.arms):
        return terms, None
    return _keep_remaining(campaign, found, [replace(one, schedule=None) for one in found.arms])


def keep_one_offer(campaign: Campaign, terms: Terms) -> tuple[Terms, tuple[CampaignText, ...] | None]:
    """Return the terms with one offer for all variants, and the texts to go with it; None if nothing changes."""
    if not terms.has_own_offers:
        return terms, None
    return _keep_remaining(campaign, terms, [replace(one, offer=None) for one in terms.arms])


def _keep_remaining(
    campaign: Campaign, terms: Terms, arms: Sequence[CampaignArm]
) -> tuple[Terms, tuple[CampaignText, ...] | None]:
    """Return the terms with these arms. Variants with equal texts and no terms of their own are merged."""
    if (terms.has_own_offers and any(one.offer for one in arms)) or any(one.schedule for one in arms):
        return replace(terms, arms=tuple(arms)), None
    texts = merge_texts(campaign.texts)
    return replace(terms, arms=()), texts if texts != campaign.texts else None
