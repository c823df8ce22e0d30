"""What would become of a campaign's message to some people: judged by the rules of the departure, rendered as it would
leave, and priced; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.campaigns.conditions import settled
from flows.campaigns.preview import SampleReader
from flows.campaigns.texts import LacksValue, nearest, places_in
from flows.channels import CHANNELS
from flows.policy.spending import expected_price, worth
from handlers import language
from handlers.campaigns.previews.beside import CampaignsBeside
from handlers.campaigns.previews.due import place_of
from handlers.campaigns.previews.leaving import departures_of
from handlers.campaigns.previews.offering import offering_of
from handlers.campaigns.previews.outlook import CampaignOutlook, ForeseenReading
from handlers.campaigns.previews.rendering import CampaignRecipient, as_read
from handlers.campaigns.sending.lacking import LACKS
from handlers.campaigns.texts.filling import fillings
from handlers.turn import Turn
from templates.segments import measure


async def foresee(
    turn: Turn, campaign: Campaign, people: Sequence[UUID], beside: CampaignsBeside, tally: CampaignOutlook
) -> None:
    """Judge and render the message to these people, and count what comes of it."""
    known = await turn.unit.people.by_ids(people)
    tally.judged += len(known)
    found = await departures_of(turn, campaign, known, beside)
    tally.excluded += found.excluded
    tally.due |= found.due
    filled, offering = await fillings(turn, campaign.texts, known), offering_of(turn, campaign)
    for one in found.leaving:
        place = place_of(turn, campaign, one.person.id)
        reader = CampaignRecipient(one.person, one.to, place, filled[one.person.id], offering[place])
        _count(turn, campaign, reader, one.waits, tally)


def _count(turn: Turn, campaign: Campaign, one: CampaignRecipient, waits: str, tally: CampaignOutlook) -> None:
    """Count a recipient among the readers, or those left alone."""
    seeds, whose, experiment = turn.tools.seeds, turn.business.id, campaign.experiment  # as the fan-out draws
    try:
        text = as_read(turn, campaign, one)
    except LacksValue as lacks:
        tally.excluded[LACKS] += 1
        tally.lacking[str(lacks)] += 1
        return
    locale, to = language.of(one.person, turn.business), one.to
    wording = settled(nearest(campaign.texts, one.place, locale, to.channel).text, one.known)
    tally.had.update(name for name, spare in places_in(wording).items() if not spare)
    if seeds.fraction(whose, experiment, str(one.person.id)) < campaign.holdout:
        tally.held_out += 1
        return
    segments = measure(text).segments if CHANNELS[to.channel].segmented else 1
    price = worth(expected_price(to.channel, to.phone, segments), turn.business.currency)
    reader, said = SampleReader(to.id, one.place), f"{one.place} {wording}"
    tally.add(ForeseenReading(reader, to.channel, locale, said, text, segments, price, waits))
