"""The plan engine: a sequence of messages about one subject, as data. Cart recovery is the first plan it runs.

entered ──> waiting ──step due──> attempting ──sent──> waiting … ──> lingering ──> completed
   ^           │                     │ asks for a code first, where the step offers one
   └──restart──┘                     │ waits for a consent that was asked for
                                     └ falls back to the next channel when one refuses for good
any of them ──left / declined──> ended, and what was queued is void
reopened ──> lingering: somebody asks to be reminded of a subject whose run is over
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from flows import call_kinds
from flows.engine import (
    Call,
    Called,
    CustomerReplied,
    Decision,
    Departed,
    Effect,
    Elapsed,
    Internal,
    Left,
    Permitted,
    Send,
    Subject,
    Value,
    Void,
    Wait,
)
from flows.plan import Plan
from flows.policy.departure_facts import Kind, Purpose
from flows.routes import FALLS_BACK, Route, choose_best
from flows.step_offer import CODE_PATIENCE, Offer, Offered


@dataclass(frozen=True, slots=True)
class SequenceFacts:
    """The engine's facts: the plan, the routes to the person, and an offer per step (None if not allowed)."""

    plan: Plan
    routes: tuple[Route, ...]
    offers: tuple[Offer | None, ...] = ()
    truths: frozenset[str] = frozenset()

    def ways(self, step: int) -> tuple[Route, ...]:
        """Return the routes that a step may use, the preferred one first."""
        wanted = self.plan.steps[step].channels if step < len(self.plan.steps) else ()
        if not wanted:
            return self.routes
        usable = (route for route in self.routes if route.channel in wanted)
        return tuple(sorted(usable, key=lambda route: wanted.index(route.channel)))

    def offer(self, step: int | None) -> Offer | None:
        """Return this step's offer to the person, or None."""
        if step is None or not self.plan.steps[step].offers:
            return None
        return self.offers[step] if step < len(self.offers) else None

    def may_remind(self, address: UUID) -> bool:
        """Return True if a promised reminder could be sent: they agreed to reminders at the address they wrote from."""
        return any(route.address == address and route.permitted for route in self.routes)


@dataclass(frozen=True, slots=True)
class State:
    """The state of a run. ``step`` is the next one to do, counted from 0; ``round`` grows with each restart."""

    anchor: datetime
    step: int = 0
    round: int = 1
    attempting: int | None = None
    tried: tuple[str, ...] = ()
    asked: Offered | None = None
    made: bool = False
    snoozed_until: datetime | None = None
    version: int = 1

    def key(self, channel: str) -> str:
        """Return the unique key of this step's message on this channel."""
        return f"{self.round}:{self.attempting}:{channel}"

    @property
    def code_key(self) -> str:
        """Return the unique key of this step's code."""
        return self.key("code")


@dataclass(frozen=True, slots=True)
class Entered:
    """The person or subject entered, last active at ``anchor``; a run in progress starts its timing again."""

    subject: Subject | None
    anchor: datetime


@dataclass(frozen=True, slots=True)
class Reopened:
    """The person asks, from that address, for a reminder of a subject whose run is over."""

    subject: Subject
    address: UUID


Event: TypeAlias = Internal | Entered | Reopened

_SEEKING = (Elapsed, Permitted, Called, Departed)  # after these a way to the person may be chosen, and an offer made


def load_facts(plan: Plan, event: object) -> SequenceFacts | None:
    """Return only the plan as facts, for an event that sends nothing unasked; None for other events, which need more
    facts."""
    promises = isinstance(event, CustomerReplied) and event.intent == "later"  # only where a way to them may carry it
    return None if promises or isinstance(event, (Reopened, *_SEEKING)) else SequenceFacts(plan, ())


def decide(state: State | None, event: Event, facts: SequenceFacts, now: datetime) -> Decision[State] | None:
    """Return the next step of a sequence; None if the event does not concern it."""
    if isinstance(event, Entered):
        return _enter(state, event, facts, now)
    if isinstance(event, Reopened):
        return _reopen(event, facts, now) if state is None else None
    return None if state is None else _go_on(state, event, facts, now)


