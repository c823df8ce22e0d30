"""An entry into a plan as what a message is about: the step's own words, where it has some, and the way to the shop."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from flows.campaigns.texts import LacksValue, filled, nearest
from flows.phrase import Text, phrase
from flows.plans.terms import OWN_WORDS, SUBJECT, KeptPlan
from handlers.subjects import SubjectKind, Thing, When
from storage.message import Message
from storage.plans.entries import PlanEntries
from storage.plans.kept import KeptPlans
from storage.unit import Unit
from templates.rendered import MissingValue
from templates.values import a_name


async def _load(unit: Unit, which: Collection[UUID]) -> Mapping[UUID, Thing]:
    entries = await unit.of(PlanEntries).by_ids(which)
    kept = await unit.of(KeptPlans).at_all({(one.plan, one.version) for one in entries.values()})
    plans = {one.id: kept[one.plan, one.version] for one in entries.values()}
    return {
        entry: Thing({"plan": plan.name}, leads_home=True, worded=partial(_worded, plan))
        for entry, plan in plans.items()
    }


def _worded(plan: KeptPlan, message: Message, locale: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The words of the message's step, where it has some of its own. Raises MissingValue."""
    texts = plan.terms.steps[(message.step or 1) - 1].arm(message.variant or 0).texts
    if not texts:
        return {}
    name = a_name(str(values.get("name") or ""))
    try:
        words = filled(nearest(texts, 0, locale, message.channel).text, {**values, "name": name})
    except LacksValue as lacking:
        raise MissingValue(str(lacking), OWN_WORDS) from None
    link = values.get("link")
    return {"words": words, "link": None} if link and str(link) in words else {"words": words}


def _told(thing: Thing, _when: When) -> Text:
    return phrase("about_plan", name=str(thing.values["plan"]).replace("_", " "))


ENTRY = SubjectKind(SUBJECT, _load, _told, gives=frozenset({"words", "link"}))
"""Somebody's way through a plan."""
