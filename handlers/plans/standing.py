"""Plans that are off, and people who meet the condition of theirs no more: judged at each departure of a step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from flows.plans.terms import SUBJECT, KeptPlan
from flows.policy.verdict import Outcome, Verdict
from handlers.turn import Turn
from storage.audience.audiences import Audiences, Selection
from storage.message import Message
from storage.plans.entries import PlanEntries
from storage.plans.kept import KeptPlans

OFF, LEFT = "plan.off", "plan.left"
_OFF = Verdict(Outcome.REFUSE, OFF, "The plan was turned off.")
_LEFT = Verdict(Outcome.REFUSE, LEFT, "The person does not meet the plan's condition any more.")


async def standing(turn: Turn, messages: Sequence[Message]) -> Mapping[UUID, Verdict]:
    """The verdicts on messages of plans that are not to leave, by the messages' ids."""
    steps = {one.id: one.subject for one in messages if one.subject_kind == SUBJECT and one.subject is not None}
    if not steps:
        return {}
    entries = await turn.unit.of(PlanEntries).by_ids(set(steps.values()))
    versions = {one.id: (one.plan, one.version) for one in entries.values()}
    kept = await turn.unit.of(KeptPlans).at_all(set(versions.values()))
    theirs: dict[tuple[UUID, int], list[Message]] = defaultdict(list)
    for one in messages:
        if one.id in steps:
            theirs[versions[steps[one.id]]].append(one)
    stands: dict[UUID, Verdict] = {}
    for version, some in theirs.items():
        stands |= await _of(turn, kept[version], some)
    return stands


async def _of(turn: Turn, plan: KeptPlan, messages: Sequence[Message]) -> Mapping[UUID, Verdict]:
    if not plan.enabled:
        return dict.fromkeys((one.id for one in messages), _OFF)
    if "left" not in plan.terms.exits:
        return {}
    asked = Selection(plan.terms.condition, turn.now, turn.zone)
    there = await turn.unit.of(Audiences).among(asked, {one.contact for one in messages})
    return {one.id: _LEFT for one in messages if one.contact not in there}
