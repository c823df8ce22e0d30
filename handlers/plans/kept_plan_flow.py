"""The one flow of all plans: each run uses the version of the plan when its person entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Any
from uuid import UUID

from flows import sequence
from flows.engine import Decision, Subject
from flows.plan import Plan
from flows.plans.plan_terms import NAME, NO_REST, KeptPlan
from flows.sequence import SequenceFacts
from handlers.conversation import Flow, plan_flows
from handlers.engine import time_zones
from handlers.engine.turn import Turn
from storage.events.runs import Run
from storage.plans.plan_entries import PlanEntries
from storage.plans.plan_versions import KeptPlans


async def load_kept_plan(turn: Turn, subject: Subject | None) -> KeptPlan:
    """Return the plan of an entry, in the version when its person entered. Raises LookupError."""
    entry = await turn.unit.of(PlanEntries).get(subject.id) if subject is not None else None
    if entry is None:
        raise LookupError(f"the run of a plan needs an entry, not {subject}")
    return await turn.unit.of(KeptPlans).get_version(entry.plan, entry.version)


async def _load_facts(turn: Turn, contact: UUID, subject: Subject | None, event: Any) -> SequenceFacts:
    kept = await load_kept_plan(turn, subject)
    plan = await _load_plan(turn, kept, contact)
    found = sequence.load_facts(plan, event) or await plan_flows.load_facts(turn, plan, contact, subject)
    return found if kept.enabled else replace(found, offers=())  # a refused message needs no code


async def _load_plan(turn: Turn, kept: KeptPlan, contact: UUID) -> Plan:
    """Return the sequence for a person, in their zone if a step has a time of day."""
    person = await turn.unit.people.get(contact) if kept.terms.is_timed else None
    zone = await time_zones.find_contact_zone(turn, person) if person is not None else UTC
    return plan_flows.draw_variant(turn, kept.terms.plan(kept.name, turn.business.counts_for, zone), contact)


async def _find_experiment(turn: Turn, subject: Subject | None) -> str | None:
    return (await load_kept_plan(turn, subject)).name


async def _write(turn: Turn, run: Run, _before: object, decision: Decision[sequence.State]) -> None:
    """End an entry; a person who did not order cannot enter again for the plan's rest period."""
    if decision.ended is None or run.subject is None:
        return
    rest = (await load_kept_plan(turn, run.subject)).terms.rest
    until = None if decision.ended in NO_REST else turn.now + rest
    await turn.unit.of(PlanEntries).end(run.subject.id, decision.ended, turn.now, until)


RUNNING = Flow(
    NAME, sequence.State, sequence.decide, _load_facts, write=_write, experiment=_find_experiment,
    waits={**plan_flows.WAITS, "over": "the plan for {who} is over"},
)  # fmt: skip
