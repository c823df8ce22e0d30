"""A shop's own hours, closed days and closed states: beside the law's, never in their place."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.policy.departure import judge
from flows.policy.departure_facts import Closure, Purpose
from flows.policy.verdict import Outcome
from tests.flows.policy.samples import FLORIDA, MISSOURI, local, reminder
from tests.flows.policy.test_properties import INSTANTS, Someone, people

CHICAGO, NEW_YORK = "America/Chicago", "America/New_York"
NINE_TO_FIVE, EIGHT_TO_EIGHT = (time(9), time(17)), (time(8), time(20))
LOUISIANA = Closure("US-LA", "Louisiana", date(2026, 3, 2), date(2026, 3, 4))
NEW_YORK_STATE = Closure("US-NY", "New York")
DAY = date(2026, 3, 3)
LA = "+15045550101"


@pytest.mark.parametrize(
    ("phone", "zone", "moment", "changes", "expected"),
    [
        pytest.param(MISSOURI, CHICAGO, "03-03 08:30", {"hours": NINE_TO_FIVE}, ("quiet-hours.business", "03-03 09:00"),
                     id="before its hours"),
        pytest.param(MISSOURI, CHICAGO, "03-03 17:00", {"hours": NINE_TO_FIVE}, ("quiet-hours.business", "03-04 09:00"),
                     id="after them"),
        pytest.param(FLORIDA, NEW_YORK, "03-03 21:00", {"hours": EIGHT_TO_EIGHT}, ("quiet-hours.FL", "03-04 08:00"),
                     id="the law's name where they are alike"),
        pytest.param("+12055550101", CHICAGO, "03-01 12:00", {"hours": NINE_TO_FIVE}, ("quiet-hours.AL", "03-02 09:00"),
                     id="a Sunday of the law"),
        pytest.param(MISSOURI, CHICAGO, "03-03 12:00", {"closed_days": (DAY,)}, ("closed-day", "03-04 08:00"),
                     id="a closed day"),
        pytest.param(LA, CHICAGO, "03-03 12:00", {"closed_states": (LOUISIANA,)}, ("closed.LA", "03-05 08:00"),
                     id="a closed state"),
        pytest.param("+18005550101", "Pacific/Honolulu", "03-03 12:00",
                     {"closed_states": (LOUISIANA,)}, ("closed.LA", None), id="of whom no state is known"),
    ],
)  # fmt: skip
def test_it_waits(
    phone: str, zone: str, moment: str, changes: dict[str, Any], expected: tuple[str, str | None]
) -> None:
    now = local(zone, f"2026-{moment}")
    verdict = judge(reminder(phone, due_at=now, **changes), now)
    assert (verdict.outcome, verdict.rule) == (Outcome.WAIT, expected[0])
    if expected[1]:
        assert verdict.until == local(zone, f"2026-{expected[1]}")
    of_law = expected[0] in {"quiet-hours.FL", "quiet-hours.AL"}
    assert verdict.rules
    assert all((rule.jurisdiction == "business") is not of_law for rule in verdict.rules)


def test_a_state_that_is_closed_for_good_refuses() -> None:
    now = local(NEW_YORK, "2026-03-03 12:00")
    verdict = judge(reminder("+12125550101", due_at=now, closed_states=(NEW_YORK_STATE,)), now)
    assert (verdict.outcome, verdict.rule) == (Outcome.REFUSE, "closed.NY")
    assert verdict.reason == "No marketing in New York (the shop's own closed_states)."


@pytest.mark.parametrize(
    "person",
    [{"phone": LA}, {"phone": MISSOURI, "country": "US", "region": "LA"}],
    ids=["by number", "by address"],
)
def test_every_place_counts(person: dict[str, str]) -> None:
    now = local(CHICAGO, "2026-03-03 12:00")
    assert judge(reminder(**person, due_at=now, closed_states=(LOUISIANA,)), now).rule == "closed.LA"


def test_other_states_are_open_and_service_texts_go_anywhere() -> None:
    now = local(CHICAGO, "2026-03-03 12:00")
    assert judge(reminder(MISSOURI, due_at=now, closed_states=(LOUISIANA,)), now).outcome is Outcome.SEND
    order = reminder(LA, due_at=now, closed_states=(LOUISIANA,), purpose=Purpose.TRANSACTIONAL)
    assert judge(order, now).outcome is Outcome.SEND


def test_the_sentences_say_whose_rule_it_is() -> None:
    now = local(CHICAGO, "2026-03-03 08:30")
    own = judge(reminder(due_at=now, hours=NINE_TO_FIVE), now)
    assert own.reason == "Quiet hours in Missouri until 09:00 (the shop's own hours)."
    closed = judge(reminder(due_at=now, closed_days=(DAY,)), now)
    assert closed.reason == "No marketing on 3 Mar 2026, until Wed 4 Mar 08:00 (the shop's own closed_days)."


def test_hours_that_leave_none_of_the_laws_are_named() -> None:
    """In Kentucky marketing begins at ten."""
    now = local(NEW_YORK, "2026-03-03 09:00")
    verdict = judge(reminder("+12705550101", due_at=now, hours=(time(8), time(9, 30))), now)
    assert (verdict.outcome, verdict.rule) == (Outcome.REFUSE, "quiet-hours.none")
    assert verdict.reason.endswith("is permitted in Kentucky (beside the shop's own hours, 08:00-09:30).")


shops = st.fixed_dictionaries(
    {},
    optional={
        "hours": st.sampled_from([NINE_TO_FIVE, (time(8), time(21)), (time(12), time(13))]),
        "closed_days": st.just((DAY, date(2026, 12, 25))),
        "closed_states": st.sampled_from([(LOUISIANA,), (NEW_YORK_STATE, Closure("US-FL", "Florida"))]),
    },
)


@settings(max_examples=100, deadline=None)
@given(people(), INSTANTS, shops)
def test_stricter_never_lets_through_what_the_law_holds(who: Someone, now: datetime, own: dict[str, Any]) -> None:
    person, _ = who
    lawful = judge(reminder(**person, due_at=now), now)
    if judge(reminder(**person, due_at=now, **own), now).outcome is Outcome.SEND:
        assert lawful.outcome is Outcome.SEND
