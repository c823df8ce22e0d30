"""Meta's rules: no marketing to the United States, and 24 hours for a free text."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from flows.channels import WHATSAPP
from flows.policy import departure
from flows.policy.departure_facts import Kind
from tests.cases import each
from tests.flows.policy.samples import (
    CANADIAN,
    FRENCH,
    INDIA,
    MISSOURI,
    NOON,
    REFUSE,
    SEND,
    TOLL_FREE,
    TRANSACTIONAL,
    WAIT,
    local,
    outcome,
    reminder,
)


@each(
    ("changes", "expected"),
    [
        ({"has_template": True}, (SEND, "ok")),
        ({}, (REFUSE, "whatsapp-window")),
        ({"last_inbound_at": NOON - timedelta(hours=23, minutes=59)}, (SEND, "ok")),
        ({"last_inbound_at": NOON - timedelta(hours=24)}, (REFUSE, "whatsapp-window")),
        ({"purpose": TRANSACTIONAL}, (REFUSE, "whatsapp-window")),
        ({"kind": Kind.STAFF}, (REFUSE, "whatsapp-window")),
        ({"kind": Kind.ANSWER, "last_inbound_at": NOON}, (SEND, "ok")),
        ({"phone": MISSOURI, "has_template": True}, (REFUSE, "whatsapp-us-marketing")),
        ({"phone": "+17875550101", "has_template": True}, (REFUSE, "whatsapp-us-marketing")),
        ({"phone": TOLL_FREE, "has_template": True}, (REFUSE, "whatsapp-us-marketing")),
        ({"phone": "+13115550101", "has_template": True}, (REFUSE, "whatsapp-us-marketing")),
        ({"phone": CANADIAN, "has_template": True}, (SEND, "ok")),
        ({"phone": "+18765550101", "has_template": True}, (SEND, "ok")),
        ({"phone": "+12465550101", "has_template": True}, (SEND, "ok")),
        ({"phone": MISSOURI, "has_template": True, "purpose": TRANSACTIONAL}, (SEND, "ok")),
        ({"phone": MISSOURI, "has_template": True, "kind": Kind.ANSWER}, (SEND, "ok")),
        ({"phone": None, "has_template": True}, (SEND, "ok")),
        ({"phone": MISSOURI, "has_template": True, "channel": "telegram"}, (SEND, "ok")),
    ],
)
def test_whatsapp(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    """Noon in Chicago is half past eleven at night in India, so a French number is asked.

    Of +1 the United States are barred, with their territories, and the codes of which nobody knows where they are.
    """
    assert outcome(**{"phone": FRENCH, "channel": "whatsapp"} | changes) == expected


def test_a_chat_that_takes_no_approved_text_is_not_said_to_lack_one(monkeypatch: pytest.MonkeyPatch) -> None:
    chat = replace(WHATSAPP, title="Chatter", approves=False)
    monkeypatch.setattr(departure, "CHANNELS", {"whatsapp": chat})
    verdict = departure.judge(reminder(phone=FRENCH, channel="whatsapp", due_at=NOON), NOON)
    assert (verdict.outcome, verdict.rule) == (REFUSE, "chat-window")
    assert verdict.reason == (
        "More than 24 hours since the person wrote, and Chatter takes no text after that (Twilio error 63016)."
    )
    assert outcome(phone=FRENCH, channel="whatsapp", last_inbound_at=NOON) == (SEND, "ok")


def test_whatsapp_marketing_to_american_numbers_ended_on_a_day() -> None:
    last_day = local("America/Chicago", "2025-03-31 12:00")
    assert outcome(last_day, channel="whatsapp", has_template=True) == (SEND, "ok")
    assert outcome(last_day + timedelta(days=1), channel="whatsapp", has_template=True)[1] == "whatsapp-us-marketing"


def test_indian_marketing_on_whatsapp_keeps_the_default_hours() -> None:
    morning = local("Asia/Kolkata", "2026-03-03 08:00")
    assert outcome(morning, phone=INDIA, channel="whatsapp", has_template=True) == (SEND, "ok")
    assert outcome(morning, phone=INDIA) == (WAIT, "quiet-hours.IN")
