"""The plan engine: a sequence of messages about one subject, as data. Cart recovery is the first plan it runs.

entered ──> waiting ──step due──> attempting ──sent──> waiting … ──> lingering ──> completed
   ^           │                     │ asks for a code first, where the step offers one
   └──restart──┘                     │ waits for a consent that was asked for
                                     └ falls back to the next channel when one refuses for good
any of them ──left / declined──> ended, and what was queued is void
reopened ──> lingering: somebody asks to be reminded of a subject whose run is over
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from flows import calls
from flows.engine import (
    Call,
    Called,
    Decision,
    Departed,
    Effect,
    Elapsed,
    Internal,
    Left,
    Permitted,
    Replied,
    Send,
    Subject,
    Value,
    Void,
    Wait,
)
from flows.policy.facts import Kind, Programme, Purpose

CODE_PATIENCE = timedelta(hours=6)  # after this a reminder leaves without the code it was to carry


@dataclass(frozen=True, slots=True)
class Step:
    """One message, ``after`` the anchor. With an offer it carries a code, and ``plain`` is its text without one.

    ``only_if`` names a truth among the facts without which the step is passed over.
    """

    after: timedelta
    template: str
    plain: str = ""
    offers: bool = False
    only_if: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A sequence as data. ``exits`` are the reasons for which it ends, as handlers name them.

    ``latest`` is how long after its due time a step may still leave, whatever held it back; ``linger`` how long a run
    stays open for answers after its last step; ``answers`` the template for each intent it can answer itself,
    and under "when" the one that asks for the moment of a "later" that names none we can read.
    """

    name: str
    programme: Programme
    steps: tuple[Step, ...]
    exits: frozenset[str]
    answers: Mapping[str, str]
    holdout: float = 0.0
    latest: timedelta = timedelta(hours=48)
    linger: timedelta = timedelta(days=5)

    @property
    def stays_open(self) -> timedelta:
        """How long after its last step a run goes on: while that may still leave, and while an answer may come."""
        return max(self.latest, self.linger)


@dataclass(frozen=True, slots=True)
class Route:
    """One way to the person, in the business's order of preference.

    ``permitted``: they agreed and it works; ``pending``: they were asked to confirm and may still;
    ``spent``: it may carry one message per subject and has; ``from_step``: it may carry one and is kept for that step,
    counted from 0, or a later one.
    """

    address: UUID
    channel: str
    permitted: bool
    pending: bool = False
    spent: bool = False
    from_step: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """What a step may offer this person: the code to create, its percent and how long it holds."""

    code: str
    percent: int
    valid_for: timedelta


@dataclass(frozen=True, slots=True)
class SequenceFacts:
    """What the engine may know: the plan, the ways to the person, an offer per step (None where there may be none)."""

    plan: Plan
    routes: tuple[Route, ...]
    offers: tuple[Offer | None, ...] = ()
    truths: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Offered:
    """A code that the shop was asked for; once it is made, every channel that this step tries carries it."""

    code: str
    percent: int
    until: datetime


@dataclass(frozen=True, slots=True)
class State:
    """Where a run stands. ``step`` is the next one to do, counted from 0; ``round`` grows with each restart."""

    anchor: datetime
    step: int = 0
    round: int = 1
    attempting: int | None = None
    tried: tuple[str, ...] = ()
    asked: Offered | None = None
    made: bool = False
    snoozed_until: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Entered:
    """The subject is there, last active at ``anchor``; for a run under way it is news, and the timing starts again."""

    subject: Subject
    anchor: datetime


@dataclass(frozen=True, slots=True)
class Reopened:
    """They ask, at that address, to be reminded of a subject whose run is over."""

    subject: Subject
    address: UUID


Event: TypeAlias = Internal | Entered | Reopened

SEEKING = (Elapsed, Permitted, Called, Departed)  # after these a way to the person may be chosen, and an offer made


def decide(state: State | None, event: Event, facts: SequenceFacts, now: datetime) -> Decision[State] | None:
    """The next step of a sequence; None when the event does not concern it."""
    if isinstance(event, Entered):
        return _enter(state, event, facts, now)
    if isinstance(event, Reopened):
        return _reopen(event, facts, now) if state is None else None
    if state is None:
        return None
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
        case Called(kind=calls.DISCOUNT, key=key) if key == _code_key(state) and not state.tried:
            return _send(replace(state, made=event.failure is None), facts, now)
        case Departed() if event.outcome in {"refused", "failed"} and event.key == _key(state, event.channel):
            return _fall_back(state, facts, now, event)
        case Replied():
            return _answer(state, event, facts, now)
        case Left(reason) if reason in facts.plan.exits:
            return Decision(state, (Void(),), ended=reason)
    return None


