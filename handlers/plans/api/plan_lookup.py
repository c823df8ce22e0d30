"""The plan of a request, and refusals as API errors."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar
from uuid import UUID

from flows.plans.plan_document import BadPlan
from flows.plans.plan_terms import KeptPlan
from flows.plans.standard_plans import READY_PLANS
from handlers.actions.action import Refused
from handlers.api.api_audit import BY
from handlers.api.api_refusals import ApiRefused, Code
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from handlers.plans.api.routes import LIST_PLANS
from handlers.plans.plan_changes import WhyNotKept
from handlers.plans.plan_reference import load_for_write, make_ready_plan
from storage.plans.plan_versions import KeptPlans

T = TypeVar("T")
_LONGEST = 100  # characters of a name that an error quotes
_FIELDS: dict[str, str] = {WhyNotKept.NAME: "name", WhyNotKept.TAKEN: "name"}
"""The request field of each refusal; all other refusals depend on the plan's state."""


async def find_plan(turn: Turn, name: str) -> KeptPlan:
    """Return a plan by its id or name; a ready-made plan never turned on has version 0. Raises ApiRefused (404)."""
    plans = turn.unit.of(KeptPlans)
    try:
        found = await plans.get(UUID(name))
    except ValueError:
        found = await plans.find_by_name(name)
    if found is None and name in READY_PLANS:
        found = make_ready_plan(turn, name)
    if found is None:
        raise ApiRefused(Code.NOT_FOUND, f"there is no plan {name[:_LONGEST]!r}; {LIST_PLANS} lists them", "id")
    return found


async def keep_plan(turn: Turn, name: str) -> KeptPlan:
    """Return the plan for a write; a ready-made plan is stored first. Raises ApiRefused (404)."""
    return await load_for_write(turn, BY, await find_plan(turn, name))


async def attempt(turn: Turn, action: Awaitable[T]) -> T:
    """Await an action and return its value. Raises ApiRefused if it refuses."""
    try:
        return await action
    except BadPlan as wrong:
        raise refuse_invalid(wrong) from None
    except Refused as refused:
        code = Code.INVALID if refused.reason == WhyNotKept.NAME else Code.CONFLICT
        raise ApiRefused(code, make_english(turn).say(refused.text), _FIELDS.get(refused.reason, "id")) from None


def refuse_invalid(wrong: BadPlan) -> ApiRefused:
    """Make the error for invalid terms, with their place in the request."""
    return ApiRefused(Code.INVALID, str(wrong), wrong.path)
