"""Small webhooks of Shopify, with values of our own, and the shop they come from."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.channels.channel import ChannelRequest
from bot.stores.shopify import Shopify
from flows.events import ConsentAction, ConsentGiven, Event
from tests.providers.shopify import webhook_headers

SHARED = (Path(__file__).parents[3] / "../shared/data/webhooks").resolve()
DOMAIN = "parley-dev.myshopify.com"
SECRET = "shpss_dev"
NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)

ADDRESS = {
    "name": "Noor Example",
    "phone": "+12055550111",
    "country_code": "US",
    "province_code": "AL",
    "zip": "35203",
    "city": "Birmingham",
}
PERSON: dict[str, Any] = {
    "id": 81,
    "email": "noor@mail.example",
    "first_name": "Noor",
    "last_name": "Example",
    "phone": "+12055550112",
    "orders_count": 2,
    "updated_at": "2026-01-08T08:00:00Z",
    "default_address": {**ADDRESS, "phone": "+12055550113"},
    "sms_marketing_consent": {
        "state": "subscribed",
        "opt_in_level": "single_opt_in",
        "consent_updated_at": "2025-12-01T10:00:00-05:00",
    },
}
LINE = {"sku": "TEA-1", "title": "Green tea", "variant_title": "100 g", "quantity": 2, "price": "7.50"}
CHECKOUT: dict[str, Any] = {
    "id": 31,
    "token": "tok31",
    "cart_token": "cart31",
    "currency": "USD",
    "presentment_currency": "CAD",
    "total_price": "15.00",
    "updated_at": "2026-01-09T10:00:00-05:00",
    "completed_at": None,
    "customer_locale": "en-US",
    "phone": None,
    "buyer_accepts_sms_marketing": True,
    "sms_marketing_phone": "+12055550110",
    "abandoned_checkout_url": "https://shop.example/recover/tok31",
    "line_items": [LINE],
    "shipping_address": ADDRESS,
    "billing_address": {**ADDRESS, "country_code": "CA"},
    "customer": PERSON,
}
ORDER: dict[str, Any] = {
    "id": 55,
    "name": "#1001",
    "checkout_token": "tok31",
    "cart_token": "cart31",
    "checkout_id": 31,
    "currency": "USD",
    "total_price": "15.00",
    "financial_status": "pending",
    "created_at": "2026-01-09T11:00:00-05:00",
    "updated_at": "2026-01-09T12:00:00-05:00",
    "customer_locale": "en-US",
    "discount_codes": [{"code": "TEN", "amount": "1.50"}],
    "line_items": [LINE],
    "shipping_address": ADDRESS,
    "customer": PERSON,
    "fulfillments": [
        {
            "created_at": "2026-01-09T15:00:00-05:00",
            "tracking_company": "Post",
            "tracking_url": "https://track.example/1",
        }
    ],
}
REFUND: dict[str, Any] = {
    "id": 71,
    "order_id": 55,
    "created_at": "2026-01-09T16:00:00-05:00",
    "refund_line_items": [{"subtotal": 7.5, "total_tax": 0.6, "line_item": LINE}],
    "order_adjustments": [],
    "transactions": [{"kind": "refund", "status": "success", "amount": "8.10", "currency": "USD"}],
}
CONSENT = {"id": 81, "phone": "+12055550112", "sms_marketing_consent": PERSON["sms_marketing_consent"]}
PAID = ORDER | {"financial_status": "paid"}
CANCELLED = ORDER | {"cancelled_at": "2026-01-09T13:00:00-05:00"}
FULFILLED = ORDER | {"fulfillment_status": "fulfilled"}
SHOP: dict[str, Any] = {"shop_id": 9, "shop_domain": DOMAIN}
NAMED: dict[str, Any] = SHOP | {"customer": {"id": 81, "email": "noor@mail.example", "phone": "+12055550112"}}
# The consent of PERSON, as it is read.
STANDING = ConsentGiven(
    channel="sms",
    action=ConsentAction.GRANTED,
    source="shopify customer",
    text="Shopify customer record: subscribed, single_opt_in",
    at=datetime(2025, 12, 1, 15, tzinfo=UTC),
    told_at=datetime(2025, 12, 1, 15, tzinfo=UTC),
    address="+12055550112",
)
SAMPLES: dict[str, dict[str, Any]] = {
    "checkouts/create": CHECKOUT,
    "checkouts/update": CHECKOUT,
    "orders/create": ORDER,
    "orders/paid": PAID,
    "orders/cancelled": CANCELLED,
    "orders/fulfilled": FULFILLED,
    "refunds/create": REFUND,
    "customers/create": PERSON,
    "customers/update": PERSON,
    "customers_marketing_consent/update": CONSENT,
    "customers/data_request": NAMED | {"orders_requested": [55]},
    "customers/redact": NAMED | {"orders_to_redact": [55]},
    "shop/redact": SHOP,
    "app/uninstalled": {"myshopify_domain": DOMAIN, "id": 9},
}


def shop() -> Shopify:
    """The shop whose webhooks these are. It makes no call by being built."""
    return Shopify(DOMAIN, SECRET, "shpat_dev")


def webhook(topic: str, payload: object, **headers: str) -> ChannelRequest:
    """One delivery, signed; ``headers`` replace or add (``X_Shopify_Event_Id="…"``)."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return ChannelRequest("https://go.example/hook", webhook_headers(topic, body, SECRET, DOMAIN) | more, body)


def read(topic: str, payload: object) -> Event | None:
    """The one event of a webhook, if any. Raises Unreadable."""
    readings = shop().read(webhook(topic, payload), NOW)
    return readings[0].event if readings else None


def values(value: object) -> Iterator[object]:
    """All that an event holds, down to the last text and number."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from values(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from values(part)
    else:
        yield value
