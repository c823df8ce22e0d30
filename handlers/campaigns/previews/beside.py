"""The launched campaigns that write to the same people around the same time: what leaves before counts for the caps,
and of two offers the first one alone is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flows.audience.expanding import BadAudience
from flows.campaigns.campaign import ALIVE, Campaign
from flows.campaigns.preview import AlsoComing
from flows.offers import ONE_DISCOUNT_PER
from flows.policy.facts import EarlierDeparture
from handlers.campaigns.previews.due import due_for, place_of
from handlers.campaigns.sending.ways import reached_at
from handlers.turn import Turn
from storage.audience.audiences import Audiences, Selection
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.mailings import Mailings
from storage.people import Address

_NEAR = timedelta(days=7)
"""What comes within so long before or after is worth telling."""
_LOOKED_AT = 10
"""Launched campaigns that are looked at, the newest."""


@dataclass(frozen=True, slots=True)
class CampaignBeside:
    """Another launched campaign, with the moment at which it is ``due`` for each of the people who are still to get it,
    by their ids: neither whoever it leaves alone, nor who is no more of its audience."""

    campaign: Campaign
    due: Mapping[UUID, datetime]

    def offers(self, campaign: Campaign) -> bool:
        """Whether both offer a code of one's own, of which each person has one in 30 days."""
        return bool(campaign.pools and self.campaign.pools)


@dataclass(frozen=True, slots=True)
class CampaignsBeside:
    """The other campaigns to the people of one."""

    found: Sequence[CampaignBeside] = ()

    def before(self, person: UUID, due: datetime) -> tuple[EarlierDeparture, ...]:
        """The departures to a person by the moment at which another message is due."""
        there = ((one, one.due.get(person)) for one in self.found)
        return tuple(
            EarlierDeparture(at, one.campaign.channels[0], None) for one, at in there if at is not None and at <= due
        )

    def offered(self, campaign: Campaign, due: Mapping[UUID, datetime]) -> set[UUID]:
        """Those of the people who will have had the discount of another, by when a campaign is due for each."""
        offering = [one for one in self.found if one.offers(campaign)]
        return {
            person for one in offering for person, at in one.due.items() if person in due and _lately(at, due[person])
        }

    def told(self, campaign: Campaign, due: Mapping[UUID, datetime], whole: float) -> tuple[AlsoComing, ...]:
        """Each that is near in time for some of the people, by when a campaign is ``due`` for each; of ``whole`` times
        as many people in all."""
        told = []
        for one in self.found:
            near = ONE_DISCOUNT_PER if one.offers(campaign) else _NEAR
            both = [at for person, at in one.due.items() if person in due and abs(at - due[person]) <= near]
            if both:
                told.append(AlsoComing(one.campaign.name, min(both), max(1, round(len(both) * whole))))
        return tuple(sorted(told, key=lambda one: (one.at, one.name)))


async def beside(turn: Turn, campaign: Campaign, people: Collection[UUID]) -> CampaignsBeside:
    """The other launched campaigns to these people, by what is known now: follow-ups are not reckoned with."""
    others = await turn.unit.of(Campaigns).ended_since(turn.now, _LOOKED_AT)
    alive = [one for one in others if one.status in ALIVE and one.id != campaign.id]
    if not alive:
        return CampaignsBeside()
    known = await turn.unit.people.by_ids(people)
    recipients = await turn.unit.people.recipients(known)
    consents = await turn.unit.consents.states(recipients.addresses)
    theirs: dict[UUID, list[Address]] = defaultdict(list)
    for address in recipients.addresses.values():
        theirs[address.contact].append(address)
    found = []
    for other in alive:
        reached = [one for one in known if reached_at(other.channels, theirs[one], consents)]
        got = {one: known[one] for one in await _to_come(turn, other, reached)}
        places = {one: place_of(turn, other, one) for one in got}
        found.append(CampaignBeside(other, await due_for(turn, other, got, places) if got else {}))
    return CampaignsBeside(found)


def _lately(at: datetime, due: datetime) -> bool:
    return due - ONE_DISCOUNT_PER < at <= due


async def _to_come(turn: Turn, other: Campaign, people: Collection[UUID]) -> list[UUID]:
    """The ids of people to whom a campaign is still to write; none where the audience of it is gone."""
    try:
        there = await turn.unit.of(Audiences).among(Selection(other.criteria, turn.now, turn.zone), people)
    except BadAudience:
        return []
    there -= await turn.unit.of(Mailings).judged(other.id, there)
    share = turn.tools.seeds.fraction
    return [one for one in there if share(turn.business.id, other.experiment, str(one)) >= other.holdout]
