"""Ready plans that a business never turned on, as plans without a version; written to, they are kept."""

from __future__ import annotations

from uuid import UUID

from flows.actor import Actor
from flows.plans.ready import READY_PLANS
from flows.plans.terms import KeptPlan
from handlers.turn import Turn
from storage.plans.kept import KeptPlans


def ready_plan(turn: Turn, name: str) -> KeptPlan:
    """A ready plan that the business never turned on."""
    return KeptPlan(UUID(int=0), name, False, 0, READY_PLANS[name], turn.now)


async def to_write(turn: Turn, by: Actor, found: KeptPlan) -> KeptPlan:
    """The plan to write to: a ready one is kept from now on, turned off."""
    return found if found.version else await turn.unit.of(KeptPlans).make(found.name, found.terms, by, turn.now)
