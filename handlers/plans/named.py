"""The plan that the staff means, by a name as written or by a tap."""

from __future__ import annotations

from collections.abc import Sequence

from flows.phrase import phrase
from flows.plans.ready import READY_PLANS
from flows.plans.terms import KeptPlan
from handlers.admins.command import Reply
from handlers.plans.ready import ready_plan
from handlers.turn import Turn
from storage.plans.kept import KeptPlans
from templates.values import quoted

_SHORT = 40


def name_of(said: str) -> str:
    """A plan's name as it is kept: "Second order" is second_order; of a ready one however it is written."""
    name = "_".join(said.casefold().replace("-", " ").split())
    return next((one for one in READY_PLANS if one.replace("_", "") == name.replace("_", "")), name)


async def plan_called(turn: Turn, words: Sequence[str]) -> KeptPlan | None:
    """A plan by its name; a ready one that was never turned on has no version. None where no plan is called so."""
    name = name_of(" ".join(words))
    kept = await turn.unit.of(KeptPlans).called(name)
    return ready_plan(turn, name) if kept is None and name in READY_PLANS else kept


def unknown(name: str) -> Reply:
    """The answer where no plan is called so."""
    return Reply(phrase("plan_unknown", name=quoted(name, _SHORT)), asks=())
