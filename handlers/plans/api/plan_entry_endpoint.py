"""A person is let into a plan by the API, as by /plan start in chat."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from flows.audience.criteria import EVERYBODY
from handlers.actions.action import Origin
from handlers.api.api_audit import BY
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, endpoint
from handlers.engine.person_language import english
from handlers.engine.turn import Turn
from handlers.plans.api.plan_lookup import plan_named, refusing
from handlers.plans.api.routes import ENTER_PLAN
from handlers.plans.plan_start import let_in
from storage.audience.audiences import Audiences, Selection


class EntryTold(BaseModel):
    """Who is let in."""

    model_config = ConfigDict(extra="forbid")
    customer: Annotated[UUID, Field(description="the customer's id")]


class EntryShown(BaseModel):
    """A person in a plan."""

    plan: str
    customer: str
    first: Annotated[str | None, Field(description="why its first message would wait, or not leave; null if it leaves")]


@endpoint(
    ENTER_PLAN,
    scope="write",
    takes=EntryTold,
    answers={201: EntryShown},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
    examples={"a customer": {"customer": "019cd3a6-5c1e-7f1a-9d5e-2b8f3c6a7d10"}},
)
async def enter_plan(call: ApiCall, told: EntryTold) -> ApiReply:
    """Let a customer into a plan

    Whatever its entry is. 409 where it is off, or not for them, and where they are in it, rest, or are in another one
    of its kind that is as strong.
    """

    async def work(turn: Turn) -> dict[str, Any]:
        plan = await plan_named(turn, call.path["id"])
        who = await _customer(turn, told.customer)
        origin = Origin(BY, str(turn.unit.ids.new()))  # by hand one may be let in again, when all of it is over
        started = await refusing(turn, let_in(turn, origin, plan, who))
        first = english(turn).say(started.first) if started.first else None
        return {"plan": plan.name, "customer": str(who), "first": first}

    return ApiReply(201, await call.api.turns.act(call.business, work))


async def _customer(turn: Turn, told: UUID) -> UUID:
    """The customer of that id, or whom they turned out to be. Raises ApiRefused, 404."""
    person = await turn.unit.people.get(told)
    customers = Selection(EVERYBODY, turn.now, turn.zone)
    if person is None or person.id not in await turn.unit.of(Audiences).among(customers, {person.id}):
        raise ApiRefused(Code.NOT_FOUND, f"there is no customer {told}", "customer")
    return person.id