def _enter(state: State | None, event: Entered, facts: SequenceFacts, now: datetime) -> Decision[State]:
    """Begin, or begin again; but a reminder they asked for themselves stays at the moment they named."""
    if state is not None and state.snoozed_until is not None and now < state.snoozed_until:
        return Decision(state, (), (Wait("asked", state.snoozed_until),), subject=event.subject)
    began = State(event.anchor, round=1 if state is None else state.round + 1)
    effects: tuple[Effect, ...] = () if state is None else (Void(),)
    return Decision(began, effects, _next(began, facts.plan), subject=event.subject)


def _reopen(event: Reopened, facts: SequenceFacts, now: datetime) -> Decision[State] | None:
    """A run whose steps are over begins, for it to promise what they ask; none where no promise could be kept."""
    if not _may_remind(event.address, facts):
        return None
    reopened = State(now, step=len(facts.plan.steps))
    return Decision(reopened, (), _next(reopened, facts.plan), subject=event.subject)


def _take_turn(state: State, facts: SequenceFacts, now: datetime) -> Decision[State]:
    """Do the last step that is due: one missed while we slept is not made up for by two at once."""
    plan = facts.plan
    due = [i for i in range(state.step, len(plan.steps)) if state.anchor + plan.steps[i].after <= now]
    index = due[-1] if due else state.step
    moved = replace(state, step=index + 1, attempting=index, tried=(), asked=None, made=False)
    step = plan.steps[index]
    if _due(moved, plan) + plan.latest < now or (step.only_if and step.only_if not in facts.truths):
        return _pass(moved, plan)
    return _attempt(moved, facts, now, patient=True)


def _attempt(state: State, facts: SequenceFacts, now: datetime, *, patient: bool) -> Decision[State]:
    route = _best(facts.routes, state)
    if route is None:
        return _pass(state, facts.plan)
    if patient and not route.permitted and any(r.pending for r in facts.routes):
        return Decision(state, (), (Wait("consent", _patience(state, facts.plan)),))
    offer = _offer(state, facts)
    if offer is not None and route.permitted and not route.spent:
        return _ask_code(state, offer, now)
    return _send(state, facts, now)


def _ask_code(state: State, offer: Offer, now: datetime) -> Decision[State]:
    offered = Offered(offer.code, offer.percent, now + offer.valid_for)
    asked = replace(state, asked=offered)
    call = Call(calls.DISCOUNT, _code_key(asked), _told(offered))
    return Decision(asked, (call,), (Wait("code", now + CODE_PATIENCE),))


def _told(offered: Offered) -> dict[str, Value]:
    return {"code": offered.code, "percent": offered.percent, "until": offered.until}


def _send(state: State, facts: SequenceFacts, now: datetime) -> Decision[State]:
    route = _best(facts.routes, state)
    if route is None or state.attempting is None:
        return _pass(state, facts.plan)
    step = facts.plan.steps[state.attempting]
    tried = replace(state, tried=(*state.tried, route.channel))
    latest = _due(state, facts.plan) + facts.plan.latest
    made = state.asked if state.made else None
    send = Send(
        template=step.template if made or not step.offers else step.plain,
        address=route.address,
        channel=route.channel,
        key=_key(tried, route.channel),
        purpose=Purpose.MARKETING,
        programme=facts.plan.programme,
        values=_told(made) if made else {},
        due_at=max(now, _due(state, facts.plan)),
        latest=min(latest, made.until) if made else latest,
        step=state.attempting + 1,
    )
    # An earlier reminder may still wait for the morning: the two are not to leave together.
    return Decision(tried, (Void(), send), _next(tried, facts.plan))


def _fall_back(state: State, facts: SequenceFacts, now: datetime, event: Departed) -> Decision[State] | None:
    """Another channel they agreed to may do what this one refused; what is refused on every channel ends here."""
    if event.rule not in FALLS_BACK:
        return None
    route = _best(facts.routes, state)
    if route is None or not route.permitted or state.attempting is None:
        return None
    if _due(state, facts.plan) + facts.plan.latest < now:
        return None
    decision = _send(state, facts, now)
    again = tuple(
        replace(effect, fallback_of=event.message) if isinstance(effect, Send) else effect
        for effect in decision.effects
    )
    return replace(decision, effects=again)


FALLS_BACK = frozenset(
    {
        "address",
        "blocked",
        "channel",
        "template",
        "whatsapp-window",
        "whatsapp-us-marketing",
        "address.blocked",
        "address.gone",
        "address.suppressed",
        "suppressed",
        "one-sms-per-cart",
    }
)


