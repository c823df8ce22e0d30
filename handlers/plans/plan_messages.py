"""The messages of plans at departure: the plan of each, the values of its text, and its subject."""

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
from flows.step_offer import get_amount_off
from handlers.campaigns.texts.wording_values import fill_words, load_fillings
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
    found = await load_entered_plans(unit, which)
    return {
        entry: SubjectRow({"plan": one.plan.name}, leads_home=True, worded=partial(_choose_words, one.plan))
        for entry, one in found.items()
    }


def _choose_words(plan: KeptPlan, message: Message, locale: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the step's own text for a message as values of the template; empty if it has none. Raises MissingValue."""
    texts = list_texts(plan, message)
    if not texts:
        return {}
    try:
        return fill_words(nearest(texts, 0, locale, message.channel), {**values, **_list_offers(values, locale)})
    except LacksValue as lacking:
        raise MissingValue(str(lacking), OWN_WORDS) from None


def _list_offers(values: Mapping[str, Any], locale: str) -> dict[str, object]:
    """Return the discount and its end, by the names of their placeholders; no offer if there is no code."""
    if not values.get("code") or values.get("until") is None:
        return {"until": None}
    until = formats.format_moment(values["until"], values["zone"], locale, values["now"])
    return {"offer": formats.format_offer(values["percent"], get_amount_off(values), locale), "until": until}


def _list_values(thing: SubjectRow, _when: When) -> Text:
    return phrase("about_plan", name=str(thing.values["plan"]).replace("_", " "))


ENTRY = SubjectKind(SUBJECT, _load, _list_values, gives=frozenset({"words", "link", "code"}))
"""A person's way through a plan."""


@dataclass(frozen=True, slots=True)
class EnteredPlan:
    """An entry, and the plan in the version when its person entered."""

    entry: PlanEntry
    plan: KeptPlan


async def load_entered_plans(unit: Unit, which: Collection[UUID]) -> Mapping[UUID, EnteredPlan]:
    """Load these entries with their plans, by entry id."""
    entries = await unit.of(PlanEntries).by_ids(which)
    kept = await unit.of(KeptPlans).find_versions({(one.plan, one.version) for one in entries.values()})
    return {one.id: EnteredPlan(one, kept[one.plan, one.version]) for one in entries.values()}


async def find_plans(turn: Turn, messages: Sequence[Message]) -> Mapping[UUID, EnteredPlan]:
    """Return the entry and plan of each message, by message id; messages of no plan are left out."""
    about = {one.id: one.subject for one in messages if one.subject_kind == SUBJECT and one.subject is not None}
    found = await load_entered_plans(turn.unit, set(about.values())) if about else {}
    return {message: found[entry] for message, entry in about.items()}


async def gives(turn: Turn, messages: Sequence[Message], _prices: Mapping[UUID, int]) -> Mapping[UUID, Given]:
    """Return the personal values for the texts of these messages; none for a plan's ready-made texts."""
    behind = await find_plans(turn, messages)
    alike: dict[tuple[CampaignText, ...], list[Message]] = defaultdict(list)
    for one in messages:
        if one.id in behind and (texts := list_texts(behind[one.id].plan, one)):
            alike[texts].append(one)
    given: dict[UUID, Given] = {}
    for words, theirs in alike.items():  # apart: a condition with the same words may mean other people elsewhere
        found = await load_fillings(turn, words, {one.contact for one in theirs})
        given |= {one.id: Along(found[one.contact]) for one in theirs}
    return given


def list_texts(plan: KeptPlan, message: Message) -> tuple[CampaignText, ...]:
    """Return the own texts of the message's step and arm; empty if the step has a ready-made text."""
    return step_of(plan, message).texts


def step_of(plan: KeptPlan, message: Message) -> PlanStep:
    """Return the message's step, in the arm of its person."""
    return plan.terms.steps[(message.step or 1) - 1].arm(message.variant or 0)