def _go_on(state: State, event: Event, facts: SequenceFacts, now: datetime) -> Decision[State] | None:
    match event:
        case Elapsed("step"):
            return _take_turn(state, facts, now)
        case Elapsed("consent"):
            return _attempt(state, facts, now, patient=False)
        case Elapsed("code"):
            return _send(state, facts, now)
        case Elapsed("asked"):
            return _remind_as_asked(state, facts, now)
        case Elapsed("over"):
            return Decision(state, ended="completed")
        case Permitted() if state.attempting is not None and not state.tried and state.asked is None:
            return _attempt(state, facts, now, patient=True)
        case Called(kind=call_kinds.DISCOUNT, key=key) if key == state.code_key and not state.tried:
            return _send(replace(state, made=event.failure is None), facts, now)
        case Departed() if event.outcome in {"refused", "failed"} and event.key == state.key(event.channel):
            return _fall_back(state, facts, now, event)
        case CustomerReplied():
            return _answer(state, event, facts, now)
        case Left(reason, items=items) if reason in facts.plan.exits or not facts.plan.ends_with.isdisjoint(items):
            return Decision(state, (Void(),), ended=reason)
    return None


def _enter(state: State | None, event: Entered, facts: SequenceFacts, now: datetime) -> Decision[State]:
    """Begin, or begin again; a reminder that the person asked for stays at the moment they named."""
    if state is not None and (promised := _list_promised(state, now)):
        return Decision(state, (), promised, subject=event.subject)
    began = State(event.anchor, round=1 if state is None else state.round + 1)
    effects: tuple[Effect, ...] = () if state is None else (Void(),)
    return Decision(began, effects, _plan_next(began, facts.plan), subject=event.subject)


def _reopen(event: Reopened, facts: SequenceFacts, now: datetime) -> Decision[State] | None:
    """Reopen a finished run to promise a requested reminder; None if the promise could not be kept."""
    if not facts.may_remind(event.address):
        return None
    reopened = State(now, step=len(facts.plan.steps))
    return Decision(reopened, (), _plan_next(reopened, facts.plan), subject=event.subject)


def _take_turn(state: State, facts: SequenceFacts, now: datetime) -> Decision[State]:
    """Do the last step that is due."""
    plan = facts.plan
    index = plan.find_last_due(state.step, state.anchor, now)
    moved = replace(state, step=index + 1, attempting=index, tried=(), asked=None, made=False)
    step = plan.steps[index]
    if plan.too_late(index, state.anchor) < now or (step.only_if and step.only_if not in facts.truths):
        return _pass(moved, plan)
    return _attempt(moved, facts, now, patient=True)


def _attempt(state: State, facts: SequenceFacts, now: datetime, *, patient: bool) -> Decision[State]:
    route = _choose_best(state, facts)
    if route is None:
        return _pass(state, facts.plan)
    if patient and not route.permitted and any(r.pending for r in facts.ways(state.attempting or 0)):
        return Decision(state, (), (Wait("consent", _patience(state, facts.plan)),))
    offer = facts.offer(state.attempting)
    if offer is not None and route.permitted and not route.spent:
        return _ask_code(state, offer, now)
    return _send(state, facts, now)


def _ask_code(state: State, offer: Offer, now: datetime) -> Decision[State]:
    offered = Offered(offer.code, offer.percent, now + offer.valid_for, offer.amount)
    asked = replace(state, asked=offered)
    call = Call(call_kinds.DISCOUNT, asked.code_key, offered.values)
    return Decision(asked, (call,), (Wait("code", now + CODE_PATIENCE),))


def _send(state: State, facts: SequenceFacts, now: datetime) -> Decision[State]:
    route = _choose_best(state, facts)
    if route is None or state.attempting is None:
        return _pass(state, facts.plan)
    step = facts.plan.steps[state.attempting]
    tried = replace(state, tried=(*state.tried, route.channel))
    due, latest = facts.plan.due(state.attempting, state.anchor), facts.plan.too_late(state.attempting, state.anchor)
    made = state.asked if state.made else None
    send = Send(
        template=step.template if made or not step.offers else step.plain,
        address=route.address,
        channel=route.channel,
        key=tried.key(route.channel),
        purpose=Purpose.MARKETING,
        programme=facts.plan.programme,
        values=made.values if made else {},
        due_at=max(now, due),
        latest=min(latest, made.until) if made else latest,
        step=state.attempting + 1,
        variant=step.variant,
    )
    # An earlier reminder may still wait for the morning: the two are not to leave together.
    return Decision(tried, (Void(), send), _plan_next(tried, facts.plan))


def _fall_back(state: State, facts: SequenceFacts, now: datetime, event: Departed) -> Decision[State] | None:
    """Try another agreed channel after a refusal; a refusal on every channel ends the run."""
    if event.rule not in FALLS_BACK:
        return None
    route = _choose_best(state, facts)
    if route is None or not route.permitted or state.attempting is None:
        return None
    if facts.plan.too_late(state.attempting, state.anchor) < now:
        return None
    decision = _send(state, facts, now)
    again = tuple(
        replace(effect, fallback_of=event.message) if isinstance(effect, Send) else effect
        for effect in decision.effects
    )
    return replace(decision, effects=again)


