"""Events that the plan alone decides: the facts that cost no look give the same decision as all of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import recovery
from flows.business import Business
from flows.engine import Called, CustomerReplied, Decision, Departed, Elapsed, Left, Permitted, Subject, Void
from flows.routes import Route
from flows.sequence import Entered, Reopened, SequenceFacts, State, decide, load_facts
from flows.step_offer import Offer

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
SHOP = Business("tiger", "Tiger Tees", "US", "America/Chicago", "USD")
HERE, RUN = UUID(int=1), UUID(int=2)
SUBJECT = Subject("cart", UUID(int=3))
PLAN = recovery.make_plan(SHOP)
WHOLE = SequenceFacts(
    PLAN,
    (Route(HERE, "telegram", permitted=True), Route(UUID(int=4), "sms", permitted=True)),
    tuple(Offer("SAVE", 10, timedelta(hours=48)) for _ in SHOP.recovery.steps),
)

intents = st.sampled_from(["yes", "no", "question", "thanks"])
replies = st.builds(
    CustomerReplied,
    intents,
    st.just(HERE),
    st.just("telegram"),
    st.just(RUN),
    st.sampled_from([None, NOW + timedelta(days=1)]),
)
events = st.one_of(
    st.builds(Entered, st.just(SUBJECT), st.just(NOW)),
    st.sampled_from([Left("bought"), Left("opted_out"), Left("elsewhere")]),
    replies,
)
states = st.none() | st.builds(
    State,
    anchor=st.just(NOW - timedelta(hours=1)),
    step=st.integers(0, 3),
    attempting=st.none() | st.integers(0, 2),
    tried=st.sampled_from([(), ("sms",)]),
    snoozed_until=st.sampled_from([None, NOW + timedelta(hours=5)]),
)


@given(state=states, event=events)
def test_the_plan_alone_decides_the_same(state: State | None, event: Entered | Left | CustomerReplied) -> None:
    alone = load_facts(PLAN, event)
    assert alone is not None
    assert decide(state, event, alone, NOW) == decide(state, event, WHOLE, NOW)


@pytest.mark.parametrize(
    "event",
    [
        Elapsed("step"),
        Permitted(),
        CustomerReplied("later", HERE, "telegram", RUN, NOW),
        Reopened(SUBJECT, HERE),
        Called(RUN, "discount", "1:0:code", {}),
        Departed(RUN, UUID(int=5), "1:0:sms", "sms", "failed", "blocked"),
    ],
    ids=lambda event: type(event).__name__,
)
def test_what_may_choose_a_way_asks(event: object) -> None:
    assert load_facts(PLAN, event) is None


@pytest.mark.parametrize("reason", ["bought", "emptied", "moved", "opted_out", "erased"])
def test_what_ends_it_voids_what_is_queued(reason: str) -> None:
    assert decide(State(NOW, step=1), Left(reason), WHOLE, NOW) == Decision(State(NOW, step=1), (Void(),), ended=reason)


def test_its_steps_and_texts_are_those_of_a_shop_that_sets_nothing() -> None:
    assert [(one.after, one.template, one.plain, one.offers) for one in PLAN.steps] == [
        (timedelta(minutes=30), "cart_reminder", "cart_reminder", False),
        (timedelta(days=1), "cart_reminder_again", "cart_reminder_again", False),
        (timedelta(days=2), "cart_reminder_last", "cart_reminder_again", True),
    ]
