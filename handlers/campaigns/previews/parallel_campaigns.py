"""The other running campaigns and plans to the people of one campaign: what leaves before counts for the caps, of two
offers the first one alone is made, and all take from the same day's money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.coming_messages import AlsoComing
from flows.policy.departure_facts import EarlierDeparture
from flows.step_offer import ONE_DISCOUNT_PER
from handlers.forecasts.parallel_plans import NEAR, PlanBeside, near_of, plans_near, sent_before


def both_offer(one: Campaign, other: Campaign) -> bool:
    """Whether both offer a code of one's own, of which each person has one in 30 days."""
    return bool(one.pools and other.pools)


def near(one: Campaign, other: Campaign) -> timedelta:
    """Within how long of each other two campaigns matter to the same people."""
    return ONE_DISCOUNT_PER if both_offer(one, other) else NEAR


@dataclass(frozen=True, slots=True)
class CampaignBeside:
    """Another running campaign with its messages to come, by the ids of some people, and what it is still ``to_spend``
    on all of its own, in micro-units of what the business spends in; its budget does for a share of them, ``paid``."""

    campaign: Campaign
    coming: Mapping[UUID, EarlierDeparture]
    to_spend: int
    paid: float = 1.0


@dataclass(frozen=True, slots=True)
class CampaignsBeside:
    """The other running campaigns, and plans, to the people of one."""

    found: Sequence[CampaignBeside] = ()
    plans: Sequence[PlanBeside] = ()

    def before(self, person: UUID, due: datetime) -> tuple[EarlierDeparture, ...]:
        """The departures to a person by the moment at which another message is due."""
        everyone = [*(one.coming for one in self.found), *(one.coming for one in self.plans)]
        return sent_before(everyone, person, due)

    def offered(self, campaign: Campaign, due: Mapping[UUID, datetime]) -> set[UUID]:
        """Those of the people who will have had the discount of another, by when a campaign is due for each."""
        return {
            person
            for one in self.found
            if both_offer(one.campaign, campaign)
            for person, sent in one.coming.items()
            if person in due and due[person] - ONE_DISCOUNT_PER < sent.at <= due[person]
        }

    def told(self, campaign: Campaign, due: Mapping[UUID, datetime], whole: float) -> tuple[AlsoComing, ...]:
        """Each that is near in time for some of the people, by when a campaign is ``due`` for each; of ``whole`` times
        as many people in all."""
        told: list[AlsoComing] = []
        for one in self.found:
            within, offers = near(one.campaign, campaign), both_offer(one.campaign, campaign)
            told += near_of(one.campaign.name, one.coming, due, whole, within, offers=offers)
        told += plans_near(self.plans, due, whole)
        return tuple(sorted(told, key=lambda one: (one.at, one.name)))

    def spent(self, campaign: Campaign) -> int:
        """What the others spend of the days in which a campaign goes out, in micro-units."""
        return sum(one.to_spend for one in self.found if one.campaign.begins <= campaign.begins + NEAR)
