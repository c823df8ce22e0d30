"""The order of judging, and the rules that are about states, consent and lateness."""

from datetime import timedelta
from typing import Any

import pytest

from flows.policy.departure import judge
from flows.policy.departure_facts import AddressState, ConsentState, Kind
from tests.cases import each
from tests.flows.policy.samples import (
    CANADIAN,
    EVENING,
    FRENCH,
    NOON,
    REFUSE,
    SEND,
    TOLL_FREE,
    TRANSACTIONAL,
    WAIT,
    WEEKLY,
    local,
    outcome,
    reminder,
    sent,
)

BLOCKED, GONE, SUPPRESSED = AddressState.BLOCKED, AddressState.GONE, AddressState.SUPPRESSED
NONE, GRANTED, REVOKED = ConsentState.NONE, ConsentState.GRANTED, ConsentState.REVOKED


@each(
    ("hours_ago", "changes", "expected"),
    [
        (1, {}, (WAIT, "stop-asked")),  # for as long as it is of use: the answer may come before that
        (1, {"due_at": NOON - timedelta(days=3)}, (REFUSE, "expired")),
        (1, {"kind": Kind.ASKED}, (WAIT, "stop-asked")),
        (1, {"expires_after": timedelta(days=2)}, (WAIT, "stop-asked")),
        (1, {"purpose": TRANSACTIONAL}, (SEND, "ok")),
        (1, {"kind": Kind.ANSWER, "purpose": TRANSACTIONAL}, (SEND, "ok")),
        (1, {"kind": Kind.OPT_IN_ASK}, (WAIT, "stop-asked")),
        (1, {"kind": Kind.OPT_IN_REPLY, "purpose": TRANSACTIONAL}, (SEND, "ok")),
        (24, {}, (REFUSE, "stop-asked")),  # nobody wrote the end of their consent down yet: it is one
        (25, {"expires_after": timedelta(days=2)}, (REFUSE, "stop-asked")),
    ],
)
def test_marketing_waits_for_who_was_asked_whether_to_stop(
    hours_ago: int, changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert outcome(stop_asked_at=NOON - timedelta(hours=hours_ago), **changes) == expected


@pytest.mark.parametrize(
    ("hours", "changes", "expected"),
    [
        (1, {}, (WAIT, "with-staff")),
        (99, {}, (WAIT, "with-staff")),  # for as long as it is of use: the staff may answer before
        (99, {"due_at": NOON - timedelta(days=3)}, (REFUSE, "expired")),
        (1, {"kind": Kind.OPT_IN_ASK}, (WAIT, "with-staff")),
        (1, {"purpose": TRANSACTIONAL}, (SEND, "ok")),
        (0, {}, (SEND, "ok")),
    ],
)
def test_marketing_waits_until_the_staff_has_read_what_we_could_not(
    hours: int, changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert outcome(with_staff_until=NOON + timedelta(hours=hours), **changes) == expected


@each(
    ("changes", "expected"),
    [
        ({}, (SEND, "ok")),
        ({"paused": True}, (WAIT, "paused")),
        ({"news": True}, (WAIT, "news")),
        ({"consent": NONE}, (REFUSE, "consent.none")),
        ({"consent": GRANTED}, (REFUSE, "consent.unconfirmed")),
        ({"consent": REVOKED}, (REFUSE, "consent.revoked")),
        ({"held_out": True}, (SEND, "ok")),
        ({"recent": sent(2, channel="sms", subject="cart-1")}, (SEND, "ok")),
        ({"recent": sent(1, 2, 3), "caps": WEEKLY}, (REFUSE, "cap.business")),
        ({"now": local("America/Chicago", "2026-03-03 22:30")}, (WAIT, "quiet-hours.US")),
    ],
)
def test_an_asked_for_reminder_is_judged_as_marketing(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    """But it may be a second SMS for its cart, and nobody is left alone who asked not to be."""
    assert outcome(kind=Kind.ASKED, **changes) == expected


@each(
    ("changes", "expected"),
    [
        ({}, (SEND, "ok")),
        ({"paused": True}, (WAIT, "paused")),
        ({"paused": True, "kind": Kind.OPT_IN_ASK}, (WAIT, "paused")),
        ({"paused": True, "kind": Kind.OPT_IN_DONE}, (SEND, "ok")),
        ({"paused": True, "purpose": TRANSACTIONAL}, (WAIT, "paused")),
        ({"paused": True, "kind": Kind.ANSWER}, (SEND, "ok")),
        ({"paused": True, "kind": Kind.OPT_OUT_DONE}, (SEND, "ok")),
        ({"paused": True, "kind": Kind.HELP}, (SEND, "ok")),
        ({"paused": True, "kind": Kind.STAFF}, (SEND, "ok")),
        ({"address_state": BLOCKED}, (REFUSE, "address.blocked")),
        ({"address_state": BLOCKED, "kind": Kind.HELP}, (REFUSE, "address.blocked")),
        ({"address_state": GONE, "kind": Kind.OPT_OUT_DONE}, (REFUSE, "address.gone")),
        *(({"address_state": AddressState.COMPLAINED, "kind": one}, (REFUSE, "address.complained")) for one in Kind),
        ({"address_state": SUPPRESSED}, (REFUSE, "address.suppressed")),
        ({"address_state": SUPPRESSED, "purpose": TRANSACTIONAL}, (REFUSE, "address.suppressed")),
        ({"address_state": SUPPRESSED, "kind": Kind.HELP}, (SEND, "ok")),
        ({"address_state": SUPPRESSED, "kind": Kind.OPT_OUT_DONE}, (SEND, "ok")),
        ({"relevant": False}, (REFUSE, "not-relevant")),
        ({"relevant": False, "news": True}, (REFUSE, "not-relevant")),
        ({"news": True}, (WAIT, "news")),
        ({"news": True, "purpose": TRANSACTIONAL}, (SEND, "ok")),
        ({"news": True, "kind": Kind.ANSWER}, (SEND, "ok")),
        ({"held_out": True}, (REFUSE, "holdout")),
        ({"held_out": True, "purpose": TRANSACTIONAL}, (SEND, "ok")),
        ({"held_out": True, "consent": NONE}, (REFUSE, "consent.none")),
        ({"held_out": True, "recent": sent(1, 2, 3), "caps": WEEKLY}, (REFUSE, "cap.business")),
    ],
)
def test_states_and_their_order(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert outcome(**changes) == expected


@pytest.mark.parametrize("rule", ["paused", "news"])
def test_what_ends_by_no_clock_has_no_until(rule: str) -> None:
    assert judge(reminder(**{rule: True}), NOON).until is None


@each(
    ("changes", "expected"),
    [
        ({"consent": NONE}, (REFUSE, "consent.none")),
        ({"consent": REVOKED}, (REFUSE, "consent.revoked")),
        ({"consent": GRANTED}, (REFUSE, "consent.unconfirmed")),
        ({"consent": GRANTED, "phone": TOLL_FREE, "now": EVENING}, (REFUSE, "consent.unconfirmed")),
        ({"consent": GRANTED, "phone": CANADIAN}, (REFUSE, "consent.unconfirmed")),
        ({"consent": GRANTED, "phone": FRENCH}, (REFUSE, "sms.country")),
        ({"consent": GRANTED, "phone": FRENCH, "ask_countries": ("US", "FR")}, (SEND, "ok")),
        ({"consent": GRANTED, "phone": FRENCH, "double_opt_in": True}, (REFUSE, "consent.unconfirmed")),
        ({"consent": GRANTED, "double_opt_in": False}, (SEND, "ok")),
        ({"consent": GRANTED, "channel": "telegram"}, (SEND, "ok")),
        ({"consent": GRANTED, "channel": "telegram", "double_opt_in": True}, (SEND, "ok")),
        ({"consent": GRANTED, "channel": "telegram", "mail_double_opt_in": True}, (SEND, "ok")),
        ({"consent": NONE, "purpose": TRANSACTIONAL}, (SEND, "ok")),
        ({"consent": REVOKED, "purpose": TRANSACTIONAL}, (SEND, "ok")),
        ({"consent": REVOKED, "kind": Kind.ANSWER}, (SEND, "ok")),
        ({"consent": NONE, "kind": Kind.OPT_IN_ASK}, (SEND, "ok")),
        ({"consent": REVOKED, "kind": Kind.OPT_IN_ASK}, (REFUSE, "consent.revoked")),
        ({"consent": REVOKED, "kind": Kind.OPT_IN_ASK, "purpose": TRANSACTIONAL}, (REFUSE, "consent.revoked")),
    ],
)
def test_consent(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    now = changes.pop("now", local("Europe/Paris", "2026-03-03 19:00"))
    assert outcome(now, **changes) == expected


@each(
    ("due", "now", "changes", "expected"),
    [
        pytest.param("2026-03-03 12:00", "2026-03-03 16:00", {}, (SEND, "ok"), id="four hours late"),
        pytest.param("2026-03-03 12:00", "2026-03-03 16:01", {}, (REFUSE, "expired"), id="more"),
        pytest.param("2026-03-03 03:00", "2026-03-03 12:00", {}, (SEND, "ok"), id="the night is no lateness"),
        pytest.param("2026-03-03 03:00", "2026-03-03 12:01", {}, (REFUSE, "expired"), id="from the morning on it is"),
        pytest.param(
            "2026-03-03 20:59", "2026-03-03 21:00", {}, (WAIT, "quiet-hours.US"), id="a minute into the night"
        ),
        pytest.param("2026-03-03 20:00", "2026-03-04 11:00", {}, (SEND, "ok"), id="one hour here, three there"),
        pytest.param("2026-03-03 20:00", "2026-03-04 11:01", {}, (REFUSE, "expired"), id="and a minute"),
        pytest.param(
            "2026-03-03 03:00",
            "2026-03-03 07:01",
            {"purpose": TRANSACTIONAL},
            (REFUSE, "expired"),
            id="no night for it",
        ),
        pytest.param(
            "2026-03-03 12:00",
            "2026-03-03 12:31",
            {"latest": local("America/Chicago", "2026-03-03 12:30")},
            (REFUSE, "stale"),
            id="absolute",
        ),
        pytest.param(
            "2026-03-03 22:00",
            "2026-03-03 22:00",
            {"latest": local("America/Chicago", "2026-03-04 07:59")},
            (REFUSE, "stale"),
            id="stale before the morning: refused now",
        ),
        pytest.param(
            "2026-03-03 22:00",
            "2026-03-03 22:00",
            {"latest": local("America/Chicago", "2026-03-04 08:00")},
            (WAIT, "quiet-hours.US"),
            id="just in time",
        ),
    ],
)
def test_lateness(due: str, now: str, changes: dict[str, Any], expected: tuple[str, str]) -> None:
    zone = "America/Chicago"
    assert outcome(local(zone, now), due_at=local(zone, due), **changes) == expected


def test_a_refusal_for_the_night_gives_both_reasons() -> None:
    night = local("America/Chicago", "2026-03-03 22:00")
    verdict = judge(reminder(due_at=night, latest=night + timedelta(hours=8)), night)
    assert verdict.reason == (
        "Quiet hours in Missouri until 08:00 (47 CFR 64.1200(c)(1), since 20 Dec 1992); "
        "that is too late, it is of use until Wed 4 Mar 06:00."
    )


@each(
    ("changes", "expected"),
    [
        ({"channel": "sms"}, (REFUSE, "consent.stopped")),
        ({"channel": "sms", "kind": Kind.ANSWER}, (SEND, "ok")),
        ({"channel": "sms", "kind": Kind.OPT_OUT_DONE}, (SEND, "ok")),
        ({"channel": "telegram"}, (SEND, "ok")),
        ({"channel": "telegram", "kind": Kind.NUDGE}, (REFUSE, "consent.revoked")),
        ({"channel": "telegram", "address_state": SUPPRESSED}, (REFUSE, "address.suppressed")),
        ({"channel": "telegram", "address_state": SUPPRESSED, "kind": Kind.ANSWER}, (SEND, "ok")),
        ({"channel": "sms", "address_state": SUPPRESSED, "kind": Kind.ANSWER}, (REFUSE, "address.suppressed")),
    ],
    ids=repr,
)
def test_after_a_stop_orders_are_told_of_in_chats_alone(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert outcome(purpose=TRANSACTIONAL, consent=REVOKED, stopped=True, **changes) == expected


def test_a_nudge_keeps_quiet_hours_and_needs_no_consent() -> None:
    at_night = NOON + timedelta(hours=14)
    nudge: dict[str, Any] = {"purpose": TRANSACTIONAL, "kind": Kind.NUDGE, "consent": NONE, "channel": "telegram"}
    assert outcome(**nudge) == (SEND, "ok")
    assert outcome(at_night, **nudge)[0] == WAIT