def _answer(state: State, event: Replied, facts: SequenceFacts, now: datetime) -> Decision[State] | None:
    """Answer in kind; ``later`` sets the moment they named, without one it asks for it, ``no`` ends it.

    ``yes`` counts as this step's reminder: see ``_carry_on``.
    """
    template = facts.plan.answers.get("when" if _is_undated(event) else event.intent)
    if template is None or (event.intent == "later" and not _may_remind(event.address, facts)):
        return None
    values: dict[str, Value] = {"when": event.until} if event.until else {}
    answer = Send(
        template, event.address, event.channel, f"answer:{event.message}", Purpose.TRANSACTIONAL, Kind.ANSWER,
        values=values,
    )  # fmt: skip
    if event.intent == "no":
        return Decision(state, (Void(), answer), ended="declined")
    if event.intent == "later":
        step = len(facts.plan.steps)
        put_off = replace(
            state, step=step, attempting=None, tried=(event.channel,), anchor=now, snoozed_until=event.until
        )
        wait = Wait("asked", event.until) if event.until else Wait("over", now + facts.plan.stays_open)
        return Decision(put_off, (Void(), answer), (wait,))
    if event.intent == "yes":
        return _carry_on(state, facts.plan, answer, now)
    return Decision(state, (answer,), _next(state, facts.plan))


def _carry_on(state: State, plan: Plan, answer: Send, now: datetime) -> Decision[State]:
    """After a yes they hold the way to their cart: it stands in the place of this step's reminder.

    What waits of the step is void and is not made up for. The later steps stay: whoever said yes and has not bought is
    the likeliest to be glad of a reminder, and the merchant planned them. But they keep their distance from each other,
    counted from the yes, so that nobody is reminded shortly after having answered. A reminder that was promised stays
    at the moment they named.
    """
    if state.snoozed_until is not None and now < state.snoozed_until:
        return Decision(state, (answer,), (Wait("asked", state.snoozed_until),))
    step = min(max(state.step, 1), len(plan.steps))
    anchor = now - plan.steps[step - 1].after
    done = replace(state, anchor=anchor, step=step, attempting=None, tried=(), asked=None, made=False)
    return Decision(done, (Void(), answer), _next(done, plan))


def _may_remind(address: UUID, facts: SequenceFacts) -> bool:
    """Whether a promise to remind them could be kept: they agreed to reminders where they wrote."""
    return any(route.address == address and route.permitted for route in facts.routes)


def _is_undated(event: Replied) -> bool:
    return event.intent == "later" and event.until is None


def _remind_as_asked(state: State, facts: SequenceFacts, now: datetime) -> Decision[State]:
    """They asked to be reminded: at the moment they named, on the channel they wrote from.

    It is marketing all the same: consent, hours and caps are judged, so that a word of time opens no way around them.
    """
    plan = facts.plan
    asked = next((route for route in facts.routes if route.channel in state.tried), None)
    route = asked or _best(facts.routes, State(state.anchor))
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
    """Nothing of this step leaves; the next one has its turn."""
    return Decision(replace(state, attempting=None), (), _next(state, plan))


def _next(state: State, plan: Plan) -> tuple[Wait, ...]:
    if state.step < len(plan.steps):
        return (Wait("step", state.anchor + plan.steps[state.step].after),)
    return (Wait("over", state.anchor + plan.steps[-1].after + plan.stays_open),)


def _best(routes: tuple[Route, ...], state: State) -> Route | None:
    """The first permitted route that is not spent; failing that any, whose refusal then tells why nothing came."""
    step = state.attempting or 0
    left = [route for route in routes if route.channel not in state.tried and route.from_step <= step]
    ranked = sorted(left, key=lambda route: (not route.permitted, route.spent))
    return ranked[0] if ranked else None


def _offer(state: State, facts: SequenceFacts) -> Offer | None:
    if state.attempting is None or not facts.plan.steps[state.attempting].offers:
        return None
    return facts.offers[state.attempting] if state.attempting < len(facts.offers) else None


def _due(state: State, plan: Plan) -> datetime:
    return state.anchor + plan.steps[state.attempting or 0].after


def _patience(state: State, plan: Plan) -> datetime:
    """How long an unconfirmed consent is waited for: until the next step's turn, or until this one is too late."""
    latest = _due(state, plan) + plan.latest
    if state.step < len(plan.steps):
        return min(latest, state.anchor + plan.steps[state.step].after)
    return latest


def _key(state: State, channel: str) -> str:
    return f"{state.round}:{state.attempting}:{channel}"


def _code_key(state: State) -> str:
    return f"{state.round}:{state.attempting}:code"
