"""Whom the conditions in a campaign's words mean, as its words are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from flows.campaigns.terms import Terms
from flows.campaigns.texts import CampaignText
from handlers.actions.action import Refused
from handlers.campaigns.texts.filling import UnknownPeople, with_conditions
from handlers.turn import Turn
from templates.values import quoted

_SAID = 40  # characters of what was said


class WhyNoCondition(StrEnum):
    """Why a condition of words cannot be kept."""

    UNKNOWN = "campaign_condition_unknown"


async def texts_for(turn: Turn, texts: Sequence[CampaignText]) -> tuple[CampaignText, ...]:
    """These wordings with the people of their conditions. Raises Refused."""
    try:
        return await with_conditions(turn, texts)
    except UnknownPeople as unknown:
        raise Refused(WhyNoCondition.UNKNOWN, {"said": quoted(str(unknown), _SAID)}) from None


async def terms_for(turn: Turn, terms: Terms) -> Terms:
    """These terms, the wordings of their follow-ups with the people of their conditions. Raises Refused."""
    if not terms.follow_ups:
        return terms
    follow_ups = [replace(one, texts=await texts_for(turn, one.texts)) for one in terms.follow_ups]
    return replace(terms, follow_ups=tuple(follow_ups))
