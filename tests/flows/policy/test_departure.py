"""The order of judging and each rule that is not about hours."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.policy.departure import (
    AddressState,
    Cap,
    ConsentState,
    House,
    Kind,
    Outcome,
    Programme,
    Purpose,
    judge,
)
from tests.flows.policy.samples import FLORIDA, INDIA, MISSOURI, NOON, WEEKLY, local, reminder, sent

BLOCKED, GONE, SUPPRESSED = AddressState.BLOCKED, AddressState.GONE, AddressState.SUPPRESSED
NONE, GRANTED, REVOKED = ConsentState.NONE, ConsentState.GRANTED, ConsentState.REVOKED
TRANSACTIONAL = Purpose.TRANSACTIONAL
SEND, WAIT, REFUSE = "send", "wait", "refuse"
FRENCH, CANADIAN, TOLL_FREE, OREGON = "+33155550101", "+14165550101", "+18005550101", "+15035550101"
EVENING = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)
"""Permitted in every zone of the +1 plan, Guam and Saipan among them."""
BEFORE = datetime(2025, 12, 30, 18, 0, tzinfo=UTC)
"""Two days before Oregon's rules."""
NIGHT = local("America/Chicago", "2026-03-03 22:00")
FEDERAL, STATE = "47 CFR 64.1200(c)(1), since 20 Dec 1992", "Fla. Stat. 501.616, since 1 Jul 2021"


def outcome(now: datetime = NOON, **changes: Any) -> tuple[str, str]:
    verdict = judge(reminder(**{"due_at": now} | changes), now)
    return verdict.outcome, verdict.rule


