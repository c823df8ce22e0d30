"""A campaign's message as a forecast judges it: when it is due for each person, and whom its offer would not reach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.campaigns.course import course_of
from flows.policy.facts import Programme
from handlers.campaigns.previews.beside import CampaignsBeside
from handlers.campaigns.previews.due import due_for, place_of
from handlers.campaigns.sending.standing import HAD, had_discount
from handlers.forecasts.forecast import Forecast, ForeseenMessage, forecast
from handlers.turn import Turn
from storage.campaigns.mailings import TEMPLATE
from storage.people import Contact

PROMISED = "campaign.promised"


async def departures_of(
    turn: Turn, campaign: Campaign, known: Mapping[UUID, Contact], beside: CampaignsBeside
) -> Forecast:
    """The departures of a campaign to people who are known; what other campaigns and plans ``beside`` will have sent
    them by then counts as sent."""

    async def due(people: Mapping[UUID, Contact]) -> Mapping[UUID, datetime]:
        return await due_for(turn, campaign, people, {one: place_of(turn, campaign, one) for one in people})

    async def barred(due: Mapping[UUID, datetime]) -> Mapping[UUID, str]:
        discounted = dict.fromkeys(beside.offered(campaign, due), PROMISED)
        return discounted | dict.fromkeys(await had_discount(turn, campaign, known), HAD)

    # A campaign with people who wait for the distance ends later by that distance.
    ends = course_of(campaign, campaign.preview, turn.business, turn.now).first_until
    until = campaign.latest or ends + turn.business.policy.marketing_distance
    message = ForeseenMessage(campaign.channels, Programme.OFFERS, TEMPLATE, due, barred, beside.before, latest=until)
    return await forecast(turn, message, known)
