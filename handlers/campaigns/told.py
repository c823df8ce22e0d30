"""A campaign as what a message is about: its words, by variant, and where its link leads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.phrase import Text, phrase
from handlers.subjects import SubjectKind, Thing, When
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.mailings import SUBJECT
from storage.message import Message
from storage.unit import Unit


async def _load(unit: Unit, which: Collection[UUID]) -> Mapping[UUID, Thing]:
    found = await unit.of(Campaigns).by_ids(which)
    return {
        one.id: Thing(values={"campaign": one.name}, url=one.url, at=one.updated_at, worded=partial(_worded, one))
        for one in found.values()
    }


def _worded(campaign: Campaign, message: Message) -> Mapping[str, Any]:
    """The words of the message's variant; those of the first where a change took that away."""
    place = message.variant or 0
    return {"words": campaign.words[place if place < len(campaign.words) else 0]}


def _told(thing: Thing, _when: When) -> Text:
    return phrase("about_campaign", name=thing.values["campaign"])


CAMPAIGN = SubjectKind(SUBJECT, _load, _told, gives=frozenset({"words", "link"}))
