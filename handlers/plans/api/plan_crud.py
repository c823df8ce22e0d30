"""``/api/notifications/plans``: save, list, show, change and delete."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from flows.audience.criteria_json import write_criteria
from flows.plans.plan_document import BadPlan
from flows.plans.plan_json import read_terms
from flows.plans.plan_terms import KeptPlan, PlanTerms
from flows.plans.standard_plans import READY_PLANS
from handlers.api.api_audit import BY
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.idempotency import REPLAYED, refuse_deleted, run_once
from handlers.api.list_cursors import Cursor, cut_page
from handlers.api.resource_versions import compute_version, must_match, show_version
from handlers.audience.api.segment_lookup import find_segment, resolve_criteria
from handlers.engine.turn import Turn
from handlers.plans import plan_changes
from handlers.plans.api.plan_lookup import attempt, find_plan, keep_plan, refuse_invalid
from handlers.plans.api.plan_resource import KeptPlanShown, PlanList, PlanTold, show_plan
from handlers.plans.api.routes import CHANGE_PLAN, DELETE_PLAN, LIST_PLANS, MAKE_PLAN, SHOW_PLAN
from handlers.plans.plan_reference import make_ready_plan
from storage.plans.plan_versions import KeptPlans

MOST = 200
_EXAMPLE: dict[str, Any] = {
    "name": "second_order",
    "entry": {"by": "event", "event": "order.delivered"},
    "condition": {"fact": "orders", "op": "=", "value": 1},
    "steps": [
        {"wait": "3d", "at": "18:00", "texts": [{"text": "Hi {name|friend}, how is it? {link}"}]},
        {"wait": "7d", "texts": [{"text": "Your next order is {offer} off"}], "offer": {"percent": 10}},
    ],
    "exits": ["bought", "replied"],
    "holdout": 0.1,
}


class PlansWanted(BaseModel):
    """The filter and page of a list of plans."""

    ready: Annotated[bool, Field(description="plans never turned on, all on one page")] = False
    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="the maximum number")] = 50


class PlanNamed(BaseModel):
    """The id or name of a plan in a path."""

    id: Annotated[str, Field(description="its id or its name")]


@make_endpoint(LIST_PLANS, scope="read", takes=PlansWanted, answers={200: PlanList}, refuses=(Code.INVALID,))
async def list_plans(call: ApiCall, wanted: PlansWanted) -> ApiReply:
    """List the plans

    Plans made here or in chat, newest first; if ready is true, also the ready-made ones that this business never turned
    on.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        plans = turn.unit.of(KeptPlans)
        if wanted.ready:
            kept = {one.name for one in await plans.all()}
            unused = [make_ready_plan(turn, name) for name in READY_PLANS if name not in kept]
            return {"items": [show_plan(one) for one in unused], "next": None}
        page, following = cut_page(await plans.page(wanted.limit + 1, wanted.cursor), wanted.limit)
        return {"items": [show_plan(one) for one in page], "next": following}

    return ApiReply(200, await call.api.turns.look(call.business, look))


@make_endpoint(
    MAKE_PLAN,
    scope="write",
    takes=PlanTold,
    answers={201: KeptPlanShown},
    refuses=(Code.CONFLICT, Code.NOT_FOUND),
    examples={"after the first order": _EXAMPLE},
    once=True,
)
async def make_plan(call: ApiCall, told: PlanTold) -> ApiReply:
    """Save a plan

    It is off, so nobody enters before you start it. 409 if the name is taken.
    """

    async def work(turn: Turn) -> tuple[KeptPlan, bool]:
        async def keep() -> UUID:
            await attempt(turn, plan_changes.check_name(turn, told.name))
            terms = await _read_terms(turn, told)
            return (await attempt(turn, plan_changes.keep(turn, BY, told.name, terms))).id

        which, before = await run_once(call, turn, keep)
        made = await turn.unit.of(KeptPlans).get(which)
        if made is None:
            raise refuse_deleted()
        return made, before

    made, before = await call.api.turns.act(call.business, work)
    shown = show_plan(made)
    headers = {"Location": f"{MAKE_PLAN.path}/{made.id}", "ETag": compute_version(shown)}
    return ApiReply(201, shown, headers | (REPLAYED if before else {}))


@make_endpoint(
    SHOW_PLAN, scope="read", takes=PlanNamed, answers={200: KeptPlanShown}, refuses=(Code.NOT_FOUND,), versioned=True
)
async def show_one_plan(call: ApiCall, named: PlanNamed) -> ApiReply:
    """Show a plan

    In its newest version.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        return show_plan(await find_plan(turn, named.id))

    return show_version(call, await call.api.turns.look(call.business, look))


@make_endpoint(
    CHANGE_PLAN,
    scope="write",
    takes=PlanTold,
    answers={200: KeptPlanShown},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
    examples={"with another offer": _EXAMPLE},
    versioned=True,
)
async def change_plan(call: ApiCall, told: PlanTold) -> ApiReply:
    """Change a plan

    Send back the answer of GET with your changes. They make a new version; people who have entered finish on the old
    one.
    """

    async def work(turn: Turn) -> dict[str, Any]:
        found = await find_plan(turn, call.path["id"])
        must_match(call, compute_version(show_plan(found)))
        if told.name != found.name:
            raise ApiRefused(Code.CONFLICT, "a plan cannot be renamed; make another one", "name")
        terms = await _read_terms(turn, told)
        if terms.condition == found.terms.condition:
            terms = replace(terms, phrase=found.terms.phrase)
        if terms == found.terms:
            return show_plan(found)
        return show_plan(await attempt(turn, plan_changes.renew(turn, BY, await keep_plan(turn, found.name), terms)))

    shown = await call.api.turns.act(call.business, work)
    return ApiReply(200, shown, {"ETag": compute_version(shown)})


@make_endpoint(
    DELETE_PLAN,
    scope="write",
    takes=PlanNamed,
    answers={204: None},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
    versioned=True,
)
async def delete_plan(call: ApiCall, named: PlanNamed) -> ApiReply:
    """Delete a plan

    Its name can be used again. 409 for a plan that is on, or that people have entered: it keeps its results; stop it
    instead.
    """

    async def work(turn: Turn) -> None:
        found = await find_plan(turn, named.id)
        must_match(call, compute_version(show_plan(found)))
        if not found.version:
            raise ApiRefused(Code.CONFLICT, "a ready plan is there for every business", "id")
        await attempt(turn, plan_changes.remove(turn, BY, found))

    await call.api.turns.act(call.business, work)
    return ApiReply(204)


async def _read_terms(turn: Turn, told: PlanTold) -> PlanTerms:
    """Parse the terms in a request. Raises ApiRefused with the wrong field."""
    document = told.document(turn.business.currency)
    if isinstance(told.condition, str):
        named = await find_segment(turn, told.condition, "condition")
        document |= {"condition": write_criteria(resolve_criteria(named)), "phrase": named.name}
    elif told.condition is not None:
        document |= {"condition": told.condition}
    try:
        return read_terms(document)
    except BadPlan as wrong:
        raise refuse_invalid(wrong) from None
