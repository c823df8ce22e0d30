"""The endpoints that turn a plan on and off."""

from __future__ import annotations

from typing import Any

from handlers.api.api_audit import BY
from handlers.api.api_refusals import Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.engine.turn import Turn
from handlers.plans import plan_changes
from handlers.plans.api.plan_crud import PlanNamed
from handlers.plans.api.plan_lookup import attempt, keep_plan
from handlers.plans.api.plan_resource import KeptPlanShown, show_plan
from handlers.plans.api.routes import START_PLAN, STOP_PLAN

_REFUSES = (Code.NOT_FOUND, Code.CONFLICT)


@make_endpoint(START_PLAN, scope="write", takes=PlanNamed, answers={200: KeptPlanShown}, refuses=_REFUSES)
async def start_plan(call: ApiCall, named: PlanNamed) -> ApiReply:
    """Turn a plan on

    Its search for people starts at once, and runs each morning.
    """
    return await _switch_plan(call, named, True)


@make_endpoint(STOP_PLAN, scope="write", takes=PlanNamed, answers={200: KeptPlanShown}, refuses=_REFUSES)
async def stop_plan(call: ApiCall, named: PlanNamed) -> ApiReply:
    """Turn a plan off

    Nobody enters it, and no further messages are sent.
    """
    return await _switch_plan(call, named, False)


async def _switch_plan(call: ApiCall, named: PlanNamed, enabled: bool) -> ApiReply:
    async def work(turn: Turn) -> dict[str, Any]:
        found = await keep_plan(turn, named.id)
        return show_plan(await attempt(turn, plan_changes.turn_over(turn, BY, found, enabled)))

    return ApiReply(200, await call.api.turns.act(call.business, work))
