"""The plans behind messages that are about to leave, each by the entry of its person, at the version of that."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flows.plans.terms import SUBJECT, KeptPlan
from handlers.turn import Turn
from storage.message import Message
from storage.plans.entries import PlanEntries, PlanEntry
from storage.plans.kept import KeptPlans
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class EnteredPlan:
    """An entry, and the plan in the version that its person entered."""

    entry: PlanEntry
    plan: KeptPlan


async def entered_plans(unit: Unit, which: Collection[UUID]) -> Mapping[UUID, EnteredPlan]:
    """The entries of these ids with their plans, by the ids."""
    entries = await unit.of(PlanEntries).by_ids(which)
    kept = await unit.of(KeptPlans).at_all({(one.plan, one.version) for one in entries.values()})
    return {one.id: EnteredPlan(one, kept[one.plan, one.version]) for one in entries.values()}


async def plans_behind(turn: Turn, messages: Sequence[Message]) -> Mapping[UUID, EnteredPlan]:
    """What stands behind each message of a plan, by the messages' ids; all others are left out."""
    about = {one.id: one.subject for one in messages if one.subject_kind == SUBJECT and one.subject is not None}
    found = await entered_plans(turn.unit, set(about.values())) if about else {}
    return {message: found[entry] for message, entry in about.items()}
