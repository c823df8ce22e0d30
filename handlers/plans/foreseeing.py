"""What would become of the first message of a plan to somebody: judged by the rules of the departure; nothing is
written."""

from __future__ import annotations

from uuid import UUID

from flows.phrase import Text, phrase
from flows.plan import Plan, next_at
from flows.plans.terms import KeptPlan
from flows.policy.departure import judge, lasting_refusal
from flows.policy.facts import Kind, Purpose
from flows.policy.verdict import Outcome, Verdict
from flows.routes import FALLS_BACK
from handlers.actions.reasons import in_brief, in_words
from handlers.plans.running import plan_for
from handlers.turn import Turn
from storage.facts.departures import Planned, departures
from storage.facts.ways import heard_at
from storage.people import Address

_NO_ADDRESS = "no-address"


async def foretold(turn: Turn, kept: KeptPlan, contact: UUID) -> Text:
    """Why the first message would not leave, or would wait, as of now; empty where it would leave when it is due. That
    somebody is left alone to measure is not told."""
    plan = await plan_for(turn, kept, contact)
    ways = await _ways(turn, plan, contact)
    if not ways:
        return phrase("plan_first_stays", why=in_words(_NO_ADDRESS))
    verdict = await _judged(turn, plan, ways)
    if verdict.outcome is Outcome.SEND:
        return ""
    name = "plan_first_waits" if verdict.outcome is Outcome.WAIT else "plan_first_stays"
    return phrase(name, why=in_brief(verdict))


async def _ways(turn: Turn, plan: Plan, contact: UUID) -> list[Address]:
    """The addresses that the first step may take, in the order in which it tries them."""
    order = plan.steps[0].channels or turn.business.channels_order
    found = [one for one in await turn.unit.people.addresses_of(contact) if one.writable and one.channel in order]
    return sorted(found, key=lambda one: (order.index(one.channel), -heard_at(one)))


async def _judged(turn: Turn, plan: Plan, ways: list[Address]) -> Verdict:
    """The verdict on the way that would be taken; of ways that are all refused the first's."""
    step = plan.steps[0]
    due = turn.now + step.after
    due = due if step.at is None else next_at(step.at, due, plan.zone)
    planned = [
        Planned(
            Kind.MESSAGE, Purpose.MARKETING, plan.programme, to.channel, to.id, to.contact, due, template=step.template
        )
        for to in ways
    ]
    refused: list[Verdict] = []
    for facts in await departures(turn.unit, turn.tenant, planned, turn.draw, turn.now):
        verdict = judge(facts, due)
        if verdict.outcome is not Outcome.REFUSE:
            return verdict
        refused.append(verdict)
        if verdict.rule not in FALLS_BACK and lasting_refusal(facts, turn.now) is None:
            break
    return refused[0]
