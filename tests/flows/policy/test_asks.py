"""Who types numbers into a form spends little of the shop's money, and pesters nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from flows.policy.departure import judge
from flows.policy.departure_facts import ConsentState, House, Kind
from flows.policy.verdict import Outcome
from tests.cases import each
from tests.flows.policy.samples import CANADIAN, JAMAICAN, NOON, REFUSE, SEND, TRANSACTIONAL, WAIT, outcome, reminder

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PUERTO_RICAN, NOWHERE = "+17875550101", "+80055501010"


def ask(**changes: Any) -> tuple[str, str]:
    return outcome(kind=Kind.OPT_IN_ASK, consent=ConsentState.NONE, **changes)


@each(
    ("changes", "expected"),
    [
        ({}, (SEND, "ok")),
        ({"phone": CANADIAN}, (REFUSE, "ask.country")),
        ({"phone": CANADIAN, "ask_countries": ("US", "CA")}, (SEND, "ok")),
        ({"ask_countries": ("CA",)}, (REFUSE, "ask.country")),
        ({"phone": JAMAICAN}, (REFUSE, "ask.country")),
        ({"phone": NOWHERE}, (REFUSE, "ask.country")),
        ({"phone": PUERTO_RICAN}, (SEND, "ok")),
        ({"phone": PUERTO_RICAN, "ask_countries": ("PR",)}, (SEND, "ok")),
        ({"phone": CANADIAN, "channel": "telegram"}, (SEND, "ok")),
        ({"asked_at": NOON - 31 * DAY + timedelta(seconds=1)}, (REFUSE, "ask.month")),
        ({"asked_at": NOON - 31 * DAY}, (SEND, "ok")),
        ({"asks_an_hour": 2, "asked": (NOON,)}, (SEND, "ok")),
        ({"asks_an_hour": 2, "asked": (NOON, NOON - HOUR)}, (SEND, "ok")),
        ({"asks_an_hour": 2, "asked": (NOON, NOON - HOUR / 2)}, (WAIT, "ask.hour")),
        ({"asks_an_hour": 0}, (REFUSE, "ask.hour")),
        ({"dear": True}, (REFUSE, "number.premium")),
    ],
)
def test_asks(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert ask(**changes) == expected


@pytest.mark.parametrize(
    ("channel", "told"), [("sms", "in US alone are written to by SMS first"), ("whatsapp", "by WhatsApp first")]
)
def test_the_channel_is_named_by_which_nobody_abroad_is_asked(channel: str, told: str) -> None:
    departure = reminder(due_at=NOON, kind=Kind.OPT_IN_ASK, phone=JAMAICAN, channel=channel, has_template=True)
    assert told in judge(departure, NOON).reason


def test_the_next_ask_leaves_an_hour_after_the_first_of_so_many() -> None:
    asked = tuple(NOON - timedelta(minutes=minutes) for minutes in (5, 20, 50))
    waits = judge(reminder(due_at=NOON, kind=Kind.OPT_IN_ASK, asks_an_hour=2, asked=asked), NOON)
    assert (waits.outcome, waits.until) == (Outcome.WAIT, NOON + timedelta(minutes=40))


@pytest.mark.parametrize(("most", "told"), [(1, "asks 1 person to agree"), (2, "asks 2 people to agree")])
def test_how_many_are_asked_is_spelled_as_one_or_several(most: int, told: str) -> None:
    waits = judge(reminder(due_at=NOON, kind=Kind.OPT_IN_ASK, asks_an_hour=most, asked=(NOON,) * most), NOON)
    assert told in waits.reason


@pytest.mark.parametrize("kind", [Kind.MESSAGE, Kind.NUDGE, Kind.ANSWER, Kind.HELP, Kind.OPT_OUT_DONE])
def test_only_an_answer_leaves_to_a_dear_number(kind: Kind) -> None:
    expected = (REFUSE, "number.premium") if kind in {Kind.MESSAGE, Kind.NUDGE} else (SEND, "ok")
    assert outcome(kind=kind, purpose=TRANSACTIONAL, dear=True) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (REFUSE, "sms.country")),
        ({"last_inbound_at": NOON - 100 * DAY}, (SEND, "ok")),
        ({"consent": ConsentState.CONFIRMED}, (SEND, "ok")),
        ({"channel": "telegram"}, (SEND, "ok")),
        ({"purpose": TRANSACTIONAL}, (SEND, "ok")),
    ],
    ids=["a tick", "wrote", "confirmed", "in a chat", "about an order"],
)
def test_a_tick_with_a_number_far_away(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert outcome(**{"phone": JAMAICAN, "consent": ConsentState.GRANTED} | changes) == expected


def test_an_old_house_asks_at_home() -> None:
    assert House("US", "America/Chicago").ask_countries == ()
