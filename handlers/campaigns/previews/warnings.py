"""What an owner is warned of before a campaign is launched, by names, each with a detail."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from flows.campaigns.campaign import Campaign
from flows.campaigns.course import days_of_spend
from flows.campaigns.foreign import foreign_hosts
from flows.campaigns.preview import CampaignPreview
from flows.channels import WHATSAPP
from handlers.campaigns.previews.outlook import CampaignOutlook
from handlers.turn import Turn
from storage.campaigns.mailings import TEMPLATE
from storage.own_codes import OwnCodes


async def few_uses(turn: Turn, campaign: Campaign, people: int) -> dict[str, str]:
    """A warning where fewer orders can use the shop's own code than people get it; the detail is how many can."""
    codes, offers = turn.unit.of(OwnCodes), campaign.offers
    for offer in campaign.terms.every_offer:
        own = await codes.called(offer.code) if offer.code is not None else None
        if own is None or own.uses is None:
            continue
        left = max(own.uses - await codes.used(own), 0)
        if left < people * offers.count(offer) / len(offers):
            return {"few_uses": str(left)}
    return {}


def days_it_takes(turn: Turn, campaign: Campaign, preview: CampaignPreview) -> dict[str, str]:
    """A warning of what goes out over days for the day's money, and one where an offer does not last so long."""
    days = days_of_spend(preview, campaign.terms, turn.business)
    if days == 1:
        return {}
    last = campaign.begins + timedelta(days=days - 1)
    short = any(one.ends_at is not None and one.ends_at < last for one in campaign.terms.every_offer)
    return {"days_of_spend": str(days)} | ({"offer_ends_first": str(days)} if short else {})


def warnings_of(turn: Turn, campaign: Campaign, channels: Counter[str], tally: CampaignOutlook) -> dict[str, str]:
    """The warnings by their names, each with a detail."""
    found: dict[str, str] = {"all_paused": "/resume"} if turn.tenant.paused_at is not None else {}
    texts = [*campaign.texts, *(one for again in campaign.terms.follow_ups for one in again.texts)]
    foreign = foreign_hosts([one.text for one in texts], (campaign.url, turn.link_base or ""))
    if foreign:
        found["foreign_link" if campaign.url else "untracked_link"] = ", ".join(foreign)
    if tally.costly and tally.segments > 1:
        found["costly_letter"] = tally.costly
    if channels[WHATSAPP.name] and not turn.business.approvals(WHATSAPP.name, TEMPLATE):
        found["no_template"] = str(channels[WHATSAPP.name])
    if tally.lacked_by_all:
        found["nobody_has"] = ", ".join(f"{{{place}}}" for place in tally.lacked_by_all)
    return found
