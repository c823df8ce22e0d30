"""An entry into a plan as what a message is about: the step's own words, where it has some, and the way to the shop."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from flows.campaigns.texts import LacksValue, nearest
from flows.offers import amount_off
from flows.phrase import Text, phrase
from flows.plans.terms import OWN_WORDS, SUBJECT, KeptPlan
from handlers.campaigns.texts.filling import words_of
from handlers.plans.behind import entered_plans
from handlers.plans.giving import texts_of
from handlers.subjects import SubjectKind, Thing, When
from storage.message import Message
from storage.unit import Unit
from templates import formats
from templates.rendered import MissingValue


async def _load(unit: Unit, which: Collection[UUID]) -> Mapping[UUID, Thing]:
    found = await entered_plans(unit, which)
    return {
        entry: Thing({"plan": one.plan.name}, leads_home=True, worded=partial(_worded, one.plan))
        for entry, one in found.items()
    }


def _worded(plan: KeptPlan, message: Message, locale: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The words of the message's step, where it has some of its own. Raises MissingValue."""
    texts = texts_of(plan, message)
    if not texts:
        return {}
    try:
        return words_of(nearest(texts, 0, locale, message.channel).text, {**values, **_offered(values, locale)})
    except LacksValue as lacking:
        raise MissingValue(str(lacking), OWN_WORDS) from None


def _offered(values: Mapping[str, Any], locale: str) -> dict[str, object]:
    """What is off and until when, as words name both; empty without a code."""
    if not values.get("code") or values.get("until") is None:
        return {"until": None}
    until = formats.moment(values["until"], values["zone"], locale, values["now"])
    return {"offer": formats.offer(values["percent"], amount_off(values), locale), "until": until}


def _told(thing: Thing, _when: When) -> Text:
    return phrase("about_plan", name=str(thing.values["plan"]).replace("_", " "))


ENTRY = SubjectKind(SUBJECT, _load, _told, gives=frozenset({"words", "link", "code"}))
"""Somebody's way through a plan."""