def _answer(state: State, event: CustomerReplied, facts: SequenceFacts, now: datetime) -> Decision[State] | None:
    """Answer a reply. ``later`` schedules the named moment, or asks for one; ``no`` ends the run.

    ``yes`` counts as this step's reminder: see ``_carry_on``.
    """
    undated = event.intent == "later" and event.until is None
    template = facts.plan.answers.get("when" if undated else event.intent)
    if template is None or not event.clear or (event.intent == "later" and not facts.may_remind(event.address)):
        return None
    values: dict[str, Value] = {"when": event.until} if event.until else {}
    answer = Send(
        template, event.address, event.channel, f"answer:{event.message}", Purpose.TRANSACTIONAL, Kind.ANSWER,
        values=values,
    )  # fmt: skip
    match event.intent:
        case "no":
            return Decision(state, (Void(), answer), ended="declined")
        case "later":
            return _put_off(state, event, facts.plan, answer, now)
        case "yes":
            return _carry_on(state, facts.plan, answer, now)
    return Decision(state, (answer,), _plan_next(state, facts.plan))


def _put_off(state: State, event: CustomerReplied, plan: Plan, answer: Send, now: datetime) -> Decision[State]:
    """Replace the remaining steps by the reminder that the person asked for, at the named moment."""
    put_off = replace(
        state, step=len(plan.steps), attempting=None, tried=(event.channel,), anchor=now, snoozed_until=event.until
    )
    wait = Wait("asked", event.until) if event.until else Wait("over", now + plan.stays_open)
    return Decision(put_off, (Void(), answer), (wait,))


def _carry_on(state: State, plan: Plan, answer: Send, now: datetime) -> Decision[State]:
    """Continue after a yes: the answer has the link to the cart, and replaces this step's reminder.

    Pending messages of the step become void and are not replaced. The later steps stay: people who said yes and have
    not bought are the most receptive, and the merchant planned the steps. The steps keep their distance from each
    other, counted from the yes, so that no reminder follows shortly after an answer. A promised reminder stays at the
    moment the person named.
    """
    if promised := _list_promised(state, now):
        return Decision(state, (answer,), promised)
    step = min(max(state.step, 1), len(plan.steps))
    anchor = now - plan.steps[step - 1].after
    done = replace(state, anchor=anchor, step=step, attempting=None, tried=(), asked=None, made=False)
    return Decision(done, (Void(), answer), _plan_next(done, plan))


def _list_promised(state: State, now: datetime) -> tuple[Wait, ...]:
    """Return the wait for a promised reminder that is still due; empty if there is none."""
    if state.snoozed_until is None or state.snoozed_until <= now:
        return ()
    return (Wait("asked", state.snoozed_until),)


def _remind_as_asked(state: State, facts: SequenceFacts, now: datetime) -> Decision[State]:
    """Send the reminder that the person asked for: at the named moment, on the channel they wrote from. It is still
    marketing: consent, hours and caps are judged, so that a requested time does not bypass them."""
    plan = facts.plan
    asked = next((route for route in facts.routes if route.channel in state.tried), None)
    route = asked or choose_best(facts.routes, (), 0)
    over = (Wait("over", now + plan.stays_open),)
    if route is None:
        return Decision(state, (), over)
    first = plan.steps[0]
    state = replace(state, snoozed_until=None)
    key = f"{state.round}:asked:{route.channel}:{int(state.anchor.timestamp())}"
    send = Send(
        first.plain or first.template, route.address, route.channel, key, Purpose.MARKETING, Kind.ASKED, plan.programme
    )
    return Decision(state, (send,), over)


def _pass(state: State, plan: Plan) -> Decision[State]:
    """Skip this step and go on to the next."""
    return Decision(replace(state, attempting=None), (), _plan_next(state, plan))


def _plan_next(state: State, plan: Plan) -> tuple[Wait, ...]:
    if state.step < len(plan.steps):
        return (Wait("step", plan.due(state.step, state.anchor)),)
    return (Wait("over", plan.get_end(state.anchor)),)


def _choose_best(state: State, facts: SequenceFacts) -> Route | None:
    """Return the best route to the person that this step has not tried."""
    step = state.attempting or 0
    return choose_best(facts.ways(step), state.tried, step)


def _patience(state: State, plan: Plan) -> datetime:
    """Return how long to wait for an unconfirmed consent: until the next step is due, or this one is too late."""
    too_late = plan.too_late(state.attempting or 0, state.anchor)
    if state.step < len(plan.steps):
        return min(too_late, plan.due(state.step, state.anchor))
    return too_late
