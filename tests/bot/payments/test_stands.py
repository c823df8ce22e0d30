"""The stand-ins of payment providers refuse what the providers do: a test that passes with them means something."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from tests.bot.payments.asked import NOW, REFERENCE, REFUND
from tests.providers import razorpay, stripe

LINK = {"amount": 89900, "currency": "INR", "reference_id": REFERENCE, "expire_by": int(NOW.timestamp()) + 901}
KEY = base64.b64encode(f"{razorpay.KEY_ID}:{razorpay.KEY_SECRET}".encode()).decode()
BASIC, BEARER = {"Authorization": f"Basic {KEY}"}, {"Authorization": f"Bearer {stripe.SECRET_KEY}"}
ITEM = "line_items[0]"
SESSION = {
    "mode": "payment",
    "success_url": "https://t.example",
    "cancel_url": "https://t.example",
    "expires_at": str(int(NOW.timestamp()) + 3600),
    f"{ITEM}[quantity]": "1",
    f"{ITEM}[price_data][currency]": "usd",
    f"{ITEM}[price_data][unit_amount]": "6912",
    f"{ITEM}[price_data][product_data][name]": "Order 1040",
}


def at() -> datetime:
    """The stand-ins' clock."""
    return NOW


async def post(url: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
    """The status, and what was said."""
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        return answer.status, await answer.text()


async def send(url: str, body: object, headers: dict[str, str]) -> tuple[int, str]:
    """As Razorpay is called."""
    return await post(url, json.dumps(body), {"Content-Type": "application/json"} | headers)


async def fill(url: str, form: dict[str, str], headers: dict[str, str]) -> tuple[int, str]:
    """As Stripe is called."""
    return await post(url, urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"} | BEARER | headers)


WRONG_LINKS: dict[str, tuple[dict[str, Any], str]] = {
    "a fraction": ({"amount": 899.0}, "integer"),
    "less than a rupee": ({"amount": 99}, "at least INR 1.00"),
    "an unknown field": ({"colour": "red"}, "should not be sent"),
    "a long reference": ({"reference_id": "x" * 41}, "40"),
    "too soon over": ({"expire_by": int(NOW.timestamp()) + 899}, "15 minutes"),
    "a page without its method": ({"callback_url": "https://t.example"}, "callback_method"),
    "no currency": ({"currency": "rupee"}, "currency"),
}


@pytest.mark.parametrize(("change", "said"), WRONG_LINKS.values(), ids=WRONG_LINKS)
async def test_razorpay_refuses_a_link(change: dict[str, Any], said: str) -> None:
    async with razorpay.RazorpayStand(clock=at) as stand:
        status, text = await send(f"{stand.url}/v1/payment_links", LINK | change, BASIC)
        assert (status, said in text, stand.links) == (400, True, {})
        assert (await send(f"{stand.url}/v1/payment_links", LINK, BASIC))[0] == 200


async def test_razorpay_refuses_strangers_repeats_and_too_much() -> None:
    async with razorpay.RazorpayStand(clock=at) as stand:
        links = f"{stand.url}/v1/payment_links"
        assert (await send(links, LINK, {}))[0] == (await send(links, LINK, BEARER))[0] == 401
        assert [(await send(links, LINK, BASIC))[0] for _ in range(2)] == [200, 400]
        stand.pay(next(iter(stand.links)))
        refunds, key = f"{stand.url}/v1/payments/{next(iter(stand.payments))}/refund", {"X-Refund-Idempotency": REFUND}
        assert (await send(refunds, {"amount": 89901}, BASIC))[0] == 400
        assert (await send(refunds, {"amount": 50000}, BASIC | {"X-Refund-Idempotency": "short"}))[0] == 400
        assert [(await send(refunds, {"amount": 50000}, BASIC | key))[0] for _ in range(2)] == [200, 200]
        assert (await send(refunds, {"amount": 39900}, BASIC | key))[0] == 400, "another body under the same key"
        assert (await send(refunds, {"amount": 50000}, BASIC))[0] == 400, "more than is left"
        assert len(stand.refunds) == 1


WRONG_SESSIONS: dict[str, tuple[dict[str, str], str]] = {
    "a fraction": ({f"{ITEM}[price_data][unit_amount]": "69.12"}, "integer"),
    "capitals": ({f"{ITEM}[price_data][currency]": "USD"}, "currency"),
    "an unknown field": ({"colour": "red"}, "unknown parameter"),
    "no way back": ({"success_url": ""}, "success_url"),
    "too soon over": ({"expires_at": str(int(NOW.timestamp()) + 1799)}, "30 minutes"),
    "too late over": ({"expires_at": str(int(NOW.timestamp()) + 86401)}, "24 hours"),
}


@pytest.mark.parametrize(("change", "said"), WRONG_SESSIONS.values(), ids=WRONG_SESSIONS)
async def test_stripe_refuses_a_session(change: dict[str, str], said: str) -> None:
    async with stripe.StripeStand(clock=at) as stand:
        url, key = f"{stand.url}/v1/checkout/sessions", {"Idempotency-Key": REFERENCE}
        status, text = await fill(url, SESSION | change, key)
        assert (status, said in text, stand.sessions) == (400, True, {})
        assert (await fill(url, SESSION, key))[0] == 200, "what fails validation does not use up its key"


async def test_stripe_refuses_strangers_repeats_and_too_much() -> None:
    async with stripe.StripeStand(clock=at) as stand:
        url, key = f"{stand.url}/v1/checkout/sessions", {"Idempotency-Key": REFERENCE}
        assert (await fill(url, SESSION, key | BASIC))[0] == 401
        assert (await fill(url, SESSION, {}))[0] == 400, "every call has a key"
        assert [(await fill(url, SESSION, key))[0] for _ in range(2)] == [200, 200]
        assert (await fill(url, SESSION | {"mode": "setup"}, key))[0] == 400, "another body under the same key"
        stand.pay(next(iter(stand.sessions)))
        form = {"payment_intent": next(iter(stand.payments)), "amount": "6913"}
        assert (await fill(f"{stand.url}/v1/refunds", form, {"Idempotency-Key": REFUND}))[0] == 400
        assert (len(stand.sessions), stand.refunds) == (1, {})
