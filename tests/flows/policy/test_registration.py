"""SMS to India: registered, or not sent at all, whatever they are."""

from __future__ import annotations

import pytest

from flows.policy.departure import judge, refuse_for_good
from flows.policy.departure_facts import Departure, Kind, Purpose
from flows.policy.text_registration import LONGEST, refuse_overlong
from flows.policy.verdict import Outcome
from flows.routes import FALLS_BACK
from tests.cases import each
from tests.flows.policy.samples import INDIA, MISSOURI, local, outcome, reminder

NOON = local("Asia/Kolkata", "2026-03-03 12:00")


def rule(**changes: object) -> str:
    return outcome(NOON, **changes)[1]


@each("kind", list(Kind))
def test_without_ids_nothing_leaves_by_sms(kind: Kind) -> None:
    departure = reminder(INDIA, due_at=NOON, kind=kind, purpose=Purpose.TRANSACTIONAL, registered=False)
    verdict = judge(departure, NOON)
    assert (verdict.outcome, verdict.rule) == (Outcome.REFUSE, "dlt.unregistered")
    assert [one.jurisdiction for one in verdict.rules] == ["IN"]
    assert "TRAI" in verdict.reason


def test_with_them_it_leaves_and_names_the_rule_it_was_judged_by() -> None:
    verdict = judge(reminder(INDIA, due_at=NOON), NOON)
    assert verdict.outcome is Outcome.SEND
    assert ("IN", "registration") in [(one.jurisdiction, one.rule) for one in verdict.rules]


def test_elsewhere_and_in_chats_nothing_is_registered() -> None:
    assert rule(phone=MISSOURI, registered=False) != "dlt.unregistered"
    assert rule(phone=INDIA, channel="telegram", registered=False) == "ok"
    assert rule(phone=INDIA, channel="whatsapp", registered=False, has_template=True) == "ok"


def test_it_is_known_before_anything_is_queued() -> None:
    planned: Departure = reminder(INDIA, due_at=NOON, registered=False)
    found = refuse_for_good(planned, NOON)
    assert found is not None
    assert found.rule == "dlt.unregistered"


def long_in(*told: tuple[str, str], phone: str = INDIA) -> str | None:
    """Why a text with these values is refused."""
    verdict = refuse_overlong(reminder(phone, due_at=NOON), told, NOON)
    assert verdict is None or (verdict.outcome, verdict.rule) == (Outcome.REFUSE, "dlt.variable")
    return verdict.reason if verdict else None


def test_a_value_that_is_too_long_is_named_and_not_quoted() -> None:
    said = long_in(("order", "1234"), ("carrier", "x" * (LONGEST + 1)), ("days", "y" * 40))
    assert said is not None
    assert said.startswith("Its carrier has 31 characters, and carriers in India deliver no SMS that has more than 30")
    assert "TRAI" in said
    assert "xx" not in said


@pytest.mark.parametrize(
    "told",
    [
        pytest.param((), id="none"),
        pytest.param((("carrier", "x" * LONGEST),), id="as long as may be"),
        pytest.param((("link", "https://tigr.example/" + "x" * 80),), id="a link"),
    ],
)
def test_what_may_stand_in_a_registered_text(told: tuple[tuple[str, str], ...]) -> None:
    assert long_in(*told) is None


def test_words_with_a_link_in_them_are_no_link() -> None:
    assert long_in(("offer", "https://tigr.example/l/1 and more words")) is not None


def test_values_are_not_counted_elsewhere() -> None:
    assert long_in(("carrier", "x" * 99), phone=MISSOURI) is None


@pytest.mark.parametrize("name", ["dlt.unregistered", "dlt.variable"])
def test_another_channel_may_carry_it(name: str) -> None:
    assert name in FALLS_BACK
