"""Payment links and refunds against a Razorpay that is a real server: made once, found again, every way of failing."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.payments.razorpay import Razorpay
from flows.delivery import Failure
from flows.money import Money
from tests.bot.payments.asked import LINK, NOW, REFERENCE, REFUND, RUPEES, link, refund
from tests.providers.razorpay import KEY_ID, KEY_SECRET, WEBHOOK_SECRET, RazorpayStand, seconds

HALF = Money.parse("449.50", "INR")


@pytest.fixture
async def stand() -> AsyncIterator[RazorpayStand]:
    """An account at that moment, without any link."""
    async with RazorpayStand(clock=lambda: NOW) as running:
        yield running


@pytest.fixture
async def account(stand: RazorpayStand) -> AsyncIterator[Razorpay]:
    """What talks to it."""
    built = Razorpay(KEY_ID, KEY_SECRET, WEBHOOK_SECRET, stand.url)
    yield built
    await built.close()


def only(stand: RazorpayStand) -> dict[str, Any]:
    """The one link there is."""
    (found,) = stand.links.values()
    return found


async def paid(stand: RazorpayStand, account: Razorpay) -> str:
    """A payment of the link."""
    await account.open_link(LINK)
    stand.pay(only(stand)["id"])
    (payment,) = stand.payments
    return payment


async def test_a_link_is_made_for_the_amount_in_paise(stand: RazorpayStand, account: Razorpay) -> None:
    answer = await account.open_link(LINK)
    made, ends = only(stand), NOW + timedelta(hours=48)
    values = {"link": made["id"], "url": made["short_url"], "expires_at": ends.isoformat()}
    assert (answer.failure, answer.provider_id, answer.values) == (None, made["id"], values)
    sent = json.loads(stand.calls[0].body)
    assert sent == {
        "amount": 89900,
        "currency": "INR",
        "accept_partial": False,
        "reference_id": REFERENCE,
        "description": "Tiger Tees, order 1040",
        "expire_by": seconds(ends),
        "notify": {"sms": False, "email": False},
        "reminder_enable": False,
        "callback_url": "https://t.example/b",
        "callback_method": "get",
    }


ENDS = {
    "sooner than Razorpay bears": (timedelta(minutes=5), timedelta(minutes=16)),
    "later than Razorpay bears": (timedelta(days=300), timedelta(days=180)),
}


@pytest.mark.parametrize(("asked", "told"), ENDS.values(), ids=ENDS)
async def test_the_end_is_moved_into_what_razorpay_bears_and_told(
    stand: RazorpayStand, account: Razorpay, asked: timedelta, told: timedelta
) -> None:
    answer = await account.open_link(link(expires_at=NOW + asked, back_url=""))
    assert answer.values is not None
    assert answer.values["expires_at"] == (NOW + told).isoformat()
    assert "callback_url" not in only(stand)


@pytest.mark.parametrize("filtered", [True, False], ids=["by its reference", "among the newest"])
async def test_a_repeat_finds_the_first_link(stand: RazorpayStand, account: Razorpay, filtered: bool) -> None:
    stand.lists_references = filtered
    first = await account.open_link(LINK)
    for other in range(120):  # by other hands, so that it is not on the first page
        stand._add_link({"amount": 100, "reference_id": f"other-{other}", "currency": "INR"})
    second = await account.open_link(LINK)
    assert (second.failure, second.values) == (None, first.values)
    assert [one["reference_id"] for one in stand.links.values()].count(REFERENCE) == 1


async def test_a_link_that_is_taken_and_not_listed_is_asked_for_again(stand: RazorpayStand, account: Razorpay) -> None:
    await account.open_link(LINK)
    stand.lists_references = False
    for other in range(300):
        stand._add_link({"amount": 100, "reference_id": f"other-{other}", "currency": "INR"})
    answer = await account.open_link(LINK)
    assert (answer.failure, answer.code, answer.values) == (Failure.UNKNOWN, "taken", None)


async def test_another_link_under_our_reference_is_not_taken_for_ours(stand: RazorpayStand, account: Razorpay) -> None:
    await account.open_link(link(amount=HALF))
    answer = await account.open_link(LINK)
    assert (answer.failure, answer.code, answer.provider_id) == (Failure.ALERT, "taken", None)


async def test_an_open_link_is_taken_back_and_can_be_looked_at(stand: RazorpayStand, account: Razorpay) -> None:
    await account.open_link(LINK)
    name = only(stand)["id"]
    assert (await account.look_link(name)).values == {"state": "open"}
    assert (await account.cancel_link(name)).values == {"state": "cancelled"}
    assert (await account.look_link(name)).values == {"state": "cancelled"}
    assert (await account.cancel_link(name)).values == {"state": "cancelled"}


async def test_a_link_that_was_paid_or_ended_before_says_so(stand: RazorpayStand, account: Razorpay) -> None:
    await account.open_link(LINK)
    stand.pay(only(stand)["id"])
    told = {"state": "paid", "payment": "pay_00000000000001", "amount": RUPEES.micros, "currency": "INR"}
    assert (await account.cancel_link(only(stand)["id"])).values == told
    assert (await account.look_link(only(stand)["id"])).values == told
    await account.open_link(link(reference=REFUND))
    stand.expire("plink_00000000000002")
    assert (await account.cancel_link("plink_00000000000002")).values == {"state": "expired"}


async def test_what_came_in_part_is_told_as_it_came(stand: RazorpayStand, account: Razorpay) -> None:
    await account.open_link(LINK)
    stand.pay(only(stand)["id"], 44950)
    told = {"state": "paid", "payment": "pay_00000000000001", "amount": HALF.micros, "currency": "INR"}
    assert (await account.look_link(only(stand)["id"])).values == told


async def test_a_link_that_razorpay_does_not_know(account: Razorpay) -> None:
    for answer in (await account.look_link("plink_0"), await account.cancel_link("plink_0")):
        assert (answer.failure, answer.code) == (Failure.ALERT, "BAD_REQUEST_ERROR")


async def test_an_id_stays_one_step_of_a_path(stand: RazorpayStand, account: Razorpay) -> None:
    await account.look_link("../refunds/rfnd_1?x=%2e#y")
    assert stand.calls[-1].path == "/v1/payment_links/..%2Frefunds%2Frfnd_1%3Fx=%252e%23y"


async def test_a_refund_is_made_once_and_followed(stand: RazorpayStand, account: Razorpay) -> None:
    payment = await paid(stand, account)
    first = await account.refund(refund(payment, HALF))
    assert first.values == {"refund": "rfnd_00000000000001", "state": "pending"}
    made = json.loads(stand.calls[-1].body)
    assert made == {"amount": 44950, "speed": "normal", "receipt": REFUND, "notes": {"parley": REFUND}}
    assert stand.calls[-1].headers["X-Refund-Idempotency"] == REFUND
    assert (await account.refund(refund(payment, HALF))).values == first.values
    stand.move("rfnd_00000000000001", "processed")
    processed = {"refund": "rfnd_00000000000001", "state": "processed"}
    assert (await account.look_refund("rfnd_00000000000001", payment)).values == processed
    assert (await account.refund(refund(payment, HALF))).values == processed
    assert len(stand.refunds) == 1


async def test_two_who_refund_at_once_make_one(stand: RazorpayStand, account: Razorpay) -> None:
    """Neither finds anything made before: the key makes it one."""
    payment = await paid(stand, account)
    first, second = await asyncio.gather(*(account.refund(refund(payment, HALF)) for _ in range(2)))
    assert first.values == second.values == {"refund": "rfnd_00000000000001", "state": "pending"}
    assert [call.path for call in stand.calls[1:]].count(f"/v1/payments/{payment}/refund") == 2


async def test_a_second_refund_of_the_rest_is_another_one(stand: RazorpayStand, account: Razorpay) -> None:
    payment = await paid(stand, account)
    for reference in (REFUND, REFERENCE):
        assert (await account.refund(refund(payment, HALF, reference))).failure is None
    assert [one["amount"] for one in stand.refunds.values()] == [44950, 44950]
    refused = await account.refund(refund(payment, HALF, "0190a0b0c0d0e0f0aaaa"))
    assert (refused.failure, "greater than" in refused.detail) == (Failure.ALERT, True)


async def test_an_empty_account_is_mended_by_its_owner(stand: RazorpayStand, account: Razorpay) -> None:
    payment = await paid(stand, account)
    stand.balance = False
    assert (await account.refund(refund(payment))).failure is Failure.SENDER
    stand.balance = True
    assert (await account.refund(refund(payment))).failure is None


# What befalls the call, what it means, and how many were made by then.
FAULTS: dict[str, tuple[dict[str, Any], Failure, int]] = {
    "500": ({"status": 500}, Failure.UNKNOWN, 0),
    "500 after it was done": ({"status": 500, "stored": True}, Failure.UNKNOWN, 1),
    "503": ({"status": 503}, Failure.RETRY, 0),
    "429": ({"status": 429, "after": 7}, Failure.RETRY, 0),
    "409": ({"status": 409}, Failure.RETRY, 0),
    "401": ({"status": 401}, Failure.SENDER, 0),
    "403": ({"status": 403}, Failure.SENDER, 0),
    "400": ({"status": 400, "said": "input validation failed"}, Failure.ALERT, 0),
    "cut before": ({"cut": True}, Failure.UNKNOWN, 0),
    "cut after": ({"cut": True, "stored": True}, Failure.UNKNOWN, 1),
}


@pytest.mark.parametrize(("fault", "failure", "made"), FAULTS.values(), ids=FAULTS)
async def test_each_failure_of_a_link_has_its_class_and_a_repeat_makes_it_good(
    stand: RazorpayStand, account: Razorpay, fault: dict[str, Any], failure: Failure, made: int
) -> None:
    stand.fail(**fault)
    answer = await account.open_link(LINK)
    assert (answer.failure, answer.values, bool(answer.detail)) == (failure, None, True)
    assert answer.after == (timedelta(seconds=7) if fault.get("after") else None)
    assert len(stand.links) == made
    assert (await account.open_link(LINK)).failure is None
    assert len(stand.links) == 1


@pytest.mark.parametrize(("fault", "failure", "made"), FAULTS.values(), ids=FAULTS)
async def test_each_failure_of_a_refund_has_its_class_and_no_money_moves_twice(
    stand: RazorpayStand, account: Razorpay, fault: dict[str, Any], failure: Failure, made: int
) -> None:
    payment = await paid(stand, account)
    stand.fail()  # the look at what is there goes well
    stand.fail(**fault)
    answer = await account.refund(refund(payment))
    assert (answer.failure, answer.values, bool(answer.detail)) == (failure, None, True)
    assert len(stand.refunds) == made
    assert (await account.refund(refund(payment))).failure is None
    assert len(stand.refunds) == 1


async def test_a_refund_is_not_made_where_nobody_says_what_was_made_before(
    stand: RazorpayStand, account: Razorpay
) -> None:
    payment = await paid(stand, account)
    stand.fail(status=503)
    assert (await account.refund(refund(payment))).failure is Failure.RETRY
    assert stand.refunds == {}


GARBLED = {"a page": b"<html>", "a list": b"[]", "nothing": b"{}", "of no known status": b'{"id": "x", "status": "?"}'}


@pytest.mark.parametrize("body", GARBLED.values(), ids=GARBLED)
async def test_an_answer_that_is_none_is_an_unknown_outcome(
    stand: RazorpayStand, account: Razorpay, body: bytes
) -> None:
    stand.garbled = body
    assert (await account.open_link(LINK)).failure is Failure.UNKNOWN
    assert (await account.open_link(LINK)).failure is None
    stand.garbled = body
    assert (await account.look_link(only(stand)["id"])).failure is Failure.UNKNOWN
    assert len(stand.links) == 1


async def test_an_amount_that_nobody_can_pay_is_not_asked_for(stand: RazorpayStand, account: Razorpay) -> None:
    half_a_paisa = Money(899_005_000, "INR")
    assert (await account.open_link(link(amount=half_a_paisa))).code == "amount"
    assert (await account.refund(refund("pay_1", half_a_paisa))).code == "amount"
    assert stand.calls == []


async def test_a_wrong_key_stops_the_account_and_the_doctor_says_so(stand: RazorpayStand) -> None:
    other = Razorpay(KEY_ID, "another", WEBHOOK_SECRET, stand.url)
    answer, lines = await other.open_link(LINK), await other.check("https://t.example/hook")
    await other.close()
    assert (answer.failure, answer.detail) == (Failure.SENDER, "Razorpay answered 401: Authentication failed")
    mend = "Razorpay: Razorpay answered 401: Authentication failed; mend key_id or key_secret in [payments.razorpay]"
    assert [(line.ok, line.line) for line in lines] == [(False, f"{mend} and apply")]


async def test_the_doctor_says_what_works_and_what_is_set_by_hand(account: Razorpay) -> None:
    lines = await account.check("https://t.example/webhooks/razorpay/tiger")
    assert [line.ok for line in lines] == [True, True]
    assert "rzp_test_1; the key is for tests, no money moves" in lines[0].line
    assert "https://t.example/webhooks/razorpay/tiger" in lines[1].line
    assert "payment_link.paid" in lines[1].line
    assert len(await account.check()) == 1


async def test_who_is_not_reached_is_tried_again() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    account = Razorpay(KEY_ID, KEY_SECRET, WEBHOOK_SECRET, f"http://127.0.0.1:{port}")
    answer, lines = await account.open_link(LINK), await account.check()
    await account.close()
    assert answer.failure is Failure.RETRY
    assert "PARLEY_RAZORPAY_API_URL" in lines[0].line


async def test_a_closed_account_opens_again(stand: RazorpayStand, account: Razorpay) -> None:
    await account.open_link(LINK)
    await account.close()
    assert (await account.look_link(only(stand)["id"])).failure is None
