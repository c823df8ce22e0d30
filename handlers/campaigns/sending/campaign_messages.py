"""The messages of campaigns at departure: the campaign of each, its text and its link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_texts import CampaignText, LacksValue, nearest
from flows.phrase import Text, phrase
from handlers.campaigns.texts.wording_values import fill_words
from handlers.engine.subjects import SubjectKind, SubjectRow, When
from handlers.engine.turn import Turn
from storage.campaigns.campaign_mailings import SUBJECT, TEMPLATE
from storage.campaigns.campaign_steps import step_of
from storage.campaigns.campaigns import Campaigns
from storage.sending.message import Message
from storage.unit import Unit
from templates import formats
from templates.finished_message import MissingValue


async def _load(unit: Unit, which: Collection[UUID]) -> Mapping[UUID, SubjectRow]:
    found = await unit.of(Campaigns).by_ids(which)
    return {
        one.id: SubjectRow(
            values={"campaign": one.name}, url=one.url, at=one.updated_at, worded=partial(_choose_words, one)
        )
        for one in found.values()
    }


def _choose_words(campaign: Campaign, message: Message, locale: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the text of the message's variant as values of the template. Raises MissingValue."""
    try:
        texts = campaign.texts_at(step_of(message))
        return choose_words(campaign, texts, message.variant or 0, locale, message.channel, values)
    except LacksValue as lacking:
        raise MissingValue(str(lacking), TEMPLATE) from None


def choose_words(
    campaign: Campaign,
    texts: Sequence[CampaignText],
    place: int,
    locale: str,
    channel: str,
    values: Mapping[str, Any],
) -> Mapping[str, Any]:
    """Return the text of the variant number ``place``, filled with a person's ``values``. Raises LacksValue."""
    return fill_words(nearest(texts, place, locale, channel), {**values, **_offer_in(campaign, locale, values)})


def _offer_in(campaign: Campaign, locale: str, values: Mapping[str, Any]) -> dict[str, object]:
    """Return the offer in ``values`` and the end of its codes, by the names of the placeholders."""
    until, told = values.get("until"), (values.get("percent"), values.get("off"))
    given = (one for one in campaign.terms.every_offer if (one.percent, one.amount and one.amount.decimal) == told)
    offer = next(given, None)
    if offer is None or until is None:
        return {}
    ends = formats.format_moment(until, values["zone"], locale, values["now"])
    return {"until": ends, "offer": formats.format_offer(offer.percent, offer.amount, locale)}


def _list_values(thing: SubjectRow, _when: When) -> Text:
    return phrase("about_campaign", name=thing.values["campaign"])


CAMPAIGN = SubjectKind(SUBJECT, _load, _list_values, gives=frozenset({"words", "link", "code"}))


async def group_by_campaign(turn: Turn, messages: Sequence[Message]) -> list[tuple[Campaign, list[Message]]]:
    """Group messages by their campaign; those of no campaign and of a benchmark are left out."""
    theirs: dict[UUID, list[Message]] = defaultdict(list)
    for one in messages:
        if one.campaign is not None:
            theirs[one.campaign].append(one)
    found = await turn.unit.of(Campaigns).by_ids(theirs) if theirs else {}
    return [(campaign, theirs[which]) for which, campaign in found.items()]


def group_by_step(messages: Sequence[Message]) -> Mapping[int, Sequence[Message]]:
    """Group messages of a campaign by step."""
    found: dict[int, list[Message]] = defaultdict(list)
    for one in messages:
        found[step_of(one)].append(one)
    return found
