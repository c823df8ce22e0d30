"""Webhooks as Twilio and Shopify post them, signed like theirs, ready to be sent."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from bot.bench.bench_account import ACCOUNT, NUMBER, TOKEN
from bot.bench.bench_people import CrowdMember
from bot.bench.bench_shop import ADDRESS, BUSINESS, DOMAIN, SHOPIFY_SECRET
from bot.bench.request_load import request

TWILIO = f"/channels/twilio/{BUSINESS}/inbound"
SHOPIFY = f"/webhooks/shopify/{BUSINESS}"
TEXTS = ("Where is my order {}?", "Do you have it in size L?", "Thank you!", "Is number {} still on sale?")
"""Half of the texts are new ones, as the verdicts on short texts are cached."""


def make_webhooks(people: Sequence[CrowdMember], many: int, series: str, now: datetime) -> list[bytes]:
    """Return ``many`` webhooks from these people, alternately an SMS and a checkout; a different ``series`` makes
    different ids."""
    found = []
    for index in range(many):
        who, identity = people[index % len(people)], make_name(series, index)
        found.append(
            make_checkout(who, identity, now) if index % 2 else make_message(who, identity, pick_text(index, identity))
        )
    return found


def pick_text(index: int, identity: str) -> str:
    """Return the text of a webhook."""
    return TEXTS[index // 2 % len(TEXTS)].format(identity[:6])


def make_name(series: str, index: int) -> str:
    """Return a unique name of a webhook: 32 hexadecimal digits."""
    return hashlib.sha256(f"{series}:{index}".encode()).hexdigest()[:32]


def make_message(person: CrowdMember, identity: str, text: str) -> bytes:
    """Return an SMS to us: https://www.twilio.com/docs/messaging/guides/webhook-request"""
    fields = {
        "ToCountry": "US",
        "SmsMessageSid": f"SM{identity}",
        "NumMedia": "0",
        "SmsSid": f"SM{identity}",
        "SmsStatus": "received",
        "FromCountry": "US",
        "Body": text,
        "To": NUMBER,
        "NumSegments": "1",
        "MessageSid": f"SM{identity}",
        "AccountSid": ACCOUNT,
        "From": person.number,
        "ApiVersion": "2010-04-01",
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": _twilio(fields)}
    return request(TWILIO, headers, urlencode(fields).encode())


def make_checkout(person: CrowdMember, identity: str, now: datetime) -> bytes:
    """Return a checkout that was changed: https://shopify.dev/docs/api/webhooks?reference=toml, checkouts/update"""
    body = {
        **_make_purchase(person, identity, now),
        "token": identity,
        "cart_token": identity[::-1],
        "abandoned_checkout_url": f"https://{DOMAIN}/checkouts/{identity}/recover",
        "updated_at": now.isoformat(),
        "completed_at": None,
    }
    return _sign_for_shopify("checkouts/update", identity, now, body)


def make_order(person: CrowdMember, identity: str, number: int, now: datetime) -> bytes:
    """Return an order that was placed: https://shopify.dev/docs/api/webhooks?reference=toml, orders/create"""
    body = {
        **_make_purchase(person, identity, now),
        "name": f"#{number}",
        "order_number": number,
        "financial_status": "paid",
        "checkout_token": identity,
        "processed_at": now.isoformat(),
        "cancelled_at": None,
    }
    return _sign_for_shopify("orders/create", identity, now, body)


def _make_purchase(person: CrowdMember, identity: str, now: datetime) -> dict[str, object]:
    lines = [
        {"title": "Tiger Print Shorts", "variant_title": "M", "sku": "TIGER-SHORTS", "quantity": 1, "price": "30.00"},
        {"title": "Tiger Tee", "variant_title": "L", "sku": "TIGER-TEE", "quantity": 2, "price": "20.00"},
    ]
    buyer = {"id": int(person.contact.hex[-12:], 16), "first_name": "Ann", "last_name": "Example"}
    return {
        "id": int(identity[:12], 16),
        "currency": "USD",
        "total_price": "70.00",
        "line_items": lines,
        "customer": {**buyer, "phone": person.number, "email": None},
        "phone": person.number,
        "created_at": now.isoformat(),
    }


def _sign_for_shopify(topic: str, identity: str, now: datetime, body: dict[str, object]) -> bytes:
    said = json.dumps(body).encode()
    headers = {
        "Content-Type": "application/json",
        "X-Shopify-Topic": topic,
        "X-Shopify-Shop-Domain": DOMAIN,
        "X-Shopify-Event-Id": identity,
        "X-Shopify-Triggered-At": now.isoformat(),
        "X-Shopify-Hmac-Sha256": _digest(SHOPIFY_SECRET, said, hashlib.sha256),
    }
    return request(SHOPIFY, headers, said)


def _twilio(fields: dict[str, str]) -> str:
    """Return the signature: https://www.twilio.com/docs/usage/security#validating-requests"""
    signed = ADDRESS + TWILIO + "".join(name + value for name, value in sorted(fields.items()))
    return _digest(TOKEN, signed.encode(), hashlib.sha1)


def _digest(key: str, said: bytes, how: object) -> str:
    return base64.b64encode(hmac.digest(key.encode(), said, how)).decode()  # type: ignore[arg-type]
