"""Payment links and refunds as calls: made once, repeated while it makes sense, and always answered to who asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from flows.delivery import Answer, Failure
from flows.money import MICROS
from handlers.calls import call_lifecycle
from handlers.calls.call_lifecycle import CallRequest
from handlers.delivery import outbox_claims
from handlers.engine.turn import Turn
from storage.sending.outbox import OutboxEntry, Priority
from tests.delivery import shop
from tests.delivery.shop import HOUR, MINUTE
from tests.delivery.till import REFERENCE, REFUND, Answered, Till, open_till

DAY = timedelta(days=1)


@pytest.fixture
async def till(database: str) -> AsyncIterator[Till]:
    """A shop that is paid through Razorpay; the test runs once on each kind of database."""
    async with open_till(database) as opened:
        yield opened


async def one(till: Till) -> Answered:
    """The one answer that was heard."""
    (answer,) = await till.answers()
    return answer


async def test_a_link_is_made_and_answered(till: Till) -> None:
    await till.link()
    (link,) = till.razorpay.links.values()
    ends = till.house.clock.now() + 20 * HOUR
    told = {"reference": REFERENCE, "link": link["id"], "url": link["short_url"], "expires_at": ends.isoformat()}
    assert await one(till) == Answered("payment_link", "k1", told, None)
    assert (link["amount"], link["reference_id"]) == (89900, REFERENCE)
    call = await till.call("payment_link")
    assert (call.status, call.provider_id, await till.waiting()) == ("done", link["id"], 0)


async def test_the_whole_way_of_a_payment(till: Till) -> None:
    payment = await till.paid()
    link = next(iter(till.razorpay.links))
    for kind, key in (("look_link", "look"), ("cancel_link", "cancel")):
        await till.ask(kind, key, link=link)
        await till.house.settle()
    paid = {"link": link, "state": "paid", "payment": payment, "amount": 899 * MICROS, "currency": "INR"}
    assert [(one.key, one.values) for one in (await till.answers())[1:]] == [("look", paid), ("cancel", paid)]
    await till.refund(payment)
    (refund,) = till.razorpay.refunds
    await till.ask("look_refund", "look 2", refund=refund, payment=payment)
    await till.house.settle()
    about = {"reference": REFUND, "payment": payment, "refund": refund}
    assert [one.values for one in (await till.answers())[3:]] == [
        {**about, "state": "pending"},
        {"payment": payment, "refund": refund, "state": "pending"},
    ]


async def test_what_is_asked_twice_under_one_key_is_asked_once(till: Till) -> None:
    await till.link()
    await till.link()
    assert (len(till.razorpay.links), len(await till.answers())) == (1, 1)


UNSURE: dict[str, dict[str, Any]] = {
    "cut after it was made": {"cut": True, "stored": True},
    "cut before it was made": {"cut": True},
    "an error after it was made": {"status": 500, "stored": True},
    "too many": {"status": 429, "after": 7},
}


@pytest.mark.parametrize("fault", UNSURE.values(), ids=UNSURE)
async def test_a_link_of_unknown_outcome_is_asked_for_again_and_there_is_one(till: Till, fault: dict[str, Any]) -> None:
    till.razorpay.fail(**fault)
    await till.link()
    assert await till.answers() == ()
    await till.house.pass_(now=MINUTE, elapsed=MINUTE)
    (link,) = till.razorpay.links
    assert ((await one(till)).values["link"], (await one(till)).failure) == (link, None)
    assert till.house.alerts() == []


@pytest.mark.parametrize("fault", UNSURE.values(), ids=UNSURE)
async def test_a_refund_of_unknown_outcome_moves_no_money_twice(till: Till, fault: dict[str, Any]) -> None:
    payment = await till.paid()
    till.razorpay.fail()  # the look at what was given back before goes well
    till.razorpay.fail(**fault)
    await till.refund(payment)
    assert len(await till.answers()) == 1
    await till.house.pass_(now=MINUTE, elapsed=MINUTE)
    (refund,) = till.razorpay.refunds.values()
    assert (refund["amount"], (await till.answers())[1].values["refund"]) == (89900, refund["id"])


async def test_who_dies_with_the_answer_leaves_it_to_the_next(till: Till) -> None:
    """The refund was made and nobody wrote it down: the lease ends, and whoever is next finds it."""
    payment = await till.paid()
    request = {"payment": payment, "amount": 899 * MICROS, "currency": "INR", "reference": REFUND}
    await till.ask("refund", "r1", **request)

    async def claim(turn: Turn) -> CallRequest | None:
        line = await turn.unit.senders.find_for_channel("razorpay")
        assert line is not None
        (entry,) = await outbox_claims.claim(turn, line.id)
        return await call_lifecycle.begin(turn, entry)

    begun = await till.house.act(claim)
    caller = await till.house.service.accounts.caller(shop.TIGER, "razorpay")
    assert begun is not None
    assert caller is not None
    assert (await caller(begun)).failure is None
    await till.house.settle()
    assert len(await till.answers()) == 1, "it is leased"
    await till.house.pass_(elapsed=outbox_claims.LEASE)
    assert ((await till.answers())[1].failure, len(till.razorpay.refunds)) == (None, 1)


async def test_a_provider_that_asks_for_rest_gets_it_in_real_time(till: Till) -> None:
    till.razorpay.fail(status=429, after=90)
    await till.link()
    await till.house.pass_(now=HOUR)
    assert await till.answers() == ()
    await till.house.pass_(elapsed=90 * timedelta(seconds=1))
    assert (await one(till)).failure is None


async def test_a_link_is_given_up_when_nobody_could_use_it_any_more(till: Till) -> None:
    till.razorpay.fail(times=100, status=503)
    await till.link(after=2 * HOUR)
    for _ in range(8):
        await till.house.pass_(now=10 * MINUTE, elapsed=MINUTE)
    assert await till.answers() == ()
    await till.house.pass_(now=25 * MINUTE, elapsed=MINUTE)
    answer = await one(till)
    assert (answer.failure, answer.values["reference"]) == ("retry", REFERENCE)
    assert str(answer.values["why"]).startswith("SERVER_ERROR: Razorpay answered 503")
    assert till.house.alerts() == [], "the order tells what is to be done"
    assert ((await till.call("payment_link")).status, await till.waiting()) == ("failed", 0)


async def test_a_refund_is_tried_for_days_and_then_told_with_its_payment(till: Till) -> None:
    payment = await till.paid()
    till.razorpay.fail(times=1000, status=503)
    await till.refund(payment)
    for _ in range(70):
        await till.house.pass_(now=HOUR, elapsed=MINUTE)
    assert (len(await till.answers()), till.house.alerts()) == (1, [])
    for _ in range(4):
        await till.house.pass_(now=HOUR, elapsed=MINUTE)
    answer = (await till.answers())[1]
    assert (answer.failure, answer.values["payment"]) == ("retry", payment)
    assert str(answer.values["why"]).startswith("SERVER_ERROR")
    assert till.house.alerts() == [], "the order tells what is to be done"
    tried = [call for call in till.razorpay.calls if call.path.endswith("/refunds?count=100")]
    assert 60 < len(tried) < 100, "often at first, then once an hour"


async def test_two_refunds_that_fail_when_the_order_is_long_over_are_both_told(till: Till) -> None:
    """Nobody but us tells the staff then: which payment it is, and what to do."""
    payment = await till.paid()
    for key, reference in (("r1", REFUND), ("r2", "0190a0b0c0d0e0f00102030405060710")):
        request = {"payment": payment, "amount": 9999 * MICROS, "currency": "INR", "reference": reference}
        await till.ask("refund", key, **request)
    await till.over()
    await till.house.settle()
    assert len(till.house.alerts()) == 2
    for alert in till.house.alerts():
        assert alert.startswith("A refund was not made: check the provider's dashboard")
        assert f"₹9,999, {payment} (BAD_REQUEST_ERROR" in alert
    assert till.razorpay.refunds == {}


async def test_wrong_credentials_are_told_at_once_and_the_work_goes_on_when_they_are_mended(till: Till) -> None:
    till.razorpay.key_secret = "another"
    await till.link()
    await till.house.pass_(now=MINUTE)
    (alert,) = till.house.alerts()
    assert "rejects our requests (BAD_REQUEST_ERROR: Razorpay answered 401: Authentication failed)" in alert
    till.razorpay.key_secret = shop.SECRETS["RAZORPAY_SECRET"]
    await till.house.pass_(now=HOUR)
    assert (await one(till)).failure is None


async def test_an_account_without_money_refunds_when_it_has_some(till: Till) -> None:
    payment = await till.paid()
    till.razorpay.balance = False
    await till.refund(payment)
    assert ("enough balance" in till.house.alerts()[0], len(till.razorpay.refunds)) == (True, 0)
    till.razorpay.balance = True
    await till.house.pass_(now=HOUR)
    assert ((await till.answers())[1].failure, len(till.razorpay.refunds)) == (None, 1)


async def test_a_refund_is_made_though_the_conversation_is_over_and_a_link_is_not(till: Till) -> None:
    payment = await till.paid()
    await till.ask("refund", "r1", payment=payment, amount=899 * MICROS, currency="INR", reference=REFUND)
    later = till.house.clock.now() + DAY
    request = {"reference": f"{REFERENCE[:-1]}1", "amount": MICROS, "currency": "INR", "description": "x"}
    await till.ask("payment_link", "k2", **request, expires_at=later, back_url="")
    await till.over()
    await till.house.settle()
    assert (len(till.razorpay.refunds), len(till.razorpay.links), await till.waiting()) == (1, 1, 0)
    assert (await till.call("refund")).status == "done"


async def test_a_business_without_payments_hears_so_at_once(database: str) -> None:
    async with open_till(database, payments="") as till:
        await till.link()
        why = "the business file has no [payments.…]"
        assert await one(till) == Answered("payment_link", "k1", {"reference": REFERENCE, "why": why}, "setup")
        assert till.house.alerts() == [], "the order tells what is to be done"
        assert await till.waiting() == 0


async def test_a_payment_is_given_back_by_whom_it_came(database: str) -> None:
    async with open_till(database, payments=shop.RAZORPAY + shop.STRIPE) as till:
        await till.link(provider="stripe", amount=69_120_000, currency="USD")
        (session,) = till.stripe.sessions
        assert ((await one(till)).values["link"], (await one(till)).values["provider"]) == (session, "stripe")
        till.stripe.pay(session)
        (payment,) = till.stripe.payments
        await till.refund(payment, provider="stripe", amount=9_120_000, currency="USD")
        assert [refund["amount"] for refund in till.stripe.refunds.values()] == [912]
        assert (till.razorpay.calls, len(await till.answers())) == ([], 2)
        await till.house.apply(shop.file() + shop.RAZORPAY)
        till.house.clock.push(elapsed=MINUTE)
        await till.ask("look_refund", "look", refund="re_1", payment=payment, provider="stripe")
        await till.house.settle()
        refused = (await till.answers())[2]
        assert (refused.failure, refused.values["why"]) == (
            "setup",
            "the business file has no [payments.stripe] any more",
        )
        assert till.house.alerts() == [], "the order tells what is to be done"


IMPOSSIBLE: dict[str, dict[str, Any]] = {
    "a fraction": {"amount": 899_005_000},
    "nothing": {"amount": 0},
    "a reference that nobody takes": {"reference": "1"},
    "an end before its beginning": {"after": -HOUR},
}


@pytest.mark.parametrize("change", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
async def test_what_no_provider_would_take_fails_at_once(till: Till, change: dict[str, Any]) -> None:
    await till.link(**change)
    assert ((await one(till)).failure, till.razorpay.calls) == ("alert", [])
    assert till.house.alerts() == [], "the order tells what is to be done"


async def test_what_is_written_first_stands(till: Till) -> None:
    """A first performer that was slow comes late with a failure: the second has made it already."""
    await till.link()
    call = await till.call("payment_link")
    request = CallRequest(call.id, "payment_link", "", {"key": "k1"}, call.created_at, call.run, call.contact)

    async def late(turn: Turn) -> None:
        line = await turn.unit.senders.find_for_channel("razorpay")
        assert line is not None
        entry = _entry(call.id, line.id)
        await call_lifecycle.conclude(turn, entry, request, Answer(failure=Failure.ALERT, detail="too late"))
        assert await call_lifecycle.begin(turn, entry) is None

    await till.house.act(late)
    await till.house.settle()
    assert ((await till.call("payment_link")).status, len(await till.answers())) == ("done", 1)
    assert till.house.alerts() == []


async def test_a_kind_that_nobody_knows_is_a_mistake_of_ours(till: Till) -> None:
    await till.link()
    call = await till.call("payment_link")

    async def begin(turn: Turn) -> None:
        fax = turn.unit.ids.make()
        await turn.unit.calls.add(fax, "fax", "fax", None, None, {}, turn.now)
        await call_lifecycle.begin(turn, _entry(fax, call.id))

    with pytest.raises(LookupError, match="'fax'"):
        await till.house.act(begin)


def _entry(call: UUID, sender: UUID) -> OutboxEntry:
    return OutboxEntry(call, "call", sender, Priority.TRANSACTIONAL, None, None, None, False, None)
