"""A campaign that goes out is paused by the system itself, whatever made it do so."""

from __future__ import annotations

from flows.actor import SYSTEM
from flows.campaigns.campaign import RUNNING, Campaign, CampaignStatus
from flows.engine import Subject
from handlers.turn import Turn
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.mailings import SUBJECT

PAUSED = "campaign.paused"
"""What the audit calls a pause."""


async def held(turn: Turn, campaign: Campaign) -> Campaign:
    """A campaign, paused where it goes out. Raises CampaignMoved."""
    if campaign.status not in RUNNING:
        return campaign
    await turn.unit.access.log(SYSTEM, PAUSED, turn.now, Subject(SUBJECT, campaign.id))
    return await turn.unit.of(Campaigns).move(campaign, CampaignStatus.PAUSED, SYSTEM, turn.now)
