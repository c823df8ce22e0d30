"""Plans as flows: the flow that runs a plan, and events for the open plans of a person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from uuid import UUID

from flows import sequence
from flows.business import Business
from flows.engine import Left, Subject
from flows.events.cart_items import Item
from flows.plan import Plan
from flows.sequence import SequenceFacts
from handlers.conversation import Flow
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from storage.events.runs import Run

WAITS = {
    "step": "the next reminder for {who} is due",
    "consent": "the reminder for {who} no longer waits for their YES",
    "code": "the reminder for {who} no longer waits for its code",
    "asked": "{who} asked to be reminded",
}


def make_flow(name: str, make: Callable[[Business], Plan], over: str = "{who} is reminded no more") -> Flow:
    """Make the flow that runs a plan. ``make`` returns the business's plan, ``over`` describes its end."""
    known, facts, waits = partial(_load_facts, make), partial(_load_run_facts, make), {**WAITS, "over": over}
    return Flow(name, sequence.State, sequence.decide, facts, known, plan=make, waits=waits)


async def tell(
    turn: Turn, contact: UUID, reason: str, kind: str, which: Collection[UUID], items: Sequence[Item] = ()
) -> None:
    """Send an event about a purchase of ``items`` or a refund to a person's open plans, which decide whether to end.

    Plans about another thing of that ``kind`` than ``which`` do not get the event.
    """
    names = tuple(dict.fromkeys(name for one in items for name in one.names))
    for run in await _open(turn, contact):
        if run.subject is None or run.subject.kind != kind or run.subject.id in which:
            await host.advance(turn, run, Left(reason, items=names))


async def leave_plans(turn: Turn, contact: UUID, subject: Subject, reason: str) -> None:
    """Send an event to the plans about a thing, with the reason why it is no longer a subject."""
    for run in await _open(turn, contact):
        if run.subject == subject:
            await host.advance(turn, run, Left(reason))


async def list_things(turn: Turn, contact: UUID, kind: str) -> list[UUID]:
    """Return the ids of the things of a kind that a person's open plans are about."""
    about = [run.subject for run in await _open(turn, contact)]
    return [one.id for one in about if one is not None and one.kind == kind]


async def _open(turn: Turn, contact: UUID) -> list[Run]:
    flows = conversations_of(turn).flows
    return [run for run in await turn.unit.runs.list_open(contact) if flows[run.flow].runs_plans]


def draw_variant(turn: Turn, plan: Plan, contact: UUID) -> Plan:
    """Return the plan for a person, with the variant of its steps drawn: the same on every run."""
    if not plan.tries:
        return plan
    fraction = turn.tools.seeds.fraction
    return plan.draw(lambda place: fraction(turn.business.id, f"{plan.name}/{place + 1}/variant", contact))


def _load_facts(make: Callable[[Business], Plan], business: Business, event: object) -> SequenceFacts | None:
    plan = make(business)
    return None if plan.tries else sequence.load_facts(plan, event)


async def _load_run_facts(
    make: Callable[[Business], Plan], turn: Turn, contact: UUID, subject: Subject | None, event: object
) -> SequenceFacts:
    plan = draw_variant(turn, make(turn.business), contact)
    return sequence.load_facts(plan, event) or await load_facts(turn, plan, contact, subject)


async def load_facts(turn: Turn, plan: Plan, contact: UUID, subject: Subject | None) -> SequenceFacts:
    """Load the facts of a plan for a person: the addresses, and the offer of each step."""
    from storage.facts.plan_facts import Entrant, load_plan_facts  # needed by a conversation, loaded with the first

    thing = await turn.thing(subject)
    codes = tuple(
        turn.tools.seeds.discount_code(turn.business.id, contact, subject.id if subject else plan.name, str(step))
        for step, _ in enumerate(plan.steps)
    )
    asks = conversations_of(turn).entrance.flow
    entrant = Entrant(contact, subject, thing.total if thing else None, codes, asks)
    return await load_plan_facts(turn.unit, turn.tenant, plan, entrant, turn.draw, turn.now)
