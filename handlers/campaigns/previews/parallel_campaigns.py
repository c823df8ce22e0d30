"""The other running campaigns and plans that reach people of one campaign. Their earlier messages count for the caps,
only the first of two offers is made, and all share the daily budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.coming_messages import AlsoComing
from flows.policy.departure_facts import EarlierDeparture
from flows.step_offer import ONE_DISCOUNT_PER
from handlers.forecasts.parallel_plans import NEAR, PlanBeside, find_near, find_near_plans, list_sent_before


def do_both_offer(one: Campaign, other: Campaign) -> bool:
    """Return True if both campaigns offer a personal code, because each person gets only one in 30 days."""
    return bool(one.pools and other.pools)


def measure_nearness(one: Campaign, other: Campaign) -> timedelta:
    """Return how close in time two campaigns have to be to affect each other."""
    return ONE_DISCOUNT_PER if do_both_offer(one, other) else NEAR


@dataclass(frozen=True, slots=True)
class CampaignBeside:
    """Another running campaign with its next messages, by person's id. ``to_spend`` is the rest of its budget, in
    micro-units of the business's spending currency; ``paid`` is the share of people that the rest pays for."""

    campaign: Campaign
    coming: Mapping[UUID, EarlierDeparture]
    to_spend: int
    paid: float = 1.0


@dataclass(frozen=True, slots=True)
class CampaignsBeside:
    """The other running campaigns and plans that reach people of one campaign."""

    found: Sequence[CampaignBeside] = ()
    plans: Sequence[PlanBeside] = ()

    def before(self, person: UUID, due: datetime) -> tuple[EarlierDeparture, ...]:
        """Return the departures to a person that come before a message is due."""
        everyone = [*(one.coming for one in self.found), *(one.coming for one in self.plans)]
        return list_sent_before(everyone, person, due)

    def list_offered(self, campaign: Campaign, due: Mapping[UUID, datetime]) -> set[UUID]:
        """Return the people who get another campaign's discount before this campaign is due for them."""
        return {
            person
            for one in self.found
            if do_both_offer(one.campaign, campaign)
            for person, sent in one.coming.items()
            if person in due and due[person] - ONE_DISCOUNT_PER < sent.at <= due[person]
        }

    def list_near(self, campaign: Campaign, due: Mapping[UUID, datetime], whole: float) -> tuple[AlsoComing, ...]:
        """Return each campaign that is close in time for some of the people, given the time ``due`` for each. The
        counts are scaled by the factor ``whole``."""
        told: list[AlsoComing] = []
        for one in self.found:
            within, offers = measure_nearness(one.campaign, campaign), do_both_offer(one.campaign, campaign)
            told += find_near(one.campaign.name, one.coming, due, whole, within, offers=offers)
        told += find_near_plans(self.plans, due, whole)
        return tuple(sorted(told, key=lambda one: (one.at, one.name)))

    def sum_spent(self, campaign: Campaign) -> int:
        """Return what the other campaigns spend on the days of this campaign, in micro-units."""
        return sum(one.to_spend for one in self.found if one.campaign.begins <= campaign.begins + NEAR)
