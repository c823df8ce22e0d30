"""The messages of plans as they leave: the plan of each, the values of its words, and its subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from flows.campaigns.campaign_texts import CampaignText, LacksValue, nearest
from flows.phrase import Text, phrase
from flows.plans.plan_terms import OWN_WORDS, SUBJECT, KeptPlan, PlanStep
from flows.step_offer import amount_off
from handlers.campaigns.texts.wording_values import fillings, words_of
from handlers.conversation.message_extras import Along, Given
from handlers.engine.subjects import SubjectKind, SubjectRow, When
from handlers.engine.turn import Turn
from storage.plans.plan_entries import PlanEntries, PlanEntry
from storage.plans.plan_versions import KeptPlans
from storage.sending.message import Message
from storage.unit import Unit
from templates import formats
from templates.finished_message import MissingValue


async def _load(unit: Unit, which: Collection[UUID]) -> Mapping[UUID, SubjectRow]:
    found = await entered_plans(unit, which)
    return {
        entry: SubjectRow({"plan": one.plan.name}, leads_home=True, worded=partial(_worded, one.plan))
        for entry, one in found.items()
    }


def _worded(plan: KeptPlan, message: Message, locale: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the own words of the message's step, if it has any. Raises MissingValue."""
    texts = texts_of(plan, message)
    if not texts:
        return {}
    try:
        return words_of(nearest(texts, 0, locale, message.channel).text, {**values, **_offered(values, locale)})
    except LacksValue as lacking:
        raise MissingValue(str(lacking), OWN_WORDS) from None


def _offered(values: Mapping[str, Any], locale: str) -> dict[str, object]:
    """Return the discount and its end, under their names in texts; empty without a code."""
    if not values.get("code") or values.get("until") is None:
        return {"until": None}
    until = formats.moment(values["until"], values["zone"], locale, values["now"])
    return {"offer": formats.offer(values["percent"], amount_off(values), locale), "until": until}


def _told(thing: SubjectRow, _when: When) -> Text:
    return phrase("about_plan", name=str(thing.values["plan"]).replace("_", " "))


ENTRY = SubjectKind(SUBJECT, _load, _told, gives=frozenset({"words", "link", "code"}))
"""A person's way through a plan."""


@dataclass(frozen=True, slots=True)
class EnteredPlan:
    """An entry, and the plan in the version of its person's entry."""

    entry: PlanEntry
    plan: KeptPlan


async def entered_plans(unit: Unit, which: Collection[UUID]) -> Mapping[UUID, EnteredPlan]:
    """Return the entries of these ids with their plans, by id."""
    entries = await unit.of(PlanEntries).by_ids(which)
    kept = await unit.of(KeptPlans).at_all({(one.plan, one.version) for one in entries.values()})
    return {one.id: EnteredPlan(one, kept[one.plan, one.version]) for one in entries.values()}


async def plans_behind(turn: Turn, messages: Sequence[Message]) -> Mapping[UUID, EnteredPlan]:
    """Return the entry and plan of each message, by message id; messages without a plan are left out."""
    about = {one.id: one.subject for one in messages if one.subject_kind == SUBJECT and one.subject is not None}
    found = await entered_plans(turn.unit, set(about.values())) if about else {}
    return {message: found[entry] for message, entry in about.items()}


async def gives(turn: Turn, messages: Sequence[Message], _prices: Mapping[UUID, int]) -> Mapping[UUID, Given]:
    """Return the personal values in the words of these messages; none for a plan's ready texts."""
    behind = await plans_behind(turn, messages)
    alike: dict[tuple[CampaignText, ...], list[Message]] = defaultdict(list)
    for one in messages:
        if one.id in behind and (texts := texts_of(behind[one.id].plan, one)):
            alike[texts].append(one)
    given: dict[UUID, Given] = {}
    for words, theirs in alike.items():  # apart: a condition with the same words may mean other people elsewhere
        found = await fillings(turn, words, {one.contact for one in theirs})
        given |= {one.id: Along(found[one.contact]) for one in theirs}
    return given


def texts_of(plan: KeptPlan, message: Message) -> tuple[CampaignText, ...]:
    """Return the own words of the message's step and arm; empty if the step has a ready text."""
    return step_of(plan, message).texts


def step_of(plan: KeptPlan, message: Message) -> PlanStep:
    """Return the message's step, in the arm of its person."""
    return plan.terms.steps[(message.step or 1) - 1].arm(message.variant or 0)
