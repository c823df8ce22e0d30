"""Checks of a campaign; each raises Refused with the mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from flows.campaigns.campaign import MOST_LEFT_ALONE, Campaign, CampaignStatus
from flows.campaigns.campaign_terms import LONGEST_SPREAD, Terms
from flows.campaigns.campaign_texts import (
    LONGEST_WORDS,
    MOST_VARIANTS,
    OF_AN_OFFER,
    CampaignText,
    UnknownPlace,
    list_new_places,
    list_variants,
    measure_length,
    says_nothing,
)
from flows.campaigns.follow_up import MOST_FOLLOW_UPS, SOONEST
from flows.campaigns.mail_subjects import LONGEST_SUBJECT, is_one_line, list_subject_places
from flows.campaigns.send_schedule import Schedule
from flows.experiments.experiment_arm import FEWEST
from flows.phrase import At, Ours
from flows.policy.message_price import is_convertible
from handlers.actions.action import Refused
from handlers.campaigns.campaign_reference import find_sounding_alike, is_nameable
from handlers.campaigns.drafts.variant_checks import drop_offers
from handlers.engine.turn import Turn
from handlers.own_codes.own_code_creation import check
from storage.campaigns.campaigns import LONGEST_NAME, Campaigns

PAST = timedelta(minutes=1)
"""How far back a moment may be: somebody may still be typing."""


class WhyNoDraft(StrEnum):
    """The reasons why a campaign cannot be drafted or changed."""

    TAKEN = "campaign_name_taken"
    NAME = "campaign_name_unfit"
    NO_CHANNEL = "campaign_no_channel"
    PASSED = "campaign_time_passed"
    NO_WORDS = "campaign_no_words"
    LONG = "campaign_words_long"
    SUBJECT = "campaign_subject_unfit"
    VARIANTS = "campaign_too_many_variants"
    TWICE = "campaign_words_twice"
    FOR_SOME = "campaign_words_for_some"
    PLACE = "campaign_place_unknown"
    NO_OFFER = "campaign_no_offer"
    NO_MONEY = "campaign_budget_zero"
    OTHER_MONEY = "campaign_budget_unknown"
    SPREAD = "campaign_spread_long"
    FOLLOW_UPS = "campaign_follow_ups_many"
    CLOSE = "campaign_follow_ups_close"
    HOURS = "campaign_hours_twice"
    LAUNCHED = "campaign_is_launched"
    OVER = "campaign_is_over"
    CHANGED = "campaign_changed_meanwhile"
    NO_CONTEST = "campaign_no_contest"
    ENDED = "campaign_offer_ends_before"
    ALONE = "campaign_holdout_unfit"


async def check_name(turn: Turn, name: str, its: Campaign | None = None) -> None:
    """Check that a campaign may have this name, except that ``its`` own name is allowed. Raises Refused."""
    if not name or len(name) > LONGEST_NAME or not is_nameable(name):
        raise Refused(WhyNoDraft.NAME, {"most": LONGEST_NAME})
    there = await turn.unit.of(Campaigns).find_by_name(name)
    is_free = there is None or (there.status is CampaignStatus.CANCELLED and there.latest is None)
    its_own = there is not None and its is not None and there.id == its.id
    alike = await find_sounding_alike(turn, name, but=its) if is_free or its_own else there
    if alike is not None:
        raise Refused(WhyNoDraft.TAKEN, {"name": alike.name})


def check_together(campaign: Campaign) -> None:
    """Check that times, texts, offer and control group fit together. Raises Refused."""
    for offer, due in zip(campaign.offers, campaign.hours, strict=True):
        if offer is not None and offer.ends_at is not None and offer.ends_at <= due.at:
            raise Refused(WhyNoDraft.ENDED, {"until": At(offer.ends_at), "at": At(due.at)})
    if campaign.terms.best_hour and (any(one.local for one in campaign.hours) or campaign.terms.spread):
        raise Refused(WhyNoDraft.HOURS)
    if not 0 <= campaign.holdout <= MOST_LEFT_ALONE:
        raise Refused(WhyNoDraft.ALONE)
    if campaign.contest is not None and len(campaign.variants) < FEWEST:
        raise Refused(WhyNoDraft.NO_CONTEST)


def check_texts(texts: Sequence[CampaignText]) -> tuple[CampaignText, ...]:
    """Check that these texts can be sent, and return them. Raises Refused."""
    if not texts or any(says_nothing(one.text) for one in texts):
        raise Refused(WhyNoDraft.NO_WORDS)
    (last, many), *_ = Counter((one.variant, one.locale, one.channel) for one in texts).most_common(1)
    if many > 1:  # one of them would go to nobody
        raise Refused(WhyNoDraft.TWICE, {"variant": last[0]})
    if len(list_variants(texts)) > MOST_VARIANTS:
        raise Refused(WhyNoDraft.VARIANTS, {"most": MOST_VARIANTS})
    _check_everybody_has_words(texts)
    for one in texts:
        if measure_length(one.text) > LONGEST_WORDS:
            raise Refused(WhyNoDraft.LONG, {"many": measure_length(one.text), "most": LONGEST_WORDS})
        if len(one.subject) > LONGEST_SUBJECT or not is_one_line(one.subject):
            raise Refused(WhyNoDraft.SUBJECT, {"most": LONGEST_SUBJECT})
        try:
            list_new_places(one.text)
            list_subject_places(one.subject)
        except UnknownPlace as unknown:
            raise Refused(WhyNoDraft.PLACE, {"why": Ours(str(unknown))}) from None
    return tuple(texts)


def _check_everybody_has_words(texts: Sequence[CampaignText]) -> None:
    """Check that each variant has a text for all languages and channels, if any has; else some would read a foreign
    language. Raises Refused."""
    for_all = {one.variant for one in texts if not one.locale and not one.channel}
    for_some = [one for one in list_variants(texts) if one not in for_all]
    if for_all and for_some:
        raise Refused(WhyNoDraft.FOR_SOME, {"variant": for_some[0]})


def check_terms(turn: Turn, terms: Terms, texts: Sequence[CampaignText]) -> Terms:
    """Check that the store can make these offers and that texts use an offer only if there is one. Return the terms.
    Raises Refused."""
    if terms.budget is not None and terms.budget.micros <= 0:
        raise Refused(WhyNoDraft.NO_MONEY)
    if terms.budget is not None and not is_convertible(terms.budget.currency, turn.business.spends_in):
        raise Refused(WhyNoDraft.OTHER_MONEY, {"currency": terms.budget.currency, "own": turn.business.currency})
    if terms.spread > LONGEST_SPREAD:
        raise Refused(WhyNoDraft.SPREAD, {"hours": LONGEST_SPREAD // timedelta(hours=1)})
    if len(terms.follow_ups) > MOST_FOLLOW_UPS:
        raise Refused(WhyNoDraft.FOLLOW_UPS, {"most": MOST_FOLLOW_UPS})
    if any(later.after - one.after < SOONEST for one, later in pairwise(terms.follow_ups)):
        raise Refused(WhyNoDraft.CLOSE, {"hours": SOONEST // timedelta(hours=1)})
    for follow_up in terms.follow_ups:
        check_texts(follow_up.texts)
    texts = [*texts, *(one for follow_up in terms.follow_ups for one in follow_up.texts)]
    for offer in terms.every_offer:
        check(turn, offer)
    bare = drop_offers(terms, texts)
    named = {place for one in bare for said in (one.text, one.subject) for place in list_new_places(said)} & OF_AN_OFFER
    if named:
        raise Refused(WhyNoDraft.NO_OFFER, {"place": Ours(f"{{{min(named)}}}")})
    return terms


def choose_channels(turn: Turn, wanted: tuple[str, ...] | None) -> tuple[str, ...]:
    """Return those of these channels that the business has, in their order. Raises Refused if it has none."""
    own = turn.business.channels_order
    there = own if wanted is None else tuple(one for one in wanted if turn.business.channel(one) is not None)
    if not there:
        raise Refused(WhyNoDraft.NO_CHANNEL)
    return there


def make_schedule(turn: Turn, at: datetime | None, local: str | None) -> Schedule:
    """Make the schedule for a time, None for the launch; ``local`` ("18:00") is the time of day in each person's zone.
    Raises Refused if the time has passed."""
    if at is not None and at < turn.now - PAST:
        raise Refused(WhyNoDraft.PASSED, {"at": At(at)})
    return Schedule(at or turn.now, time.fromisoformat(local) if local else None, at_once=at is None)
