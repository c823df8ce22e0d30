"""Conversion of an API document into a new or a changed campaign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.audience.criteria_json import dump_criteria
from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_terms import PLAIN, Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.shop_offers import WrongOffer
from handlers.api.api_refusals import ApiRefused, Code
from handlers.audience.api.segment_lookup import find_segment, read_document, resolve_criteria
from handlers.campaigns.api.campaign_resource import CampaignTold
from handlers.campaigns.api.campaign_term_fields import read_offer, read_terms
from handlers.campaigns.api.campaign_text_mistakes import check_texts
from handlers.campaigns.api.schedule_fields import local_moment, show_schedule
from handlers.campaigns.api.variant_fields import read_arms
from handlers.campaigns.drafts.campaign_draft import EditCampaign, NewCampaign
from handlers.engine.turn import Turn


async def read_new_campaign(turn: Turn, told: CampaignTold) -> NewCampaign:
    """Parse a document into a new campaign. Raises ApiRefused."""
    check_texts(turn, told)
    criteria, phrase = await _read_people(turn, told)
    channels = tuple(told.channels) if told.channels else None
    at, local = local_moment(told.schedule, turn.zone), told.schedule.local
    terms = await _read_terms(turn, told)
    return NewCampaign(
        told.name, criteria, phrase, told.wordings(), at=at, local=local, channels=channels, holdout=told.holdout,
        terms=terms, best=told.best_wins,
    )  # fmt: skip


async def _read_terms(turn: Turn, told: CampaignTold, kept: Terms = PLAIN) -> Terms:
    try:
        offer = await read_offer(turn, told.offer, kept.offer)
    except WrongOffer as wrong:
        raise ApiRefused(Code.INVALID, str(wrong), "offer") from None
    try:
        arms = await read_arms(turn, told.arms, kept)
    except WrongOffer as wrong:
        raise ApiRefused(Code.INVALID, str(wrong), "arms") from None
    if offer is not None and any(one.offer for one in arms):
        raise ApiRefused(Code.INVALID, "the arms have their own offers: leave this one out", "offer")
    return replace(read_terms(offer, told.budget, told.pace, told.follow_ups), arms=arms)


async def changes_told(turn: Turn, kept: Campaign, told: CampaignTold) -> EditCampaign:
    """Return the changes from a campaign to the document. Raises ApiRefused."""
    check_texts(turn, told)
    criteria, phrase = await _read_people(turn, told)
    same = criteria == dump_criteria(kept.criteria)
    timed = told.schedule.model_dump(mode="json") != show_schedule(kept, turn.zone)
    channels = tuple(told.channels) if told.channels else None
    at, terms = (
        local_moment(told.schedule, turn.zone),
        _with_kept(await _read_terms(turn, told, kept.terms), kept.terms),
    )
    return EditCampaign(
        kept.id,
        texts=told.wordings() if told.wordings() != _strip_people(kept.texts) else None,
        criteria=None if same else criteria,
        phrase=None if same else phrase,
        at=at if timed else None,
        at_once=timed and at is None,
        local=told.schedule.local if timed else None,
        channels=channels if channels not in {None, kept.channels} else None,
        holdout=told.holdout if told.holdout not in {None, kept.holdout} else None,
        terms=terms if terms != kept.terms else None,
        best=told.best_wins if told.best_wins is not (kept.contest is not None) else None,
        name=told.name if " ".join(told.name.split()) != kept.name else None,
    )


def _strip_people(texts: Sequence[CampaignText]) -> tuple[CampaignText, ...]:
    """Return the texts as a document has them: with no people resolved for their conditions. Saving resolves them."""
    return tuple(replace(one, conditions=()) for one in texts)


def _with_kept(terms: Terms, kept: Terms) -> Terms:
    """Return the terms of a document, with the stored follow-ups if they are equal apart from resolved people."""
    same = tuple(replace(one, texts=_strip_people(one.texts)) for one in kept.follow_ups) == terms.follow_ups
    return replace(terms, follow_ups=kept.follow_ups) if same else terms


async def _read_people(turn: Turn, told: CampaignTold) -> tuple[str, str]:
    """Return the criteria as JSON, and as text for the chat."""
    if isinstance(told.audience, str):
        named = await find_segment(turn, told.audience, "audience")
        return dump_criteria(resolve_criteria(named)), named.name
    criteria = read_document(turn, told.audience, "audience")
    return dump_criteria(criteria), "people by criteria"
