"""The forecast of a campaign for a sample of its people, by the rules that apply at departure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_course import course_of
from flows.campaigns.campaign_preview import SampleReader
from flows.campaigns.campaign_texts import LacksValue, list_places, nearest
from flows.campaigns.text_conditions import settle_text
from flows.channels import CHANNELS
from flows.policy.departure_facts import Programme
from flows.policy.message_price import convert_worth, estimate_price
from handlers.campaigns.previews.campaign_outlook import CampaignOutlook, ForeseenReading
from handlers.campaigns.previews.parallel_campaigns import CampaignsBeside
from handlers.campaigns.previews.preview_due_times import find_due_times, get_place
from handlers.campaigns.previews.preview_offers import build_offering
from handlers.campaigns.previews.sample_message import CampaignRecipient, render_for_reader
from handlers.campaigns.sending.campaign_departure_checks import HAD, had_discount
from handlers.campaigns.sending.wording_gaps import LACKS
from handlers.campaigns.texts.wording_values import load_fillings
from handlers.engine import person_language
from handlers.engine.turn import Turn
from handlers.forecasts.message_forecast import Forecast, ForeseenMessage, forecast_message
from storage.campaigns.campaign_mailings import TEMPLATE, Reached
from storage.people.people import Contact
from templates.sms_segments import measure


async def foresee(
    turn: Turn, campaign: Campaign, people: Sequence[UUID], beside: CampaignsBeside, tally: CampaignOutlook
) -> None:
    """Judge and render the message to these people, and add the results to ``tally``."""
    known = await turn.unit.people.by_ids(people)
    tally.judged += len(known)
    found = await forecast_departures(turn, campaign, known, beside)
    tally.excluded += found.excluded
    tally.due |= found.due
    filled, offering = await load_fillings(turn, campaign.texts, known), build_offering(turn, campaign)
    for one in found.leaving:
        place = get_place(turn, campaign, one.person.id)
        reader = CampaignRecipient(one.person, one.to, place, filled[one.person.id], offering[place])
        _count(turn, campaign, reader, one.waits, tally)


def _count(turn: Turn, campaign: Campaign, one: CampaignRecipient, waits: str, tally: CampaignOutlook) -> None:
    """Count a recipient as a reader or as in the control group."""
    seeds, whose, experiment = turn.tools.seeds, turn.business.id, campaign.experiment  # as the fan-out draws
    try:
        text = render_for_reader(turn, campaign, one).text
    except LacksValue as lacks:
        tally.excluded[LACKS] += 1
        tally.lacking[str(lacks)] += 1
        return
    locale, to = person_language.of(one.person, turn.business), one.to
    wording = settle_text(nearest(campaign.texts, one.place, locale, to.channel).text, one.known)
    tally.had.update(name for name, spare in list_places(wording).items() if not spare)
    if seeds.fraction(whose, experiment, str(one.person.id)) < campaign.holdout:
        tally.held_out += 1
        return
    segments = measure(text).segments if CHANNELS[to.channel].segmented else 1
    price = convert_worth(estimate_price(to.channel, to.phone, segments), turn.business.currency)
    reader, said = SampleReader(to.id, one.place), f"{one.place} {wording}"
    tally.add(ForeseenReading(reader, to.channel, locale, said, text, segments, price, waits))


PROMISED = "campaign.promised"


async def forecast_departures(
    turn: Turn, campaign: Campaign, known: Mapping[UUID, Contact], beside: CampaignsBeside
) -> Forecast:
    """Return the expected departures of a campaign to these people. Messages of the other campaigns and plans in
    ``beside`` count as sent."""

    async def due(people: Mapping[UUID, Contact]) -> Mapping[UUID, datetime]:
        return await find_due_times(turn, campaign, people, {one: get_place(turn, campaign, one) for one in people})

    async def exclude(due: Mapping[UUID, datetime]) -> Mapping[UUID, str]:
        discounted = dict.fromkeys(beside.list_offered(campaign, due), PROMISED)
        return discounted | dict.fromkeys(await had_discount(turn, campaign, known), HAD)

    # A campaign with people who wait for the distance ends later by that distance.
    ends = course_of(campaign, campaign.preview, turn.business, turn.now).first_until
    until = campaign.latest or ends + turn.business.policy.marketing_distance
    message = ForeseenMessage(campaign.channels, Programme.OFFERS, TEMPLATE, due, exclude, beside.before, latest=until)
    return await forecast_message(turn, message, known)


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """The number of ``people`` in the audience, a ``sample`` that represents them, and everybody's ``zones``."""

    people: int
    sample: Sequence[Reached]
    zones: Sequence[str] = ()

    def count_by_channel(self) -> Counter[str]:
        """Return how many people in total get the message, by channel."""
        whole = self.people / max(1, sum(one.many for one in self.sample))
        many = Counter[str]()
        for one in self.sample:
            if one.channel:
                many[one.channel] += one.many
        return Counter({key: round(value * whole) for key, value in many.items()})
