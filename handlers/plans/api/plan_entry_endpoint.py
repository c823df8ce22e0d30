"""The endpoint that enters a person into a plan, as /plan start does in chat."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from flows.audience.criteria import EVERYBODY
from handlers.actions.action import Origin
from handlers.api.api_audit import BY
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from handlers.plans.api.plan_lookup import attempt, find_plan
from handlers.plans.api.routes import ENTER_PLAN
from handlers.plans.plan_start import let_in
from storage.audience.audiences import Audiences, Selection


class EntryTold(BaseModel):
    """The customer who enters."""

    model_config = ConfigDict(extra="forbid")
    customer: Annotated[UUID, Field(description="the customer's id")]


class EntryShown(BaseModel):
    """A person in a plan."""

    plan: str
    customer: str
    first: Annotated[str | None, Field(description="why its first message would wait or fail; null if it is sent")]


@make_endpoint(
    ENTER_PLAN,
    scope="write",
    takes=EntryTold,
    answers={201: EntryShown},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
    examples={"a customer": {"customer": "019cd3a6-5c1e-7f1a-9d5e-2b8f3c6a7d10"}},
)
async def enter_plan(call: ApiCall, told: EntryTold) -> ApiReply:
    """Enter a customer into a plan

    This works for any kind of entry. 409 if the plan is off, if its condition excludes the customer, or if they are in
    it, in a rest period, or in another plan of its kind with the same priority.
    """

    async def work(turn: Turn) -> dict[str, Any]:
        plan = await find_plan(turn, call.path["id"])
        who = await _find_customer(turn, told.customer)
        origin = Origin(BY, str(turn.unit.ids.make()))  # by hand a person may enter again after the end
        started = await attempt(turn, let_in(turn, origin, plan, who))
        first = make_english(turn).say(started.first) if started.first else None
        return {"plan": plan.name, "customer": str(who), "first": first}

    return ApiReply(201, await call.api.turns.act(call.business, work))


async def _find_customer(turn: Turn, told: UUID) -> UUID:
    """Return the customer with this id, or the one it was merged into. Raises ApiRefused (404)."""
    person = await turn.unit.people.get(told)
    customers = Selection(EVERYBODY, turn.now, turn.zone)
    if person is None or person.id not in await turn.unit.of(Audiences).find_among(customers, {person.id}):
        raise ApiRefused(Code.NOT_FOUND, f"there is no customer {told}", "customer")
    return person.id
