"""Which rules a verdict names, with the source of each and since when it holds."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flows.policy.departure import judge
from flows.policy.departure_facts import Cap, ConsentState, Kind
from tests.cases import each
from tests.flows.policy.samples import (
    CANADIAN,
    EVENING,
    FLORIDA,
    FRENCH,
    INDIA,
    NOON,
    REFUSE,
    TRANSACTIONAL,
    WAIT,
    WEEKLY,
    local,
    reminder,
    sent,
)

NONE, GRANTED = ConsentState.NONE, ConsentState.GRANTED
OREGON = "+15035550101"
BEFORE = datetime(2025, 12, 30, 18, 0, tzinfo=UTC)
"""Two days before Oregon's rules."""
NIGHT = local("America/Chicago", "2026-03-03 22:00")
FEDERAL, STATE = "47 CFR 64.1200(c)(1), since 20 Dec 1992", "Fla. Stat. 501.616, since 1 Jul 2021"


@each(
    ("now", "changes", "decided", "rules"),
    [
        (NIGHT, {}, (WAIT, "quiet-hours.US"), [f"US hours: 08:00-21:00 ({FEDERAL})"]),
        (NIGHT, {"latest": NIGHT}, (REFUSE, "stale"), [f"US hours: 08:00-21:00 ({FEDERAL})"]),
        (NOON, {"phone": FLORIDA, "recent": sent(1, 2, 23)}, (WAIT, "cap.FL"), [f"US-FL cap: 3 in 24 hours ({STATE})"]),
        (
            NOON,
            {"phone": FLORIDA, "recent": sent(1, 2, 19)},
            (REFUSE, "cap.FL"),
            [f"US-FL cap: 3 in 24 hours ({STATE})"],
        ),
        (
            NIGHT,
            {"phone": FLORIDA, "recent": sent(1, 2, 3, before=NIGHT)},
            (REFUSE, "cap.FL"),
            [f"US-FL hours: 08:00-20:00 ({STATE})", f"US-FL cap: 3 in 24 hours ({STATE})"],
        ),
        (
            NOON,
            {"caps": WEEKLY, "recent": sent(1, 2, 167)},
            (WAIT, "cap.business"),
            ["business cap: 3 in 7 days (the shop's own marketing_caps)"],
        ),
        (
            NOON,
            {"caps": (Cap(0, timedelta(days=2)),)},
            (REFUSE, "cap.business"),
            ["business cap: 0 in 2 days (the shop's own marketing_caps)"],
        ),
        (
            NOON,
            {"consent": GRANTED},
            (REFUSE, "consent.unconfirmed"),
            ["US second-step: double opt-in that names cart reminders (US carriers' rule for cart reminders)"],
        ),
        (
            NOON,
            {"channel": "whatsapp", "has_template": True},
            (REFUSE, "whatsapp-us-marketing"),
            [
                "US barred: no marketing to numbers of the United States: +1 and one of its area codes, or one that "
                "nobody knows (Twilio error 63049, since 1 Apr 2025)"
            ],
        ),
        (
            NOON,
            {"channel": "whatsapp", "phone": FRENCH},
            (REFUSE, "whatsapp-window"),
            ["* free-text: within 24 hours (Twilio error 63016)"],
        ),
        (
            NOON,
            {"recent": sent(2, channel="sms", subject="cart-1")},
            (REFUSE, "one-sms-per-cart"),
            [
                "US one-per-subject: one message per unique cart; no payment taken inside the SMS "
                "(US carriers' rule for cart reminders)"
            ],
        ),
        (
            NOON,
            {"subject_at": NOON - timedelta(hours=96)},
            (REFUSE, "cart-48h"),
            ["US within: within 48 hours (US carriers' rule for cart reminders)"],
        ),
        (
            NOON,
            {"phone": INDIA, "registered": False},
            (REFUSE, "dlt.unregistered"),
            [
                "IN registration: every SMS carries the ids of its sender and of its registered text, whose links are "
                "whitelisted (TRAI, Telecom Commercial Communications Customer Preference Regulations 2018 (DLT), "
                "since 19 Jul 2018)"
            ],
        ),
        (NOON, {"consent": NONE}, (REFUSE, "consent.none"), []),
    ],
)
def test_a_wait_and_a_refusal_name_the_rules_that_decided(
    now: datetime, changes: dict[str, Any], decided: tuple[str, str], rules: list[str]
) -> None:
    """Each with its source, and since when it holds: they are kept with the verdict."""
    verdict = judge(reminder(**{"due_at": now} | changes), now)
    assert ((verdict.outcome, verdict.rule), [str(rule) for rule in verdict.rules]) == (decided, rules)


CARTS = ["US second-step", "US one-per-subject", "US within"]


@each(
    ("now", "changes", "rules"),
    [
        (NOON, {"phone": FLORIDA}, ["US-FL hours", "US hours", "US-FL cap", *CARTS]),
        (NOON, {"phone": FLORIDA, "kind": Kind.OPT_IN_ASK, "consent": NONE}, ["US-FL hours", "US hours", "US-FL cap"]),
        (NOON, {"phone": FLORIDA, "purpose": TRANSACTIONAL}, []),
        (NOON, {"phone": OREGON}, ["US-OR hours", "US hours", "US-OR cap", *CARTS]),
        (NOON, {"phone": OREGON, "last_purchase_at": NOON}, ["US-OR hours", "US hours", *CARTS]),
        (BEFORE, {"phone": OREGON}, ["US hours", *CARTS]),
        (NOON, {"caps": WEEKLY, "subject": None}, ["US hours", "US second-step", "business cap"]),
        (NOON, {"channel": "telegram", "phone": None}, ["US hours"]),
        (EVENING, {"channel": "whatsapp", "phone": CANADIAN, "last_inbound_at": EVENING}, ["* hours", "* free-text"]),
        (EVENING, {"channel": "whatsapp", "has_template": True, "purpose": TRANSACTIONAL}, ["* free-text"]),
    ],
)
def test_a_send_names_all_rules_that_had_a_say(now: datetime, changes: dict[str, Any], rules: list[str]) -> None:
    """As they stood on that day, with the caps that spare whoever bought left out."""
    verdict = judge(reminder(**{"due_at": now} | changes), now)
    assert (verdict.rule, [f"{one.jurisdiction} {one.rule}" for one in verdict.rules]) == ("ok", rules)
