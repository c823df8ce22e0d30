"""The plan engine as tables: from a state, an event and the facts to what it decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from flows.business import Discount
from flows.engine import (
    Call,
    Called,
    CustomerReplied,
    Decision,
    Departed,
    Elapsed,
    Left,
    Permitted,
    Send,
    Subject,
    Value,
    Void,
)
from flows.plan import Plan, Step
from flows.policy.departure_facts import Kind, Programme, Purpose
from flows.routes import Route
from flows.sequence import Entered, Event, Reopened, SequenceFacts, State, decide
from flows.step_offer import CODE_PATIENCE, Offer, Offered
from tests.cases import each

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SMS, CHAT, RUN, MESSAGE = (UUID(int=number) for number in (1, 2, 3, 4))
CART = Subject("cart", UUID(int=9))
PLAN = Plan(
    name="test",
    programme=Programme.REMINDERS,
    steps=(
        Step(HOUR, "first"),
        Step(24 * HOUR, "second"),
        Step(48 * HOUR, "third", plain="second", discount=Discount(10)),
    ),
    exits=frozenset({"bought"}),
    answers={"yes": "link", "later": "snoozed", "when": "asked_when", "no": "bye"},
)
BY_CHAT, BY_SMS = Route(CHAT, "telegram", True), Route(SMS, "sms", True)
OFFERS = (None, None, Offer("SAVE2345", 10, 48 * HOUR))
OFFERED = Offered("SAVE2345", 10, NOON + 96 * HOUR)


def facts(*routes: Route, **changes: Any) -> SequenceFacts:
    return replace(SequenceFacts(PLAN, routes or (BY_CHAT, BY_SMS), OFFERS), **changes)


def after(hours: float) -> datetime:
    return NOON + hours * HOUR


def sends(decision: Decision[State] | None) -> list[tuple[str, str]]:
    return [(one.template, one.channel) for one in (decision.effects if decision else ()) if isinstance(one, Send)]


def waits(decision: Decision[State] | None) -> list[tuple[str, datetime | None]]:
    return [(wait.name, wait.due_at) for wait in (decision.waits if decision else ())]


def test_it_begins_with_a_wait_for_the_first_step() -> None:
    begun = decide(None, Entered(CART, NOON), facts(), after(0.2))
    assert begun == Decision(State(NOON), (), begun.waits if begun else (), subject=CART)
    assert waits(begun) == [("step", after(1))]


def test_news_of_the_subject_starts_the_timing_again() -> None:
    again = decide(State(NOON, step=2), Entered(CART, after(5)), facts(), after(5))
    assert again is not None
    assert (again.state, again.effects) == (State(after(5), round=2), (Void(),))
    assert waits(again) == [("step", after(6))]


STEP = Elapsed("step")


@each(
    ("step", "now", "known", "sent", "next_wait"),
    [
        pytest.param(0, 1, facts(), [("first", "telegram")], ("step", 24), id="first step, best channel"),
        pytest.param(1, 24, facts(), [("second", "telegram")], ("step", 48), id="second step"),
        pytest.param(0, 30, facts(), [("second", "telegram")], ("step", 48), id="slept: the last due one, not two"),
        pytest.param(0, 1, facts(BY_SMS), [("first", "sms")], ("step", 24), id="the only channel"),
        pytest.param(
            0, 1, facts(replace(BY_CHAT, permitted=False), BY_SMS), [("first", "sms")], ("step", 24), id="who may"
        ),
        pytest.param(
            0, 1, facts(replace(BY_SMS, spent=True), BY_CHAT), [("first", "telegram")], ("step", 24), id="not spent"
        ),
        pytest.param(
            0, 1, facts(replace(BY_SMS, permitted=False)), [("first", "sms")], ("step", 24), id="to be refused by name"
        ),
        pytest.param(0, 1, facts(replace(BY_SMS, from_step=1)), [], ("step", 24), id="kept for the second step"),
        pytest.param(
            1, 24, facts(replace(BY_SMS, from_step=1)), [("second", "sms")], ("step", 48), id="its step has come"
        ),
        pytest.param(1, 80, facts(plan=replace(PLAN, steps=PLAN.steps[:2])), [], ("over", 144), id="too late"),
        pytest.param(0, 1, SequenceFacts(PLAN, ()), [], ("step", 24), id="no way to them"),
        pytest.param(
            0,
            1,
            facts(replace(BY_SMS, permitted=False, pending=True)),
            [],
            ("consent", 24),
            id="waits for a yes until the next step",
        ),
        pytest.param(
            0,
            1,
            facts(BY_CHAT, replace(BY_SMS, permitted=False, pending=True)),
            [("first", "telegram")],
            ("step", 24),
            id="another channel needs no yes",
        ),
        pytest.param(
            2, 48, facts(offers=()), [("second", "telegram")], ("over", 168), id="nothing to offer: the plain text"
        ),
        pytest.param(2, 48, facts(), [], ("code", 54), id="asks for a code first"),
        pytest.param(
            2,
            48,
            facts(replace(BY_SMS, spent=True)),
            [("second", "sms")],
            ("over", 168),
            id="no code for what will be refused",
        ),
    ],
)
def test_a_step(
    step: int, now: float, known: SequenceFacts, sent: list[tuple[str, str]], next_wait: tuple[str, float]
) -> None:
    decision = decide(State(NOON, step=step), STEP, known, after(now))
    assert sends(decision) == sent
    assert waits(decision) == [(next_wait[0], after(next_wait[1]))]


def test_a_condition_that_does_not_hold_passes_the_step_over() -> None:
    plan = replace(PLAN, steps=(Step(HOUR, "first", only_if="vip"), PLAN.steps[1]))
    passed = decide(State(NOON), STEP, facts(plan=plan), after(1))
    assert (sends(passed), waits(passed)) == ([], [("step", after(24))])
    assert sends(decide(State(NOON), STEP, facts(plan=plan, truths=frozenset({"vip"})), after(1)))


def test_what_a_reminder_carries() -> None:
    decision = decide(State(NOON), STEP, facts(), after(1))
    assert decision is not None
    assert decision.effects == (
        Void(),  # what still waits of an earlier step: the two are not to leave together
        Send(
            template="first",
            address=CHAT,
            channel="telegram",
            key="1:0:telegram",
            purpose=Purpose.MARKETING,
            programme=Programme.REMINDERS,
            due_at=after(1),
            latest=after(49),
            step=1,
        ),
    )


ASKED = State(NOON, step=3, attempting=2, asked=OFFERED)
MADE = Called(RUN, "discount", "1:2:code", {})


@pytest.mark.parametrize(
    ("state", "event", "sent", "carries"),
    [
        pytest.param(ASKED, MADE, [("third", "telegram")], True, id="made"),
        pytest.param(ASKED, replace(MADE, failure="alert"), [("second", "telegram")], False, id="could not be made"),
        pytest.param(ASKED, Elapsed("code"), [("second", "telegram")], False, id="waited long enough"),
        pytest.param(replace(ASKED, tried=("telegram",)), MADE, [], False, id="made after it left without"),
        pytest.param(ASKED, replace(MADE, key="1:1:code"), [], False, id="another step's"),
        pytest.param(replace(ASKED, round=2), MADE, [], False, id="of before the restart"),
        pytest.param(ASKED, replace(MADE, kind="payment"), [], False, id="another call"),
    ],
)
def test_a_code(state: State, event: Event, sent: list[tuple[str, str]], carries: bool) -> None:
    decision = decide(state, event, facts(), after(49))
    assert sends(decision) == sent
    letters = [one for one in (decision.effects if decision else ()) if isinstance(one, Send)]
    told = {"code": OFFERED.code, "percent": OFFERED.percent, "until": OFFERED.until}
    assert [dict(one.values) for one in letters] == ([told] if carries else [{} for _ in letters])
    assert all(one.latest == after(96) for one in letters)


def test_a_code_is_asked_for_with_its_end() -> None:
    decision = decide(State(NOON, step=2), STEP, facts(), after(48))
    assert decision is not None
    request: dict[str, Value] = {"code": "SAVE2345", "percent": 10, "until": after(96)}
    assert decision.effects == (Call("discount", "1:2:code", request),)
    assert waits(decision) == [("code", after(48) + CODE_PATIENCE)]
    assert decision.state.asked == OFFERED


GONE = Departed(RUN, MESSAGE, "1:0:telegram", "telegram", "failed", "blocked")
REFUSED = replace(GONE, outcome="refused", rule="whatsapp-window")
TRIED = State(NOON, step=1, attempting=0, tried=("telegram",))


@each(
    ("state", "event", "known", "sent"),
    [
        pytest.param(TRIED, GONE, facts(), [("first", "sms")], id="blocked"),
        pytest.param(TRIED, REFUSED, facts(), [("first", "sms")], id="refused"),
        pytest.param(TRIED, replace(GONE, rule="cap.FL"), facts(), [], id="a cap counts on every channel"),
        pytest.param(TRIED, replace(GONE, rule="holdout"), facts(), [], id="left alone is left alone"),
        pytest.param(TRIED, replace(GONE, outcome="sent", rule="ok"), facts(), [], id="it went well"),
        pytest.param(TRIED, replace(GONE, key="1:1:telegram"), facts(), [], id="another step's message"),
        pytest.param(TRIED, GONE, facts(BY_CHAT), [], id="no other channel"),
        pytest.param(TRIED, GONE, facts(replace(BY_SMS, permitted=False)), [], id="not agreed to"),
        pytest.param(replace(TRIED, tried=("telegram", "sms")), GONE, facts(), [], id="tried already"),
    ],
)  # fmt: skip
def test_a_fallback(state: State, event: Departed, known: SequenceFacts, sent: list[tuple[str, str]]) -> None:
    decision = decide(state, event, known, after(2))
    assert sends(decision) == sent
    fallbacks = [one.fallback_of for one in (decision.effects if decision else ()) if isinstance(one, Send)]
    assert fallbacks == [MESSAGE for _ in sent]


def test_a_fallback_carries_the_code() -> None:
    state = replace(ASKED, made=True, tried=("telegram",))
    decision = decide(state, replace(GONE, key="1:2:telegram"), facts(), after(49))
    assert sends(decision) == [("third", "sms")]


def test_a_fallback_that_would_be_too_late_is_none() -> None:
    assert decide(TRIED, GONE, facts(), after(50)) is None


def says(intent: str, until: datetime | None = None) -> CustomerReplied:
    return CustomerReplied(intent, SMS, "sms", MESSAGE, until)


@pytest.mark.parametrize(
    "routes", [(), (Route(SMS, "sms", permitted=False, pending=True),)], ids=["none", "unconfirmed"]
)
def test_nobody_is_promised_a_reminder_who_may_not_get_one(routes: tuple[Route, ...]) -> None:
    assert decide(TRIED, says("later", after(20)), replace(facts(), routes=routes), after(3)) is None


@pytest.mark.parametrize(
    ("event", "sent", "next_wait", "ended"),
    [
        pytest.param(says("yes"), [("link", "sms")], [("step", after(3 + 23))], None, id="yes"),
        pytest.param(says("no"), [("bye", "sms")], [], "declined", id="no"),
        pytest.param(says("later", after(20)), [("snoozed", "sms")], [("asked", after(20))], None, id="later"),
        pytest.param(says("later"), [("asked_when", "sms")], [("over", after(3 + 24 * 5))], None, id="later, undated"),
        pytest.param(says("question"), [], [], None, id="not ours to answer"),
        pytest.param(Left("bought"), [], [], "bought", id="bought"),
        pytest.param(Permitted(), [], [], None, id="permitted, and nothing waits for it"),
    ],
)
def test_an_answer(
    event: Event, sent: list[tuple[str, str]], next_wait: list[tuple[str, datetime]], ended: str | None
) -> None:
    decision = decide(TRIED, event, facts(), after(3))
    assert sends(decision) == sent
    assert waits(decision) == next_wait
    assert (decision.ended if decision else None) == ended
    answers = [one for one in (decision.effects if decision else ()) if isinstance(one, Send)]
    assert all((one.purpose, one.kind) == (Purpose.TRANSACTIONAL, Kind.ANSWER) for one in answers)


YES = says("yes")
PROMISED = State(NOON, step=3, tried=("sms",), snoozed_until=after(20))


@pytest.mark.parametrize(
    ("state", "next_step", "next_wait"),
    [
        pytest.param(State(NOON), 1, ("step", after(5 + 23)), id="before the first reminder: it counts as done"),
        pytest.param(TRIED, 1, ("step", after(5 + 23)), id="one waits for the morning"),
        pytest.param(replace(ASKED, step=3), 3, ("over", after(5 + 120)), id="a code is being made"),
        pytest.param(State(NOON, step=1, attempting=0), 1, ("step", after(5 + 23)), id="a consent is waited for"),
        pytest.param(State(NOON, step=1), 1, ("step", after(5 + 23)), id="one was sent"),
        pytest.param(State(NOON, step=9), 3, ("over", after(5 + 120)), id="the plan was longer once"),
    ],
)
def test_a_yes_counts_as_the_reminder_of_its_step(
    state: State, next_step: int, next_wait: tuple[str, datetime]
) -> None:
    decision = decide(state, YES, facts(), after(5))
    assert decision is not None
    assert decision.effects[0] == Void()
    assert waits(decision) == [next_wait]
    assert (decision.state.step, decision.state.attempting, decision.state.asked) == (next_step, None, None)
    late: list[Event] = [MADE, GONE, Permitted()]
    assert all(sends(decide(decision.state, event, facts(), after(6))) == [] for event in late)


def test_a_yes_leaves_a_promise_as_it_is() -> None:
    decision = decide(PROMISED, YES, facts(), after(5))
    assert decision is not None
    assert (decision.state, sends(decision), waits(decision)) == (
        PROMISED, [("link", "sms")], [("asked", after(20))],
    )  # fmt: skip


def test_a_promise_is_kept_on_the_channel_it_was_given() -> None:
    snoozed = decide(TRIED, says("later", after(20)), facts(), after(3))
    assert snoozed is not None
    assert snoozed.effects[0] == Void()
    kept = decide(snoozed.state, Elapsed("asked"), facts(), after(20))
    assert sends(kept) == [("first", "sms")]
    assert [wait.name for wait in (kept.waits if kept else ())] == ["over"]


def test_a_run_that_is_over_is_reopened_to_promise_what_they_ask() -> None:
    reopened = decide(None, Reopened(CART, SMS), facts(), after(500))
    assert reopened is not None
    assert (reopened.state.step, reopened.effects, reopened.subject) == (3, (), CART)
    assert waits(reopened) == [("over", after(500 + 48 + 120))]
    promised = decide(reopened.state, says("later", after(520)), facts(), after(500))
    assert (sends(promised), waits(promised)) == ([("snoozed", "sms")], [("asked", after(520))])
    kept = decide(promised.state if promised else None, Elapsed("asked"), facts(), after(520))
    assert sends(kept) == [("first", "sms")]


@pytest.mark.parametrize(
    ("state", "routes"),
    [
        pytest.param(State(NOON, step=1), (BY_SMS,), id="one is under way"),
        pytest.param(None, (replace(BY_SMS, permitted=False),), id="not agreed to"),
        pytest.param(None, (BY_CHAT,), id="agreed to elsewhere"),
        pytest.param(None, (), id="no way to them"),
    ],
)
def test_nothing_is_reopened(state: State | None, routes: tuple[Route, ...]) -> None:
    assert decide(state, Reopened(CART, SMS), replace(facts(), routes=routes), after(500)) is None


def test_a_yes_that_comes_late_lets_the_reminder_go() -> None:
    waiting = State(NOON, step=1, attempting=0)
    decision = decide(waiting, Permitted(), facts(BY_SMS), after(5))
    assert sends(decision) == [("first", "sms")]
    assert [one.due_at for one in (decision.effects if decision else ()) if isinstance(one, Send)] == [after(5)]


def test_it_is_over_some_days_after_the_last_step() -> None:
    done = State(NOON, step=3)
    decision = decide(done, Elapsed("over"), facts(), after(200))
    assert decision == Decision(done, ended="completed")


@pytest.mark.parametrize("event", [STEP, Left("bought"), Permitted(), says("yes"), MADE, GONE])
def test_without_a_run_only_an_entry_begins_one(event: Event) -> None:
    assert decide(None, event, facts(), NOON) is None


def test_a_step_takes_the_channels_that_it_names_in_their_order() -> None:
    sms_first = replace(PLAN, steps=(replace(PLAN.steps[0], channels=("sms", "telegram")), *PLAN.steps[1:]))
    due = decide(State(NOON), STEP, facts(plan=sms_first), after(1))
    assert sends(due) == [("first", "sms")]
    assert due is not None
    refused = Departed(RUN, MESSAGE, "1:0:sms", "sms", "refused", "suppressed")
    fallen = decide(due.state, refused, facts(plan=sms_first), after(1))
    assert sends(fallen) == [("first", "telegram")]
    sms_alone = replace(PLAN, steps=(replace(PLAN.steps[0], channels=("sms",)), *PLAN.steps[1:]))
    assert sends(decide(State(NOON), STEP, facts(BY_CHAT, plan=sms_alone), after(1))) == []


@pytest.mark.parametrize(
    ("zone", "since", "due"),
    [
        pytest.param("America/Chicago", "2026-03-02T12:00", "2026-03-02T16:00", id="later that day"),
        pytest.param("America/Chicago", "2026-03-02T17:00", "2026-03-03T16:00", id="the next day"),
        pytest.param("Asia/Kolkata", "2026-03-02T04:30", "2026-03-02T04:30", id="at that very moment"),
        pytest.param(
            "America/Chicago", "2026-03-07T17:00", "2026-03-08T15:00", id="the day on which summer time begins"
        ),
    ],
)
def test_a_step_with_a_time_of_day_leaves_when_it_comes_where_the_person_is(zone: str, since: str, due: str) -> None:
    timed = replace(PLAN, steps=(Step(timedelta(0), "first", at=time(10)),), zone=ZoneInfo(zone))
    assert timed.due(0, datetime.fromisoformat(f"{since}+00:00")) == datetime.fromisoformat(f"{due}+00:00")