@pytest.mark.parametrize(
    ("hours_ago", "changes", "expected"),
    [
        (1, {}, (REFUSE, "stop-asked")),
        (1, {"kind": Kind.ASKED}, (REFUSE, "stop-asked")),
        (1, {"expires_after": timedelta(days=2)}, (WAIT, "stop-asked")),
        (1, {"purpose": TRANSACTIONAL}, (SEND, "ok")),
        (1, {"kind": Kind.ANSWER, "purpose": TRANSACTIONAL}, (SEND, "ok")),
        (1, {"kind": Kind.OPT_IN_ASK}, (REFUSE, "stop-asked")),
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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


def test_whatsapp_marketing_to_american_numbers_ended_on_a_day() -> None:
    last_day = local("America/Chicago", "2025-03-31 12:00")
    assert outcome(last_day, channel="whatsapp", has_template=True) == (SEND, "ok")
    assert outcome(last_day + timedelta(days=1), channel="whatsapp", has_template=True)[1] == "whatsapp-us-marketing"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (REFUSE, "one-sms-per-cart")),
        ({"phone": "+17875550101"}, (REFUSE, "one-sms-per-cart")),
        ({"phone": TOLL_FREE}, (REFUSE, "one-sms-per-cart")),
        ({"phone": CANADIAN}, (SEND, "ok")),
        ({"phone": CANADIAN, "one_sms_per_cart": True}, (REFUSE, "one-sms-per-cart")),
        ({"one_sms_per_cart": False}, (SEND, "ok")),
        ({"subject": "cart-2"}, (SEND, "ok")),
        ({"subject": None}, (SEND, "ok")),
        ({"channel": "telegram"}, (SEND, "ok")),
        ({"programme": Programme.OFFERS}, (SEND, "ok")),
        ({"purpose": TRANSACTIONAL}, (SEND, "ok")),
        ({"recent": sent(2, channel="telegram", subject="cart-1")}, (SEND, "ok")),
        ({"recent": sent(24 * 40, channel="sms", subject="cart-1")}, (REFUSE, "one-sms-per-cart")),
    ],
)
def test_one_sms_per_cart(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    recent = sent(2, channel="sms", subject="cart-1", before=EVENING)
    assert outcome(EVENING, **{"recent": recent} | changes) == expected


def _left(hours: float) -> datetime:
    return NOON - timedelta(hours=hours)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"subject_at": _left(47)}, (SEND, "ok"), id="an hour left"),
        pytest.param({"subject_at": _left(48) + timedelta(minutes=1)}, (SEND, "ok"), id="a minute left"),
        pytest.param({"subject_at": _left(48)}, (REFUSE, "cart-48h"), id="none left"),
        pytest.param({"subject_at": _left(96)}, (REFUSE, "cart-48h"), id="days ago"),
        pytest.param({"subject_at": _left(96), "one_sms_per_cart": False}, (REFUSE, "cart-48h"), id="not switched off"),
        pytest.param({"subject_at": _left(96), "phone": "+17875550101"}, (REFUSE, "cart-48h"), id="Puerto Rico"),
        pytest.param({"subject_at": _left(96), "kind": Kind.ASKED}, (SEND, "ok"), id="asked for"),
        pytest.param({"subject_at": _left(96), "phone": CANADIAN}, (SEND, "ok"), id="no such rule in Canada"),
        pytest.param({"subject_at": _left(96), "channel": "telegram"}, (SEND, "ok"), id="not by SMS"),
        pytest.param({"subject_at": _left(96), "programme": Programme.OFFERS}, (SEND, "ok"), id="an offer"),
        pytest.param({"subject_at": _left(96), "purpose": TRANSACTIONAL}, (SEND, "ok"), id="a service text"),
        pytest.param({"subject_at": None}, (SEND, "ok"), id="no cart"),
    ],
)
def test_an_sms_about_a_cart_leaves_within_48_hours_of_it(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert outcome(**{"now": NOON} | changes) == expected


def test_a_night_that_ends_after_the_48_hours_is_not_waited_for() -> None:
    night = local("America/Chicago", "2026-03-03 22:00")
    verdict = judge(reminder(due_at=night, subject_at=night - timedelta(hours=40)), night)
    assert (verdict.outcome, verdict.rule) == (Outcome.REFUSE, "cart-48h")
    early = judge(reminder(due_at=night, subject_at=night - timedelta(hours=37)), night)
    assert (early.outcome, early.rule) == (Outcome.WAIT, "quiet-hours.US")


@pytest.mark.parametrize(
    ("phone", "now", "changes", "expected"),
    [
        (FLORIDA, "12:00", {"recent": sent(1, 2)}, (SEND, "ok", None)),
        (FLORIDA, "12:00", {"recent": sent(1, 2, 24)}, (SEND, "ok", None)),
        (FLORIDA, "12:00", {"recent": sent(1, 2, 23)}, (WAIT, "cap.FL", "13:00")),
        (FLORIDA, "12:00", {"recent": sent(1, 2, 22.5, 23)}, (WAIT, "cap.FL", "13:30")),
        (FLORIDA, "12:00", {"recent": sent(1, 2, 19)}, (REFUSE, "cap.FL", None)),
        (FLORIDA, "12:00", {"recent": sent(1, 2, 19), "expires_after": timedelta(hours=6)}, (WAIT, "cap.FL", "17:00")),
        (FLORIDA, "12:00", {"recent": sent(1, 2, 23), "latest": NOON}, (REFUSE, "cap.FL", None)),
        (FLORIDA, "12:00", {"recent": sent(1, 2, 23), "purpose": TRANSACTIONAL}, (SEND, "ok", None)),
        (FLORIDA, "12:00", {"recent": sent(1, 2, 23), "kind": Kind.OPT_IN_ASK}, (WAIT, "cap.FL", "13:00")),
        ("+14055550101", "12:00", {"recent": sent(1, 2, 23)}, (WAIT, "cap.OK", "13:00")),
        ("+14105550101", "12:00", {"recent": sent(1, 2, 23)}, (WAIT, "cap.MD", "13:00")),
        (MISSOURI, "12:00", {"recent": sent(1, 2, 23)}, (SEND, "ok", None)),
        (MISSOURI, "12:00", {"recent": sent(1, 2, 23), "country": "US", "region": "FL"}, (WAIT, "cap.FL", "13:00")),
    ],
)
def test_caps_of_states(phone: str, now: str, changes: dict[str, Any], expected: tuple[str, str, str | None]) -> None:
    """Wall times are those of Chicago; `sent` counts back from noon there."""
    moment = local("America/Chicago", f"2026-03-03 {now}")
    verdict = judge(reminder(phone, due_at=moment, **changes), moment)
    until = local("America/Chicago", f"2026-03-03 {expected[2]}") if expected[2] else None
    assert (verdict.outcome, verdict.rule, verdict.until) == (expected[0], expected[1], until)


@pytest.mark.parametrize(
    ("bought", "expected"),
    [
        pytest.param(None, (WAIT, "cap.OR"), id="never bought"),
        pytest.param(NOON - timedelta(days=30), (SEND, "ok"), id="bought last month"),
        pytest.param(datetime(2024, 9, 3, 18, 0, tzinfo=UTC), (SEND, "ok"), id="18 months to the minute"),
        pytest.param(datetime(2024, 9, 3, 17, 59, tzinfo=UTC), (WAIT, "cap.OR"), id="a minute more"),
    ],
)
def test_oregon_spares_who_bought_within_18_months(bought: datetime | None, expected: tuple[str, str]) -> None:
    oregon = {"phone": "+15035550101", "recent": sent(1, 2, 23)}
    assert outcome(last_purchase_at=bought, **oregon) == expected


def test_oregon_had_no_cap_before_2026() -> None:
    before = datetime(2025, 12, 30, 18, 0, tzinfo=UTC)
    assert outcome(before, phone="+15035550101", recent=sent(1, 2, 23, before=before)) == (SEND, "ok")


def test_floridas_fourth_message_says_why() -> None:
    verdict = judge(reminder(FLORIDA, recent=sent(1, 2, 23)), NOON)
    assert verdict.reason == (
        "Florida allows one person 3 marketing messages in 24 hours, the next from 14:00 "
        "(Fla. Stat. 501.616, since 1 Jul 2021)."
    )


@pytest.mark.parametrize(
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
            {"subject_at": _left(96)},
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
    ("count", "hours", "allows"),
    [
        (0, 24, "0 marketing messages in 24 hours"),
        (1, 24, "1 marketing message in 24 hours"),
        (1, 2, "1 marketing message in 2 hours"),
        (2, 24, "2 marketing messages in 24 hours"),
        (2, 1, "2 marketing messages in 1 hour"),
        (1, 7 * 24, "1 marketing message in 7 days"),
    ],
)
def test_a_cap_is_spelled_as_one_or_several(count: int, hours: int, allows: str) -> None:
    caps, recent = (Cap(count, timedelta(hours=hours)),), sent(0.5, 0.75)
    assert judge(reminder(caps=caps, recent=recent), NOON).reason.startswith(f"The shop allows one person {allows}")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"recent": sent(1, 2)}, (SEND, "ok")),
        ({"recent": sent(1, 2, 24 * 7)}, (SEND, "ok")),
        ({"recent": sent(1, 2, 24 * 7 - 1)}, (WAIT, "cap.business")),
        ({"recent": sent(1, 2, 3)}, (REFUSE, "cap.business")),
        ({"recent": sent(1, 2, 3), "purpose": TRANSACTIONAL}, (SEND, "ok")),
        ({"recent": sent(1, 2, 3), "kind": Kind.OPT_IN_ASK, "consent": NONE}, (SEND, "ok")),
        ({"phone": FLORIDA, "recent": sent(1, 2, 23)}, (REFUSE, "cap.FL")),
        ({"caps": (Cap(0, timedelta(days=1)),)}, (REFUSE, "cap.business")),
        ({"caps": (*WEEKLY, Cap(1, timedelta(hours=2))), "recent": sent(1)}, (WAIT, "cap.business")),
    ],
)
def test_caps_of_the_business(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert outcome(**{"caps": WEEKLY} | changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"spent_today": 42_000}, (SEND, "ok")),
        ({"spent_today": 42_001}, (REFUSE, "spend.daily")),
        ({"spent_today": 42_001, "expires_after": timedelta(hours=10)}, (WAIT, "spend.daily")),
        ({"spent_today": 60_000, "price": 0}, (SEND, "ok")),
        ({"spent_today": 42_001, "kind": Kind.ANSWER}, (SEND, "ok")),
        ({"spent_today": 42_001, "kind": Kind.HELP}, (SEND, "ok")),
        ({"spent_today": 42_001, "purpose": TRANSACTIONAL}, (REFUSE, "spend.daily")),
        ({"spent_today": 42_001, "purpose": TRANSACTIONAL, "expires_after": timedelta(days=1)}, (WAIT, "spend.daily")),
        ({"price": 50_001, "expires_after": timedelta(days=30)}, (REFUSE, "spend.daily")),
    ],
)
def test_daily_spend(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert outcome(**{"daily_spend": 50_000} | changes) == expected


def test_money_waits_for_the_shops_midnight_and_then_for_the_recipients_morning() -> None:
    late = timedelta(hours=10)
    abroad = House(country="IN", timezone="Asia/Kolkata", daily_spend=50_000, spent_today=50_000)
    assert judge(reminder(house=abroad), NOON).until == local("Asia/Kolkata", "2026-03-04 00:00")
    home = reminder(daily_spend=50_000, spent_today=50_000, expires_after=late)
    assert judge(home, NOON).until == local("America/Chicago", "2026-03-04 08:00")
    assert judge(home, NOON).reason == (
        "The shop's money for today is spent (0.05 of 0.05); its next day starts at midnight; "
        "then: Quiet hours in Missouri until 08:00 (47 CFR 64.1200(c)(1), since 20 Dec 1992)."
    )


@pytest.mark.parametrize(
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


def test_a_wait_ends_when_everything_allows() -> None:
    """A cap that ends in the night waits on for the morning."""
    due = local("America/New_York", "2026-03-03 19:30")
    recent = sent(1, 2, 22, before=due)
    verdict = judge(reminder(FLORIDA, due_at=due, recent=recent), due)
    assert (verdict.outcome, verdict.rule) == (Outcome.WAIT, "cap.FL")
    assert verdict.until == local("America/New_York", "2026-03-04 08:00")


def test_indian_marketing_on_whatsapp_keeps_the_default_hours() -> None:
    morning = local("Asia/Kolkata", "2026-03-03 08:00")
    assert outcome(morning, phone=INDIA, channel="whatsapp", has_template=True) == (SEND, "ok")
    assert outcome(morning, phone=INDIA) == (WAIT, "quiet-hours.IN")


@pytest.mark.parametrize(
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
