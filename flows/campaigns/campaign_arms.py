"""A variant's own terms: its hour and its offer.

Variants with their own hours have their own waves (flows/campaigns/campaign_waves.py). They are compared by the same
time after each message (flows/campaigns/wording_trial_plan.py), as later recipients have had less time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from flows.campaigns.campaign_texts import CampaignText, list_variants
from flows.campaigns.send_schedule import Schedule
from flows.shop_offers import ShopOffer

LONGEST_APART = timedelta(days=7)
"""The maximum time between the hours of two variants: people of different seasons cannot be compared."""


@dataclass(frozen=True, slots=True)
class CampaignArm:
    """A ``variant`` with its own ``schedule`` and ``offer``.

    If ``schedule`` is None, the variant is due with its campaign. If any variant has an offer, the campaign's own offer
    is not used: a variant without one offers nothing.
    """

    variant: str
    schedule: Schedule | None = None
    offer: ShopOffer | None = None


def list_named_arms(arms: Sequence[CampaignArm]) -> tuple[str, ...]:
    """Return the names of the variants that have their own terms, in order."""
    return tuple(sorted({one.variant for one in arms}))


def share_out(texts: Sequence[CampaignText], arms: Sequence[CampaignArm]) -> tuple[CampaignText, ...]:
    """Return the wordings, with the only one copied to each variant that has its own terms."""
    known = list_variants(texts)
    if len(known) != 1 or not arms:
        return tuple(texts)
    every = sorted({*known, *list_named_arms(arms)})
    return tuple(replace(one, variant=variant) for variant in every for one in texts)


def merge_texts(texts: Sequence[CampaignText]) -> tuple[CampaignText, ...]:
    """Return the wordings, with equal ones merged, for variants that no longer have their own terms."""
    first, *others = list_variants(texts)
    kept = [one for one in texts if one.variant == first]
    said = {replace(one, variant=first) for one in kept}
    alike = all({replace(one, variant=first) for one in texts if one.variant == name} == said for name in others)
    return tuple(kept) if alike else tuple(texts)
