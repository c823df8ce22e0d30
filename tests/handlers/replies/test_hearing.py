"""Whatever could be an opt-out is looked into, whatever question is open then."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from flows.business import Business
from flows.events import Customer, MessageReceived, PersonRedacted
from handlers.intake.arrival import make_inbound
from handlers.people.inbound_event import InboundEvent
from handlers.replies.expected_answers import Expecting
from handlers.replies.opt_out_recognition import OptOut, read_opt_out

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
SHOP = Business("kiln", "Kiln", "US", "America/Chicago", "USD", "help@kiln.example")
FILES = Path(__file__).parent.glob("*.tsv")
CELLS = sorted({cell for file in FILES for line in file.read_text("utf-8").splitlines() for cell in line.split("\t")})
PHRASES = CELLS[::3]  # some eight thousand


def is_heard(text: str, **more: object) -> bool:
    said = MessageReceived("sms", "+13145550101", "+13145550100", "M1", text, NOW, **more)  # type: ignore[arg-type]
    news = InboundEvent("twilio", "sms:M1", said, b"")
    return not make_inbound(SHOP, lambda name: (name,), news, UUID(int=1), UUID(int=2), NOW, NOW).care


def stops(text: str, *, forwarded: bool) -> bool:
    readings = {
        read_opt_out(text, forwarded=forwarded, expecting=expecting)
        for expecting in (Expecting.NOTHING, Expecting.OTHER)
    }
    return not readings.isdisjoint({OptOut.STOP, OptOut.AMBIGUOUS})


@pytest.mark.parametrize("forwarded", [False, True], ids=["written", "forwarded"])
def test_no_phrase_that_stops_is_heard(forwarded: bool) -> None:
    assert [text for text in PHRASES if stops(text, forwarded=forwarded) and is_heard(text, forwarded=forwarded)] == []


@pytest.mark.parametrize(
    ("text", "more", "heard"),
    [
        ("Where is my order?", {}, True),
        ("STOP", {}, False),
        ("/stop@kiln_bot", {}, False),
        ("Yes", {"button": "stop"}, False),
        ("stop", {"button": "yes"}, True),
        ("arrêt", {"keyword": "STOP"}, False),
        ("stop", {"keyword": "HELP"}, True),
    ],
    ids=["a question", "stop", "a command", "a button", "a button's label", "the provider's", "another keyword"],
)
def test_a_message(text: str, more: dict[str, object], heard: bool) -> None:
    assert is_heard(text, **more) is heard


def test_who_asks_to_be_forgotten_is_looked_into() -> None:
    news = InboundEvent("shopify", "customers/redact:1", PersonRedacted(Customer("7"), (), NOW), b"{}")
    assert make_inbound(SHOP, lambda name: (name,), news, UUID(int=1), UUID(int=2), NOW, NOW).care
