"""The terms of a campaign other than its people, texts and hour: the offer, the budget, the pace and the follow-ups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flows.campaigns.campaign_arms import CampaignArm
from flows.campaigns.follow_up import FollowUp
from flows.money import Money
from flows.shop_offers import ShopOffer

LONGEST_SPREAD = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Terms:
    """The ``offer`` with a code for each recipient, and the ``budget``: the maximum cost of its messages, by the price
    table. Both may be None.

    ``spread`` is the time over which messages are spread evenly, from the campaign's hour on. With ``best_hour`` each
    person gets the message within a day, in the hour of their most clicks and messages. ``follow_ups`` are its later
    steps, ``arms`` the variants' own terms.
    """

    offer: ShopOffer | None = None
    budget: Money | None = None
    spread: timedelta = timedelta(0)
    best_hour: bool = False
    follow_ups: tuple[FollowUp, ...] = ()
    arms: tuple[CampaignArm, ...] = ()

    @property
    def has_own_offers(self) -> bool:
        """Return True if variants of the campaign have offers of their own."""
        return any(one.offer is not None for one in self.arms)

    @property
    def every_offer(self) -> tuple[ShopOffer, ...]:
        """Return all offers that recipients may get, in the variants' order."""
        told = [one.offer for one in self.arms] if self.has_own_offers else [self.offer]
        return tuple(one for one in told if one is not None)

    def offer_of(self, variant: str) -> ShopOffer | None:
        """Return the offer of a variant; None for a variant without one."""
        if not self.has_own_offers:
            return self.offer
        return next((one.offer for one in self.arms if one.variant == variant), None)


PLAIN = Terms()
"""No terms at all."""
