"""What payment providers tell, over the web: proven, kept once, in any order, and never a 5xx."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.conversations import EVENTS
from bot.doctor import examine
from flows.money import Money
from storage.sending.senders import Sender
from tests.delivery import shop
from tests.delivery.till import REFERENCE, Till, open_till
from tests.providers import razorpay, stripe

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
BOTH = shop.RAZORPAY + shop.STRIPE


@pytest.fixture
async def till(database: str) -> AsyncIterator[Till]:
    """A shop that is paid through both."""
    async with open_till(database, BOTH) as opened:
        yield opened


async def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Somebody knocks; the answer's status."""
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        return answer.status


async def kept(till: Till, source: str) -> list[Any]:
    """The events of a provider that were stored, as values."""
    return [EVENTS.load(row.type, row.data) for row in await till.news(source) if row.data]


async def test_a_payment_is_kept_once_however_often_it_is_told(till: Till) -> None:
    await till.link()
    (link,) = till.razorpay.links
    hook = till.razorpay.pay(link)
    assert await till.razorpay.tell(hook, hook, hook) == [200, 200, 200]
    (arrived,) = await kept(till, "razorpay")
    assert (arrived.reference, arrived.link, arrived.amount) == (REFERENCE, link, Money.parse("899", "INR"))
    (row,) = await till.news("razorpay")
    assert (row.type, row.raw) == ("payment.arrived", None), "the body names the payer, and nobody's erasure finds it"


async def test_news_may_come_in_any_order_and_late(till: Till) -> None:
    payment = await till.paid()
    await till.refund(payment)
    (refund,) = till.razorpay.refunds
    created, processed = till.razorpay.move(refund, "created"), till.razorpay.move(refund, "processed")
    till.house.clock.push(3 * DAY, 3 * DAY)
    assert await till.razorpay.tell(processed, created, processed) == [200, 200, 200]
    assert [one.state for one in await kept(till, "razorpay")] == ["processed", "pending"]


async def test_stripe_signs_anew_what_it_delivers_late(till: Till) -> None:
    await till.link(provider="stripe", currency="USD")
    (session,) = till.stripe.sessions
    event = till.stripe.pay(session)
    till.house.clock.push(2 * DAY, 2 * DAY)
    assert await till.stripe.tell(event, event) == [200, 200]
    (arrived,) = await kept(till, "stripe")
    assert (arrived.reference, arrived.link) == (REFERENCE, session)


async def test_a_signature_is_judged_by_real_time_not_by_the_shops(till: Till) -> None:
    await till.link(provider="stripe", currency="USD")
    event = till.stripe.pay(next(iter(till.stripe.sessions)))
    till.stripe.clock = till.house.clock.get_real_time
    till.house.clock.push(now=400 * DAY)
    assert await till.stripe.tell(event) == [200]
    signed = stripe.webhook_headers(event.body, till.stripe.secret, till.house.clock.get_real_time())
    till.house.clock.push(elapsed=6 * MINUTE)
    assert await post(till.stripe.webhook, event.body, signed) == 401


WRONG: dict[str, tuple[bytes, Mapping[str, str]]] = {
    "another secret": (b"{}", razorpay.webhook_headers(b"{}", "another")),
    "another body": (b"[]", razorpay.webhook_headers(b"{}", razorpay.WEBHOOK_SECRET)),
    "no signature": (b"{}", {}),
    "the other provider's": (b"{}", {"Stripe-Signature": "t=1,v1=x"}),
}


@pytest.mark.parametrize(("body", "headers"), WRONG.values(), ids=WRONG)
async def test_what_is_not_proven_is_401_and_not_kept(till: Till, body: bytes, headers: Mapping[str, str]) -> None:
    for url in (till.razorpay.webhook, till.stripe.webhook):
        assert await post(url, body, headers) == 401
    assert await till.news("razorpay") == await till.news("stripe") == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"event": "payment_link.paid"}', b"\xff"], ids=repr)
async def test_what_cannot_be_read_is_kept_with_its_reason(till: Till, body: bytes) -> None:
    signed = razorpay.webhook_headers(body, till.razorpay.secret)
    assert [await post(till.razorpay.webhook, body, signed) for _ in range(2)] == [200, 200]
    signed = stripe.webhook_headers(body, till.stripe.secret, till.house.clock.get_real_time())
    assert await post(till.stripe.webhook, body, signed) == 200
    for source in ("razorpay", "stripe"):
        (row,) = await till.news(source)
        assert (row.status, bytes(row.raw), bool(row.reason)) == ("unreadable", body, True)


async def test_other_events_are_none_of_ours(till: Till) -> None:
    assert await till.razorpay.tell(till.razorpay.hook("payment.captured")) == [200]
    assert await till.stripe.tell(till.stripe.event("customer.created", {})) == [200]
    assert await till.news("razorpay") == await till.news("stripe") == []


async def test_nobody_is_told_which_accounts_there_are(database: str) -> None:
    async with open_till(database, shop.RAZORPAY) as till:
        assert await post(till.stripe.webhook, b"{}", {}) == 401
        assert await post(till.razorpay.webhook.replace("tiger", "lion"), b"{}", {}) == 401
        assert await post(till.razorpay.webhook.replace("razorpay", "paypal"), b"{}", {}) == 404


async def test_payment_accounts_come_and_go_with_the_file(till: Till) -> None:
    """Each has a line of its own, paced and stopped by itself; its secrets are forgotten with it."""
    assert {(line.channel, line.address, line.rate) for line in await _lines(till)} == {
        ("razorpay", razorpay.KEY_ID, 5.0),
        ("stripe", "stripe", 5.0),
    }
    first = await till.house.service.accounts.payment(shop.TIGER, "razorpay")
    await till.house.apply(shop.file() + "[payments.simulator]\n")
    till.house.clock.push(elapsed=MINUTE)
    assert [(line.channel, line.rate) for line in await _lines(till)] == [("simulator", 0.0)]
    secrets = await till.house.act(lambda turn: turn.unit.businesses.secrets())
    assert not [name for name in secrets if name.startswith(("razorpay.", "stripe."))]
    assert first is not None
    assert await till.house.service.accounts.payment(shop.TIGER, "razorpay") is None


async def _lines(till: Till) -> list[Sender]:
    """The senders that are no channels."""
    found = await till.house.act(lambda turn: turn.unit.senders.all())
    return [line for line in found if line.channel in {"razorpay", "stripe", "simulator"}]


async def test_the_doctor_asks_both(till: Till) -> None:
    found = {one.text: one.ok for one in await examine(till.house.service.settings, None, False)}
    told = "\n".join(found)
    assert "tiger: Razorpay: payment links are open to rzp_test_1" in told
    assert f"address {till.razorpay.webhook}" in told
    assert "tiger: Stripe: sessions are open to the key" in told
    (missing,) = [text for text in found if f"no webhook goes to {till.stripe.webhook}" in text]
    assert found[missing] is False
