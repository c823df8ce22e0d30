"""A campaign is drafted as it was asked for, and changed until it is launched; its words for longer than that."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from flows.audience.reading import read_criteria
from flows.campaigns.campaign import HOLDOUT, UNLAUNCHED, Campaign, CampaignStatus, Schedule
from flows.campaigns.contest import WordingContest
from flows.campaigns.follow_up import MOST_FOLLOW_UPS
from flows.campaigns.terms import LONGEST_SPREAD, PLAIN, Terms
from flows.campaigns.texts import (
    LONGEST_WORDS,
    MOST_VARIANTS,
    OF_AN_OFFER,
    CampaignText,
    UnknownPlace,
    is_blank,
    places_of,
    variants_of,
)
from flows.channels import CHANNELS
from flows.experiments.arm import FEWEST
from flows.phrase import At, Ours
from flows.policy.spending import is_convertible
from handlers.actions.action import Origin, Refused
from handlers.campaigns.called import is_nameable, sounds_alike
from handlers.campaigns.drafts.for_whom import terms_for, texts_for
from handlers.campaigns.previews.previewing import look_through
from handlers.campaigns.sending.moving import DRAFTED, EDITED, NamedCampaign, note
from handlers.own_codes.stores import check
from handlers.turn import Turn
from storage.campaigns.campaigns import LONGEST_NAME, CampaignMoved, CampaignNameTaken, Campaigns
from storage.campaigns.changes import CampaignChanges

PAST = timedelta(minutes=1)
"""So long ago a moment may be that somebody is still writing of."""


class WhyNoDraft(StrEnum):
    """Why a campaign is not drafted, or not changed so."""

    TAKEN = "campaign_name_taken"
    NAME = "campaign_name_unfit"
    NO_CHANNEL = "campaign_no_channel"
    PASSED = "campaign_time_passed"
    NO_WORDS = "campaign_no_words"
    LONG = "campaign_words_long"
    VARIANTS = "campaign_too_many_variants"
    TWICE = "campaign_words_twice"
    PLACE = "campaign_place_unknown"
    NO_OFFER = "campaign_no_offer"
    NO_MONEY = "campaign_budget_zero"
    OTHER_MONEY = "campaign_budget_unknown"
    SPREAD = "campaign_spread_long"
    FOLLOW_UPS = "campaign_follow_ups_many"
    HOURS = "campaign_hours_twice"
    LAUNCHED = "campaign_is_launched"
    OVER = "campaign_is_over"
    CHANGED = "campaign_changed_meanwhile"
    NO_CONTEST = "campaign_no_contest"
    ENDED = "campaign_offer_ends_before"


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """A campaign as it is asked for: ``criteria`` as JSON; ``at`` when it is due, None for as soon as it is launched,
    with ``local`` ("18:00") at that time of day in each person's own zone. ``channels`` are None for the business's own
    order, ``holdout`` for the usual share."""

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
    """Change of a campaign what is not None."""

    which: UUID
    texts: tuple[CampaignText, ...] | None = None
    criteria: str | None = None
    phrase: str | None = None
    at: datetime | None = None
    at_once: bool = False
    local: str | None = None
    channels: tuple[str, ...] | None = None
    holdout: float | None = None
    terms: Terms | None = None
    best: bool | None = None

    def fits_a_launched(self, campaign: Campaign) -> bool:
        """Whether only words and budget are changed, as a launched campaign allows."""
        others = (self.criteria, self.phrase, self.at, self.local, self.channels, self.holdout, self.best)
        same = self.terms is None or replace(self.terms, budget=campaign.terms.budget) == campaign.terms
        return same and not self.at_once and all(one is None for one in others)


async def draft(turn: Turn, origin: Origin, command: NewCampaign) -> Campaign:
    """Keep a new campaign, and have it looked through. Raises Refused."""
    texts, terms = await texts_for(turn, command.texts), await terms_for(turn, command.terms)
    command = replace(command, texts=texts, terms=terms)
    campaign = Campaign(
        id=turn.unit.ids.new(),
        name=" ".join(command.name.split()),
        status=CampaignStatus.DRAFT,
        criteria=read_criteria(json.loads(command.criteria)),
        phrase=command.phrase,
        texts=_checked(command.texts),
        channels=_channels(turn, command.channels),
        schedule=_schedule(turn, command.at, command.local),
        holdout=HOLDOUT if command.holdout is None else command.holdout,
        terms=_fitting(turn, command.terms, command.texts),
        url=turn.business.site or "",
        made_by=origin.by,
        made_at=turn.now,
        updated_at=turn.now,
        contest=WordingContest() if command.best else None,
    )
    _fits(campaign)
    if not campaign.name or len(campaign.name) > LONGEST_NAME or not is_nameable(campaign.name):
        raise Refused(WhyNoDraft.NAME, {"most": LONGEST_NAME})
    if (alike := await sounds_alike(turn, campaign.name)) is not None:
        raise Refused(WhyNoDraft.TAKEN, {"name": alike.name})
    try:
        await turn.unit.of(Campaigns).make(campaign, origin.by)
    except CampaignNameTaken:
        raise Refused(WhyNoDraft.TAKEN, {"name": campaign.name}) from None
    await note(turn, origin.by, DRAFTED, NamedCampaign(campaign.id, campaign.name))
    await look_through(turn, origin, campaign)
    return campaign


async def edit(turn: Turn, origin: Origin, command: EditCampaign) -> Campaign:
    """Change a campaign: all of one that is not launched, which is looked through anew; of another its words, for
    whoever has not got it yet. Raises Refused."""
    campaign = await turn.unit.of(Campaigns).get(command.which)
    if campaign is None or campaign.is_over:
        raise Refused(WhyNoDraft.OVER, {"name": campaign.name if campaign else ""})
    if campaign.status not in UNLAUNCHED and not command.fits_a_launched(campaign):
        raise Refused(WhyNoDraft.LAUNCHED, {"name": campaign.name})
    if command.texts is not None:
        command = replace(command, texts=await texts_for(turn, command.texts))
    if command.terms is not None:
        command = replace(command, terms=await terms_for(turn, command.terms))
    changed = _edited(turn, campaign, command)
    _fits(changed)
    if campaign.status in UNLAUNCHED:
        changed = replace(changed, status=CampaignStatus.DRAFT, preview=None)
    elif changed.variants != campaign.variants:  # people have their variant already
        raise Refused(WhyNoDraft.LAUNCHED, {"name": campaign.name})
    kept = await _kept(turn, origin, campaign, changed)
    if kept.status in UNLAUNCHED:
        await look_through(turn, origin, kept)
    return kept


async def _kept(turn: Turn, origin: Origin, campaign: Campaign, changed: Campaign) -> Campaign:
    """Keep a change, for an undo as well. Raises Refused."""
    changes = turn.unit.of(CampaignChanges)
    before = await changes.last(campaign)
    try:
        kept = await turn.unit.of(Campaigns).change(changed, origin.by, turn.now, "edited")
    except CampaignMoved:
        raise Refused(WhyNoDraft.CHANGED, {"name": campaign.name}) from None
    named = NamedCampaign(campaign.id, campaign.name)
    await note(turn, origin.by, EDITED, named, before=str(before), after=str(await changes.last(kept)))
    return kept


def _edited(turn: Turn, campaign: Campaign, command: EditCampaign) -> Campaign:
    told = command.criteria
    timed = command.at is not None or command.at_once or command.local is not None
    return replace(
        campaign,
        texts=campaign.texts if command.texts is None else _checked(command.texts),
        criteria=campaign.criteria if told is None else read_criteria(json.loads(told)),
        phrase=campaign.phrase if command.phrase is None else command.phrase,
        schedule=_schedule(turn, command.at, command.local) if timed else campaign.schedule,
        channels=campaign.channels if command.channels is None else _channels(turn, command.channels),
        holdout=campaign.holdout if command.holdout is None else command.holdout,
        terms=_fitting(turn, command.terms or campaign.terms, command.texts or campaign.texts),
        contest=campaign.contest if command.best is None else WordingContest() if command.best else None,
    )


def _fits(campaign: Campaign) -> None:
    """Nothing where hours, wordings and offer go together. Raises Refused."""
    offer, begins = campaign.terms.offer, campaign.schedule.at
    if offer is not None and offer.ends_at is not None and offer.ends_at <= begins:
        raise Refused(WhyNoDraft.ENDED, {"until": At(offer.ends_at), "at": At(begins)})
    if campaign.terms.best_hour and (campaign.schedule.local is not None or campaign.terms.spread):
        raise Refused(WhyNoDraft.HOURS)
    if campaign.contest is not None and len(campaign.variants) < FEWEST:
        raise Refused(WhyNoDraft.NO_CONTEST)


def _checked(texts: Sequence[CampaignText]) -> tuple[CampaignText, ...]:
    """These wordings. Raises Refused for what cannot be said."""
    if not texts or any(is_blank(one.text) for one in texts):
        raise Refused(WhyNoDraft.NO_WORDS)
    (last, many), *_ = Counter((one.variant, one.locale, one.channel) for one in texts).most_common(1)
    if many > 1:  # one of them would go to nobody
        raise Refused(WhyNoDraft.TWICE, {"variant": last[0]})
    if len(variants_of(texts)) > MOST_VARIANTS:
        raise Refused(WhyNoDraft.VARIANTS, {"most": MOST_VARIANTS})
    for one in texts:
        if len(one.text) > LONGEST_WORDS:
            raise Refused(WhyNoDraft.LONG, {"many": len(one.text), "most": LONGEST_WORDS})
        try:
            places_of(one.text)
        except UnknownPlace as unknown:
            raise Refused(WhyNoDraft.PLACE, {"why": Ours(str(unknown))}) from None
    return tuple(texts)


def _fitting(turn: Turn, terms: Terms, texts: Sequence[CampaignText]) -> Terms:
    """These terms, where the shop's store makes such an offer, and the words tell of none that is not there. Raises
    Refused."""
    if terms.budget is not None and terms.budget.micros <= 0:
        raise Refused(WhyNoDraft.NO_MONEY)
    if terms.budget is not None and not is_convertible(terms.budget.currency, turn.business.spends_in):
        raise Refused(WhyNoDraft.OTHER_MONEY, {"currency": terms.budget.currency, "own": turn.business.currency})
    if terms.spread > LONGEST_SPREAD:
        raise Refused(WhyNoDraft.SPREAD, {"hours": LONGEST_SPREAD // timedelta(hours=1)})
    if len(terms.follow_ups) > MOST_FOLLOW_UPS:
        raise Refused(WhyNoDraft.FOLLOW_UPS, {"most": MOST_FOLLOW_UPS})
    for follow_up in terms.follow_ups:
        _checked(follow_up.texts)
    texts = [*texts, *(one for follow_up in terms.follow_ups for one in follow_up.texts)]
    if terms.offer is not None:
        check(turn, terms.offer)
        return terms
    named = {place for one in texts for place in places_of(one.text)} & OF_AN_OFFER
    if named:
        raise Refused(WhyNoDraft.NO_OFFER, {"place": Ours(f"{{{min(named)}}}")})
    return terms


def _channels(turn: Turn, wanted: tuple[str, ...] | None) -> tuple[str, ...]:
    """The channels in the order in which they are tried: those of these that the business has. Raises Refused."""
    usual = turn.business.recovery.channels or tuple(sorted(CHANNELS, key=lambda one: CHANNELS[one].preference))
    there = tuple(one for one in wanted or usual if turn.business.channel(one) is not None)
    if not there:
        raise Refused(WhyNoDraft.NO_CHANNEL)
    return there


def _schedule(turn: Turn, at: datetime | None, local: str | None) -> Schedule:
    if at is not None and at < turn.now - PAST:
        raise Refused(WhyNoDraft.PASSED, {"at": At(at)})
    return Schedule(at or turn.now, time.fromisoformat(local) if local else None, at_once=at is None)
