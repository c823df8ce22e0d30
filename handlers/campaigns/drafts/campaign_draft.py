"""Drafts of campaigns: saved, and changed until the launch; texts can be changed later too."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, replace
from datetime import datetime
from uuid import UUID

from flows.audience.criteria_json import load_criteria
from flows.campaigns.campaign import HOLDOUT, UNLAUNCHED, Campaign, CampaignStatus
from flows.campaigns.campaign_arms import share_out
from flows.campaigns.campaign_terms import PLAIN, Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.wording_contest import WordingContest
from handlers.actions.action import Origin, Refused
from handlers.campaigns.drafts.draft_checks import (
    PAST,
    WhyNoDraft,
    check_name,
    check_terms,
    check_texts,
    check_together,
    choose_channels,
    make_schedule,
)
from handlers.campaigns.drafts.draft_wordings import resolve_terms, resolve_texts
from handlers.campaigns.drafts.variant_checks import check_arms
from handlers.campaigns.leaving.campaign_budget import charge_before
from handlers.campaigns.previews.preview_job import start_preview
from handlers.campaigns.sending.campaign_approval import hold_for_second_yes, needs_second_yes
from handlers.campaigns.sending.campaign_control import DRAFTED, EDITED, NamedCampaign, note
from handlers.engine.turn import Turn
from storage.campaigns.campaign_changes import CampaignChanges
from storage.campaigns.campaigns import CampaignMoved, CampaignNameTaken, Campaigns


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """A requested campaign: ``criteria`` as JSON; ``at`` its time, None for the launch; ``local`` ("18:00") a time of
    day in each person's own zone. ``channels`` None means the business's own order, ``holdout`` None the usual
    share."""

    name: str
    criteria: str
    phrase: str
    texts: tuple[CampaignText, ...]
    at: datetime | None = None
    local: str | None = None
    channels: tuple[str, ...] | None = None
    holdout: float | None = None
    terms: Terms = PLAIN
    best: bool = False


@dataclass(frozen=True, slots=True)
class EditCampaign:
    """The changes of a campaign; None leaves a value unchanged."""

    which: UUID
    texts: tuple[CampaignText, ...] | None = None
    _: KW_ONLY
    criteria: str | None = None
    phrase: str | None = None
    at: datetime | None = None
    at_once: bool = False
    local: str | None = None
    channels: tuple[str, ...] | None = None
    holdout: float | None = None
    terms: Terms | None = None
    best: bool | None = None
    name: str | None = None

    def fits_a_launched(self, campaign: Campaign) -> bool:
        """Return True if only texts, name and budget change, as is allowed after the launch."""
        others = (self.criteria, self.phrase, self.at, self.local, self.channels, self.holdout, self.best)
        same = self.terms is None or replace(self.terms, budget=campaign.terms.budget) == campaign.terms
        return same and not self.at_once and all(one is None for one in others)


async def save_draft(turn: Turn, origin: Origin, command: NewCampaign) -> Campaign:
    """Save a new campaign, and start its preview. Raises Refused."""
    texts, terms = await resolve_texts(turn, command.texts), await resolve_terms(turn, command.terms)
    texts = share_out(texts, terms.arms)
    campaign = Campaign(
        id=turn.unit.ids.make(),
        name=" ".join(command.name.split()),
        status=CampaignStatus.DRAFT,
        criteria=load_criteria(command.criteria),
        phrase=command.phrase,
        texts=check_texts(texts),
        channels=choose_channels(turn, command.channels),
        schedule=make_schedule(turn, command.at, command.local),
        holdout=HOLDOUT if command.holdout is None else command.holdout,
        terms=check_terms(turn, terms, texts),
        url=turn.business.site or "",
        made_by=origin.by,
        made_at=turn.now,
        updated_at=turn.now,
        contest=WordingContest() if command.best else None,
    )
    check_together(campaign)
    check_arms(campaign, turn.now - PAST)
    await check_name(turn, campaign.name)
    try:
        await turn.unit.of(Campaigns).add(campaign, origin.by)
    except CampaignNameTaken:
        raise Refused(WhyNoDraft.TAKEN, {"name": campaign.name}) from None
    await note(turn, origin.by, DRAFTED, NamedCampaign(campaign.id, campaign.name))
    await start_preview(turn, origin, campaign)
    return campaign


async def edit(turn: Turn, origin: Origin, command: EditCampaign) -> Campaign:
    """Change a campaign. Raises Refused. Every part of a draft can change, and it gets a new preview. A launched
    campaign can change its texts for people who have no message yet."""
    campaign = await turn.unit.of(Campaigns).get(command.which)
    if campaign is None or campaign.is_over:
        raise Refused(WhyNoDraft.OVER, {"name": campaign.name if campaign else ""})
    if campaign.status not in UNLAUNCHED and not command.fits_a_launched(campaign):
        raise Refused(WhyNoDraft.LAUNCHED, {"name": campaign.name})
    command = await _resolve_people(turn, command)
    if command.name is not None:
        await check_name(turn, command.name, campaign)
    changed = _edit_campaign(turn, campaign, command)
    check_together(changed)
    check_arms(changed, turn.now - PAST, campaign.terms.arms)
    if campaign.status not in UNLAUNCHED:
        return await _change_launched(turn, origin, campaign, changed)
    kept = await _keep_change(turn, origin, campaign, replace(changed, status=CampaignStatus.DRAFT, preview=None))
    await start_preview(turn, origin, kept)
    return kept


async def _change_launched(turn: Turn, origin: Origin, campaign: Campaign, changed: Campaign) -> Campaign:
    """Change the unsent part of a campaign. If two people had to confirm it, they must again. Raises Refused."""
    if changed == campaign:
        return campaign
    if changed.variants != campaign.variants:  # people have their variant already
        raise Refused(WhyNoDraft.LAUNCHED, {"name": campaign.name})
    asks = await needs_second_yes(turn, campaign, changed, origin.by)
    kept = await _keep_change(turn, origin, campaign, changed)
    if campaign.terms.budget is None and kept.terms.budget is not None:
        await charge_before(turn, kept)
    return await hold_for_second_yes(turn, kept, origin.by) if asks else kept


async def _resolve_people(turn: Turn, command: EditCampaign) -> EditCampaign:
    """Find the people of the conditions in the changed texts. Raises Refused."""
    texts = None if command.texts is None else await resolve_texts(turn, command.texts)
    terms = None if command.terms is None else await resolve_terms(turn, command.terms)
    return replace(command, texts=texts, terms=terms)


async def _keep_change(turn: Turn, origin: Origin, campaign: Campaign, changed: Campaign) -> Campaign:
    """Save a change, so that it can be undone. Raises Refused."""
    changes = turn.unit.of(CampaignChanges)
    before = await changes.ensure_last(campaign)
    if changed.name != campaign.name:
        await turn.unit.of(Campaigns).free(changed.name)
    try:
        kept = await turn.unit.of(Campaigns).change(changed, origin.by, turn.now, "edited")
    except CampaignMoved:
        raise Refused(WhyNoDraft.CHANGED, {"name": campaign.name}) from None
    named = NamedCampaign(campaign.id, kept.name)
    await note(turn, origin.by, EDITED, named, before=str(before), after=str(await changes.ensure_last(kept)))
    return kept


def _edit_campaign(turn: Turn, campaign: Campaign, command: EditCampaign) -> Campaign:
    told, terms = command.criteria, command.terms or campaign.terms
    texts = share_out(campaign.texts if command.texts is None else command.texts, terms.arms)
    timed = command.at is not None or command.at_once or command.local is not None
    return replace(
        campaign,
        name=campaign.name if command.name is None else " ".join(command.name.split()),
        texts=check_texts(texts),
        criteria=campaign.criteria if told is None else load_criteria(told),
        phrase=campaign.phrase if command.phrase is None else command.phrase,
        schedule=make_schedule(turn, command.at, command.local) if timed else campaign.schedule,
        channels=campaign.channels if command.channels is None else choose_channels(turn, command.channels),
        holdout=campaign.holdout if command.holdout is None else command.holdout,
        terms=check_terms(turn, terms, texts),
        contest=campaign.contest if command.best is None else WordingContest() if command.best else None,
    )
