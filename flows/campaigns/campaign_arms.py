"""A variant's own terms besides its text: an hour, an offer.

Variants with hours have waves of their own (flows/campaigns/campaign_waves.py). Their comparison counts the first while
after each message (flows/campaigns/wording_trial_plan.py), as later recipients have had less time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from flows.campaigns.campaign_texts import CampaignText, list_variants
from flows.campaigns.send_schedule import Schedule
from flows.shop_offers import ShopOffer

LONGEST_APART = timedelta(days=7)
"""How far the hours of two variants may lie apart: of another season's people nothing could be compared."""


@dataclass(frozen=True, slots=True)
class CampaignArm:
    """A ``variant`` with an hour of its own, the ``schedule``, and an ``offer``.

    Without a schedule the variant is due with its campaign. Where one variant has an offer, those of variants are all
    that the campaign offers: a variant without one offers nothing.
    """

    variant: str
    schedule: Schedule | None = None
    offer: ShopOffer | None = None


def list_named_arms(arms: Sequence[CampaignArm]) -> tuple[str, ...]:
    """Return the names of the variants that have something of their own, in order."""
    return tuple(sorted({one.variant for one in arms}))


def share_out(texts: Sequence[CampaignText], arms: Sequence[CampaignArm]) -> tuple[CampaignText, ...]:
    """Return the wordings with one for each variant that has something of its own: where there is one wording in all,
    each of them has that."""
    known = list_variants(texts)
    if len(known) != 1 or not arms:
        return tuple(texts)
    every = sorted({*known, *list_named_arms(arms)})
    return tuple(replace(one, variant=variant) for variant in every for one in texts)


def merge_texts(texts: Sequence[CampaignText]) -> tuple[CampaignText, ...]:
    """Return the wordings of variants that have nothing of their own any more: one of all that say the same."""
    first, *others = list_variants(texts)
    kept = [one for one in texts if one.variant == first]
    said = {replace(one, variant=first) for one in kept}
    alike = all({replace(one, variant=first) for one in texts if one.variant == name} == said for name in others)
    return tuple(kept) if alike else tuple(texts)
