"""What cannot be used is refused, with the place of what is wrong in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.channels.channel import Unreadable
from flows.events import OrderCancelled
from tests.bot.stores.payloads import (
    CANCELLED,
    CHECKOUT,
    CONSENT,
    FULFILLED,
    LINE,
    NAMED,
    ORDER,
    PERSON,
    REFUND,
    SAMPLES,
    SHOP,
    read,
)
from tests.cases import each

REFUSED: dict[str, tuple[str, object, str]] = {
    "not JSON": ("checkouts/create", b"{", "the body is not JSON"),
    "NaN": ("checkouts/create", b'{"total_price": NaN}', "the body is not JSON"),
    "a raw NUL": ("checkouts/create", b'{"id": "a\x00"}', "the body is not JSON"),
    "nested beyond reason": ("checkouts/create", b"[" * 100_000, "the body is nested too deeply"),
    "a list": ("checkouts/create", [1], "is not an object"),
    "no token at all": ("checkouts/create", {"currency": "USD"}, "token is missing"),
    "a token with a NUL": ("checkouts/create", CHECKOUT | {"token": "a\u0000b"}, "token has characters"),
    "no currency": ("checkouts/create", CHECKOUT | {"currency": None}, "currency is missing"),
    "an unknown currency": ("checkouts/create", CHECKOUT | {"currency": "XYZ"}, "currency is not a currency"),
    "no total": ("checkouts/create", CHECKOUT | {"total_price": ""}, "total_price is missing"),
    "a negative total": ("checkouts/create", CHECKOUT | {"total_price": "-1"}, "total_price is negative"),
    "an absurd total": ("checkouts/create", CHECKOUT | {"total_price": "1e30"}, "total_price is too large"),
    "a price of another kind": (
        "checkouts/create",
        CHECKOUT | {"line_items": [LINE, {**LINE, "price": {"amount": 1}}]},
        r"line_items\[1\].price is not a number",
    ),
    "a price with a comma": (
        "checkouts/create",
        CHECKOUT | {"line_items": [{**LINE, "price": "1,50"}]},
        r"line_items\[0\].price is not a number",
    ),
    "a negative quantity": (
        "checkouts/create",
        CHECKOUT | {"line_items": [{**LINE, "quantity": -1}]},
        r"line_items\[0\].quantity is not a whole number",
    ),
    "half a piece": (
        "checkouts/create",
        CHECKOUT | {"line_items": [{**LINE, "quantity": 1.5}]},
        r"line_items\[0\].quantity is not a whole number",
    ),
    "lines that are none": ("checkouts/create", CHECKOUT | {"line_items": "tea"}, "line_items is not a list"),
    "a script for a link": (
        "checkouts/create",
        CHECKOUT | {"abandoned_checkout_url": "javascript:alert(1)"},
        "abandoned_checkout_url is not a web address",
    ),
    "a link to a file": (
        "checkouts/create",
        CHECKOUT | {"abandoned_checkout_url": "ftp://shop.example/"},
        "abandoned_checkout_url is not a web address",
    ),
    "a link with another's name": (
        "checkouts/create",
        CHECKOUT | {"abandoned_checkout_url": "https://shop.example@evil.example/"},
        "abandoned_checkout_url is not a web address",
    ),
    "a time that is none": ("checkouts/create", CHECKOUT | {"updated_at": "soon"}, "updated_at is not a time"),
    "a local time": ("checkouts/create", CHECKOUT | {"updated_at": "2026-01-09T10:00:00"}, "updated_at has no offset"),
    "a person of another kind": ("orders/create", ORDER | {"customer": [1]}, "customer is not an object"),
    "an order without an id": ("orders/create", ORDER | {"id": None}, "id is missing"),
    "a parcel's script": (
        "orders/fulfilled",
        FULFILLED | {"fulfillments": [{"tracking_url": "javascript:1"}]},
        r"fulfillments\[0\].tracking_url is not a web address",
    ),
    "a negative refund": (
        "refunds/create",
        REFUND | {"transactions": [{**REFUND["transactions"][0], "amount": "-8"}]},
        r"transactions\[0\].amount is negative",
    ),
    "a refund of no currency": (
        "refunds/create",
        REFUND | {"transactions": [{"kind": "refund", "status": "success", "amount": "8.10"}]},
        r"transactions\[0\].currency is missing",
    ),
    "nobody to erase": ("customers/redact", SHOP | {"customer": {}, "orders_to_redact": []}, "customer names nobody"),
    "somebody of another shop": (
        "customers/redact",
        NAMED | {"shop_domain": "other.myshopify.com", "orders_to_redact": [55]},
        "shop_domain is another shop's",
    ),
    "another shop to erase": ("shop/redact", {"shop_domain": "other.myshopify.com"}, "shop_domain is another shop's"),
    "no shop to erase": ("shop/redact", PERSON, "shop_domain is missing"),
    "an order under the header of a deletion": ("customers/delete", ORDER, "belongs to another topic"),
    "an order under the header of a removal": ("app/uninstalled", ORDER, "myshopify_domain is missing"),
    "a consent of nobody": (
        "customers_marketing_consent/update",
        CONSENT | {"id": None, "phone": None},
        "id is missing",
    ),
}


@each(("topic", "payload", "where"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_unreadable_and_says_where(topic: str, payload: object, where: str) -> None:
    with pytest.raises(Unreadable, match=where):
        read(topic, payload)


def test_an_order_is_cancelled_even_when_the_rest_of_it_cannot_be_read() -> None:
    event = read("orders/cancelled", CANCELLED | {"currency": "XYZ"})
    assert event == OrderCancelled("55", datetime(2026, 1, 9, 18, tzinfo=UTC))


CARTS, PEOPLE = {"checkouts/create", "checkouts/update"}, {"customers/create", "customers/update"}
# A body says the same under these; nothing else may come of it, whatever the header says, which nobody signed.
AS_WELL = {
    "checkouts/create": CARTS,
    "checkouts/update": CARTS,
    "orders/paid": {"orders/create"},
    "orders/cancelled": {"orders/create"},
    "orders/fulfilled": {"orders/create"},
    "customers/create": PEOPLE | {"customers_marketing_consent/update"},
    "customers/update": PEOPLE | {"customers_marketing_consent/update"},
    "customers_marketing_consent/update": PEOPLE,
}


@each("body", SAMPLES)
@each("topic", SAMPLES)
def test_a_body_is_not_read_under_another_topic(topic: str, body: str) -> None:
    if topic == body or topic in AS_WELL.get(body, set()):
        assert read(topic, SAMPLES[body]) is not None
        return
    with pytest.raises(Unreadable):
        read(topic, SAMPLES[body])
