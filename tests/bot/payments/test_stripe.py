"""Checkout Sessions and refunds against a Stripe that is a real server: made once, every way of failing, a day on."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest

from bot.payments.stripe import Stripe
from bot.payments.stripe_webhook import EVENTS, INVOICES
from flows.delivery import Failure
from flows.money import Money
from tests.bot.payments.asked import NOW, REFERENCE, REFUND, link, refund
from tests.providers.stripe import SECRET_KEY, WEBHOOK_SECRET, StripeStand

DOLLARS, HALF = Money.parse("69.12", "USD"), Money.parse("34.56", "USD")
LINK = link(amount=DOLLARS, expires_at=NOW + timedelta(hours=5))
HOOK = "https://t.example/webhooks/stripe/tiger"


class Hand:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def hand() -> Hand:
    """It stands at that moment."""
    return Hand()


@pytest.fixture
async def stand(hand: Hand) -> AsyncIterator[StripeStand]:
    """An account without any session."""
    async with StripeStand(clock=hand) as running:
        yield running


@pytest.fixture
async def account(stand: StripeStand) -> AsyncIterator[Stripe]:
    """What talks to it."""
    built = Stripe(SECRET_KEY, WEBHOOK_SECRET, stand.url)
    yield built
    await built.close()


def only(stand: StripeStand) -> str:
    """The one session there is."""
    (found,) = stand.sessions
    return found


async def paid(stand: StripeStand, account: Stripe) -> str:
    """A payment of the session."""
    await account.open_link(LINK)
    stand.pay(only(stand))
    (payment,) = stand.payments
    return payment


async def test_a_session_is_made_for_the_amount_in_cents(stand: StripeStand, account: Stripe) -> None:
    answer = await account.open_link(LINK)
    ends = NOW + timedelta(hours=5)
    url = f"https://checkout.stripe.com/c/pay/{only(stand)}"
    assert (answer.failure, answer.detail) == (None, "")
    assert answer.values == {"link": only(stand), "url": url, "expires_at": ends.isoformat()}
    assert stand.calls[0].headers["Idempotency-Key"] == REFERENCE
    assert dict(parse_qsl(stand.calls[0].body.decode())) == {
        "mode": "payment",
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "usd",
        "line_items[0][price_data][unit_amount]": "6912",
        "line_items[0][price_data][product_data][name]": "Tiger Tees, order 1040",
        "client_reference_id": REFERENCE,
        "metadata[parley]": REFERENCE,
        "payment_intent_data[metadata][parley]": REFERENCE,
        "expires_at": str(int(ends.timestamp())),
        "success_url": "https://t.example/b",
        "cancel_url": "https://t.example/b",
    }


async def test_yen_have_no_smaller_unit(stand: StripeStand, account: Stripe) -> None:
    assert (await account.open_link(link(amount=Money.parse("500", "JPY")))).failure is None
    assert stand.sessions[only(stand)]["amount_total"] == 500


ENDS = {
    "sooner than Stripe bears": (timedelta(minutes=5), timedelta(minutes=31)),
    "later than Stripe bears": (timedelta(hours=48), timedelta(hours=23, minutes=59)),
}


@pytest.mark.parametrize(("asked", "told"), ENDS.values(), ids=ENDS)
async def test_the_end_is_moved_into_what_stripe_bears_and_told(
    account: Stripe, asked: timedelta, told: timedelta
) -> None:
    answer = await account.open_link(link(amount=DOLLARS, expires_at=NOW + asked))
    assert answer.values is not None
    assert answer.values["expires_at"] == (NOW + told).isoformat()
    assert answer.detail == f"Stripe allows 30 minutes to 24 hours: it ends at {NOW + told:%H:%M} UTC"


async def test_a_repeat_finds_the_first_session_also_when_time_went_by(
    stand: StripeStand, account: Stripe, hand: Hand
) -> None:
    first = await account.open_link(LINK)
    hand.at += timedelta(hours=3)
    assert (await account.open_link(LINK)).values == first.values
    assert len(stand.sessions) == 1


async def test_another_payment_under_the_same_reference_is_refused(stand: StripeStand, account: Stripe) -> None:
    await account.open_link(LINK)
    answer = await account.open_link(link(amount=HALF, expires_at=LINK.expires_at))
    assert (answer.failure, answer.code) == (Failure.ALERT, "idempotency_error")
    assert len(stand.sessions) == 1


async def test_without_a_page_to_return_to_there_is_no_session(stand: StripeStand, account: Stripe) -> None:
    answer = await account.open_link(link(amount=DOLLARS, back_url=""))
    assert (answer.failure, answer.code, "PARLEY_PUBLIC_URL" in answer.detail) == (Failure.ALERT, "link", True)
    assert stand.calls == []


async def test_an_open_session_is_ended_and_can_be_looked_at(stand: StripeStand, account: Stripe) -> None:
    await account.open_link(LINK)
    assert (await account.look_link(only(stand))).values == {"state": "open"}
    assert (await account.cancel_link(only(stand))).values == {"state": "cancelled"}
    assert (await account.look_link(only(stand))).values == {"state": "expired"}
    assert (await account.cancel_link(only(stand))).values == {"state": "expired"}


async def test_a_session_that_was_paid_before_says_so(stand: StripeStand, account: Stripe) -> None:
    payment = await paid(stand, account)
    told = {"state": "paid", "payment": payment, "amount": DOLLARS.micros, "currency": "USD"}
    assert (await account.cancel_link(only(stand))).values == told
    assert (await account.look_link(only(stand))).values == told


async def test_while_a_bank_takes_its_time_nothing_is_paid_or_over(stand: StripeStand, account: Stripe) -> None:
    await account.open_link(LINK)
    stand.pay(only(stand), delayed=True)
    assert (await account.cancel_link(only(stand))).values == {"state": "open"}
    assert (await account.look_link(only(stand))).values == {"state": "open"}
    stand.bounce(only(stand))
    assert (await account.look_link(only(stand))).values == {"state": "expired"}
    stand.settle(only(stand))
    found = (await account.look_link(only(stand))).values
    assert found is not None
    assert found["state"] == "paid"


async def test_a_session_that_stripe_does_not_know(account: Stripe) -> None:
    for answer in (await account.look_link("cs_0"), await account.cancel_link("cs_0")):
        assert (answer.failure, answer.code) == (Failure.ALERT, "resource_missing")


async def test_a_refund_is_made_once_and_followed(stand: StripeStand, account: Stripe) -> None:
    payment = await paid(stand, account)
    first = await account.refund(refund(payment, HALF))
    (name,) = stand.refunds
    assert first.values == {"refund": name, "state": "pending"}
    assert stand.calls[-1].headers["Idempotency-Key"] == REFUND
    sent = {"payment_intent": payment, "amount": "3456", "metadata[parley]": REFUND}
    assert dict(parse_qsl(stand.calls[-1].body.decode())) == sent
    for status, state in (
        ("requires_action", "pending"),
        ("succeeded", "processed"),
        ("failed", "failed"),
        ("canceled", "failed"),
    ):
        stand.move(name, status)
        assert (await account.look_refund(name, payment)).values == {"refund": name, "state": state}
        assert (await account.refund(refund(payment, HALF))).values == {"refund": name, "state": state}
    assert len(stand.refunds) == 1


async def test_two_who_refund_at_once_make_one(stand: StripeStand, account: Stripe) -> None:
    """Neither finds anything made before: the key makes it one."""
    payment = await paid(stand, account)
    first, second = await asyncio.gather(*(account.refund(refund(payment, HALF)) for _ in range(2)))
    assert (first.failure, first.values, len(stand.refunds)) == (None, second.values, 1)
    assert [call.path for call in stand.calls].count("/v1/refunds") == 2


async def test_no_second_refund_when_stripe_has_forgotten_the_key(
    stand: StripeStand, account: Stripe, hand: Hand
) -> None:
    """A refund is tried for days, and Stripe knows a key for one."""
    payment = await paid(stand, account)
    stand.fail()
    stand.fail(cut=True, stored=True)
    assert (await account.refund(refund(payment, HALF))).failure is Failure.UNKNOWN
    hand.at += timedelta(days=2)
    assert (await account.refund(refund(payment, HALF))).failure is None
    assert len(stand.refunds) == 1


async def test_an_empty_account_is_mended_by_its_owner(stand: StripeStand, account: Stripe) -> None:
    payment = await paid(stand, account)
    stand.balance = False
    assert (await account.refund(refund(payment))).failure is Failure.ALERT  # more than was paid
    answer = await account.refund(refund(payment, HALF))
    assert (answer.failure, answer.code) == (Failure.SENDER, "balance_insufficient")
    stand.balance = True
    assert (await account.refund(refund(payment, HALF))).failure is None


# What befalls the call, what it means, and how many were made by then.
FAULTS: dict[str, tuple[dict[str, Any], Failure, int]] = {
    "500": ({"status": 500}, Failure.UNKNOWN, 0),
    "500 after it was done": ({"status": 500, "stored": True}, Failure.UNKNOWN, 1),
    "503": ({"status": 503}, Failure.RETRY, 0),
    "429": ({"status": 429, "after": 7}, Failure.RETRY, 0),
    "409": ({"status": 409}, Failure.RETRY, 0),
    "403": ({"status": 403}, Failure.SENDER, 0),
    "402": ({"status": 402}, Failure.ALERT, 0),
    "cut before": ({"cut": True}, Failure.UNKNOWN, 0),
    "cut after": ({"cut": True, "stored": True}, Failure.UNKNOWN, 1),
}


@pytest.mark.parametrize(("fault", "failure", "made"), FAULTS.values(), ids=FAULTS)
async def test_each_failure_has_its_class_and_a_repeat_makes_it_good(
    stand: StripeStand, account: Stripe, fault: dict[str, Any], failure: Failure, made: int
) -> None:
    stand.fail(**fault)
    answer = await account.open_link(LINK)
    assert (answer.failure, answer.values, bool(answer.detail), len(stand.sessions)) == (failure, None, True, made)
    assert answer.after == (timedelta(seconds=7) if fault.get("after") else None)
    assert (await account.open_link(LINK)).failure is None
    stand.pay(only(stand))
    (payment,) = stand.payments
    stand.fail()  # the look at what is there goes well
    stand.fail(**fault)
    answer = await account.refund(refund(payment, DOLLARS))
    assert (answer.failure, answer.values, len(stand.refunds)) == (failure, None, made)
    assert (await account.refund(refund(payment, DOLLARS))).failure is None
    assert len(stand.refunds) == 1


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}", b'{"id": "x", "status": 5}'], ids=repr)
async def test_an_answer_that_is_none_is_an_unknown_outcome(stand: StripeStand, account: Stripe, body: bytes) -> None:
    stand.garbled = body
    assert (await account.open_link(LINK)).failure is Failure.UNKNOWN
    assert (await account.open_link(LINK)).failure is None
    assert len(stand.sessions) == 1


async def test_an_amount_that_nobody_can_pay_is_not_asked_for(stand: StripeStand, account: Stripe) -> None:
    half_a_cent = Money(69_125_000, "USD")
    assert (await account.open_link(link(amount=half_a_cent))).code == "link"
    assert (await account.refund(refund("pi_1", half_a_cent))).code == "amount"
    assert stand.calls == []


async def test_a_wrong_key_is_told_with_its_mend(stand: StripeStand) -> None:
    other = Stripe("sk_live_other", WEBHOOK_SECRET, stand.url)
    answer, (line,) = await other.open_link(LINK), await other.check(HOOK)
    await other.close()
    assert answer.failure is Failure.SENDER
    assert not line.ok
    assert line.line.endswith("mend secret_key in [payments.stripe] and apply")


async def test_the_doctor_sees_whether_events_come(stand: StripeStand, account: Stripe) -> None:
    async def told() -> tuple[bool, str]:
        key, hooks = await account.check(HOOK)
        assert (key.ok, "no money moves" in key.line) == (True, True)
        return hooks.ok, hooks.line

    assert await told() == (False, (await account.check(HOOK))[1].line)
    stand.endpoints = [{"url": "https://other.example", "status": "enabled", "enabled_events": ["*"]}]
    assert "webhook_secret" in (await told())[1]
    stand.endpoints = [{"url": HOOK, "status": "enabled", "enabled_events": list(EVENTS[:-1])}]
    assert await told() == (False, f"Stripe: {HOOK} does not get {EVENTS[-1]}; add these events to the endpoint")
    stand.endpoints.append({"url": HOOK, "status": "disabled", "enabled_events": ["*"]})
    assert not (await told())[0]
    stand.endpoints.append({"url": HOOK, "status": "enabled", "enabled_events": ["*"]})
    assert (await told())[0]
    stand.endpoints[-1]["enabled_events"] = list(EVENTS)
    assert await told() == (
        True, f"Stripe: all {len(EVENTS)} events go to {HOOK}; invoices to partners need {', '.join(INVOICES)}"
    )  # fmt: skip
    stand.endpoints[-1]["enabled_events"] = [*EVENTS, *INVOICES]
    assert await told() == (True, f"Stripe: all {len(EVENTS)} events go to {HOOK}")
    stand.restricted = True
    assert await told() == (
        True,
        f"Stripe: the webhooks could not be listed; check that {', '.join(EVENTS)} go to {HOOK}",
    )


async def test_who_is_not_reached_is_tried_again() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    account = Stripe(SECRET_KEY, WEBHOOK_SECRET, f"http://127.0.0.1:{port}")
    answer, (line,) = await account.open_link(LINK), await account.check()
    await account.close()
    assert answer.failure is Failure.RETRY
    assert "PARLEY_STRIPE_API_URL" in line.line
