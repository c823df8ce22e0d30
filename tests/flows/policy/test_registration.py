"""SMS to India: registered, or not sent at all, whatever they are."""

from __future__ import annotations

import pytest

from flows.policy.departure import judge, lasting_refusal
from flows.policy.facts import Departure, Kind, Purpose
from flows.policy.verdict import Outcome
from tests.flows.policy.samples import INDIA, MISSOURI, local, reminder

NOON = local("Asia/Kolkata", "2026-03-03 12:00")


def rule(**changes: object) -> str:
    return judge(reminder(due_at=NOON, **changes), NOON).rule


@pytest.mark.parametrize("kind", list(Kind))
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
    found = lasting_refusal(planned, NOON)
    assert found is not None
    assert found.rule == "dlt.unregistered"
