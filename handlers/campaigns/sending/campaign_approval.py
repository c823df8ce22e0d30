"""The second confirmation: if a launched campaign gets other texts, another budget or more people, it pauses. Another
owner or manager has to confirm that it may continue."""

from __future__ import annotations

from enum import StrEnum
from math import ceil

from flows.actor import SYSTEM, Actor
from flows.audience.audience_expansion import BadAudience
from flows.campaigns.campaign import ALIVE, Campaign
from flows.campaigns.campaign_preview import CampaignPreview
from flows.engine import Subject
from flows.phrase import Text, phrase
from handlers.actions.action import Refused
from handlers.campaigns.campaign_reference import to_tap
from handlers.campaigns.sending.campaign_departure_checks import hold_campaign
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts
from handlers.staff_notices.second_approval import SecondYes, take_second_yes
from storage.audience.audiences import Audiences, Selection
from storage.businesses.approvals import Approvals
from storage.campaigns.campaign_mailings import SUBJECT
from storage.campaigns.campaign_progress import CampaignsUnderWay

CHANGED, GROWN = "changed", "grown"
"""The prefixes of the snapshot to which another member has to agree."""
_GROWTH = 1.1
"""The factor by which an approved campaign may grow: people come and go."""


class WhyNotAgreed(StrEnum):
    """The reasons why a campaign cannot continue."""

    SECOND = "campaign_goes_on_by_another"
    ALONE = "campaign_needs_second"


def needs_second(turn: Turn, preview: CampaignPreview) -> bool:
    """Return True if a campaign reaches more people than one staff member may confirm alone."""
    most = turn.business.policy.second_yes_above
    return most is not None and preview.expected > most


async def needs_second_yes(turn: Turn, before: Campaign, after: Campaign, by: Actor) -> bool:
    """Return True if another staff member has to confirm a change of a launched campaign. Raises Refused if there is no
    other. Call it before the write, because a refusal in chat rolls nothing back."""
    same = (before.texts, before.terms) == (after.texts, after.terms)
    if same or after.preview is None or not needs_second(turn, after.preview):
        return False
    if not await alerts.list_chats(turn, alerts.RESPONSIBLE, but=by):
        raise Refused(WhyNotAgreed.ALONE, {"most": turn.business.policy.second_yes_above or 0})
    return True


async def hold_for_second_yes(turn: Turn, now: Campaign, by: Actor) -> Campaign:
    """Pause a launched campaign after a change until another staff member confirms. Return the campaign."""
    paused = await hold_campaign(turn, now)
    told = phrase("campaign_changed_alone", name=now.name, see=to_tap(now), resume=to_tap(now, "resume"))
    await _ask(turn, paused, f"{CHANGED}-{paused.version}", by, told)
    return paused


async def pause_if_grown(turn: Turn, campaign: Campaign) -> Campaign:
    """Pause a campaign at the start of a wave if it has more people than were confirmed. Return the campaign. If it is
    paused already, another staff member has to confirm too."""
    most, preview = turn.business.policy.second_yes_above, campaign.preview
    if most is None or preview is None or not preview.people or campaign.status not in ALIVE:
        return campaign
    about = Subject(SUBJECT, campaign.id)
    if await turn.unit.of(Approvals).find_approval(about, GROWN) is not None:
        return campaign
    try:
        there = await turn.unit.of(Audiences).count(Selection(campaign.criteria, turn.now, turn.zone))
    except BadAudience:  # which the wave reports
        return campaign
    expected = ceil(there * preview.expected / preview.people)
    if expected <= max(most, ceil(preview.expected * _GROWTH) if needs_second(turn, preview) else 0):
        return campaign
    paused = await hold_campaign(turn, campaign)
    figures = {"many": expected, "shown": preview.expected}
    told = phrase("campaign_grown", name=paused.name, resume=to_tap(paused, "resume"), **figures)
    await _ask(turn, paused, GROWN, await turn.unit.of(CampaignsUnderWay).find_launcher(paused.id) or SYSTEM, told)
    return paused


async def must_be_agreed(turn: Turn, campaign: Campaign, by: Actor) -> None:
    """Record a confirmation to resume a campaign. Raises Refused if another staff member has to give it."""
    about = Subject(SUBJECT, campaign.id)
    for asked in await turn.unit.of(Approvals).list_waiting(about, (CHANGED, GROWN)):
        stands = await take_second_yes(turn, by, about, asked.snapshot)
        if stands is SecondYes.NOBODY:
            raise Refused(WhyNotAgreed.ALONE, {"most": turn.business.policy.second_yes_above or 0})
        if stands is not SecondYes.GIVEN:
            raise Refused(WhyNotAgreed.SECOND, {"name": campaign.name}, to_tap(campaign))


async def _ask(turn: Turn, campaign: Campaign, snapshot: str, by: Actor, told: Text) -> None:
    await turn.unit.of(Approvals).ask(Subject(SUBJECT, campaign.id), snapshot, by, turn.now)
    await alerts.tell(turn, f"campaign-{snapshot}:{campaign.id}", told, but=by if snapshot != GROWN else None)
