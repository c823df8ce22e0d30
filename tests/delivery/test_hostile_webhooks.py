"""Requests that prove nothing, or prove too little: refused alike, at little cost, and in no way news of a shop."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from urllib.parse import urlencode, urlsplit

import pytest
from aiohttp import ClientSession
from structlog.testing import capture_logs

from tests.bot.stores.payloads import NAMED, ORDER
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN
from tests.delivery.test_bad_input import (
    FORM,
    INBOUND,
    SHOPIFY,
    TELEGRAM,
    counts,
    post,
    shopify_proof,
    states,
    twilio_proof,
)
from tests.providers import twilio

MAILS = "/channels/smtp/tiger"
SAID = {"AccountSid": twilio.ACCOUNT, "From": ANN, "To": twilio.NUMBER, "Body": "STOP", "MessageSid": "SM1"}


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """The shop with its store, and all that it offers on the web."""
    async with open_house(database, text=shop.file(store=True), whole=True) as opened:
        yield opened


@pytest.mark.parametrize(
    "path", [INBOUND, TELEGRAM, SHOPIFY, MAILS, "/webhooks/stripe/tiger", "/webhooks/razorpay/tiger"]
)
async def test_a_stranger_is_not_told_which_businesses_there_are(house: House, path: str) -> None:
    """The body and the headers are the same too; one of these has no account of that kind, the other is nobody."""
    told = set()
    async with ClientSession() as session:
        for place in (path, path.replace("tiger", "nobody"), path.replace("tiger", "%00")):
            async with session.post(house.url + place, data=b"a=1", headers={"Content-Type": FORM}) as answer:
                drawn = {"Date", "X-Request-ID"}  # anew for each, whoever it is
                heads = {name: value for name, value in answer.headers.items() if name not in drawn}
                told.add((answer.status, await answer.text(), str(heads)))
    assert [status for status, _, _ in told] == [401]


@pytest.mark.parametrize("path", [INBOUND, TELEGRAM, SHOPIFY, "/webhooks/stripe/tiger", "/webhooks/razorpay/tiger"])
async def test_without_a_header_that_could_prove_it_no_body_is_waited_for(house: House, path: str) -> None:
    place = urlsplit(house.url)
    for whose in (path, path.replace("tiger", "nobody")):
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        writer.write(f"POST {whose} HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nBody=Hel".encode())
        async with asyncio.timeout(10):
            assert (await reader.readline()).split()[1] == b"401"
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize("header", [b"t=\xe9,v1=ab", b"\xe9=1,t=\xe9", b"t=1,v1=\xff"])
async def test_stripe_with_a_header_that_is_no_text(database: str, header: bytes) -> None:
    async with open_house(database, text=shop.file() + shop.STRIPE, whole=True) as house:
        with capture_logs() as logs:
            assert await post(house, "/webhooks/stripe/tiger", b"{}", {"Stripe-Signature": header}) == 401
    assert [one["event"] for one in logs if one["log_level"] == "error"] == []


@pytest.mark.parametrize("length", [None, "chunked"])
async def test_a_form_larger_than_any_is_not_taken_apart(house: House, length: str | None) -> None:
    before, large = await counts(house), b"%" * 2**20
    assert await post(house, INBOUND, large, {"Content-Type": FORM, "X-Twilio-Signature": "a" * 28}) == 413
    body = urlencode(SAID | {"Body": "x" * 70_000}).encode()
    assert await post(house, INBOUND, body, twilio_proof(house, INBOUND, body)) == 413
    assert await counts(house) == before


async def test_a_form_of_another_account_of_twilio(house: House) -> None:
    before = await counts(house)
    for account in ("AC" + "9" * 32, "", twilio.ACCOUNT.lower()):
        body = urlencode(SAID | {"AccountSid": account}).encode()
        assert await post(house, INBOUND, body, twilio_proof(house, INBOUND, body)) == 401
    assert await counts(house) == before


async def test_a_stop_to_a_number_that_we_had_before_counts(house: House) -> None:
    """It is still the account's; whom they want to hear nothing from is the shop."""
    body = urlencode(SAID | {"To": "+13145550199"}).encode()
    assert await post(house, INBOUND, body, twilio_proof(house, INBOUND, body)) == 200
    await house.settle()
    assert "unsubscribed" in " ".join(house.texts_to(ANN))


async def test_an_order_that_was_caught_erases_nobody(house: House) -> None:
    """Shopify signs the body alone: whoever has one could have it read as anything else."""
    body = json.dumps(ORDER).encode()
    assert await post(house, SHOPIFY, body, shopify_proof(house, SHOPIFY, body)) == 200
    await house.settle()
    for topic in ("customers/redact", "shop/redact", "app/uninstalled", "orders/cancelled", "checkouts/update"):
        assert await post(house, SHOPIFY, body, shopify_proof(house, SHOPIFY, body, topic)) == 200
    named = json.dumps(NAMED | {"orders_requested": [55]}).encode()
    for topic in ("customers/redact", "shop/redact"):
        assert await post(house, SHOPIFY, named, shopify_proof(house, SHOPIFY, named, topic)) == 200
    assert await states(house) == {"done": 1, "unreadable": 2}, "one of each body"


async def test_the_same_order_with_other_ids_is_no_other_news(house: House) -> None:
    body = json.dumps(ORDER).encode()
    for number in range(3):
        ids: dict[str, str | bytes] = {"X-Shopify-Event-Id": f"e{number}", "X-Shopify-Webhook-Id": f"w{number}"}
        assert await post(house, SHOPIFY, body, shopify_proof(house, SHOPIFY, body) | ids) == 200
    assert (await states(house))["done"] == 1
