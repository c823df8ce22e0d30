"""Test orders and samples are kept as what they are: nothing is read from them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from flows.events import Event, OrderRefunded, PersonRedacted, StoreTested
from tests.bot.stores.payloads import NOW, ORDER, REFUND, SAMPLES, SHARED, read, shop, webhook
from tests.cases import each

REQUESTS = {"customers/data_request", "customers/redact", "shop/redact"}
OF_ORDERS = [topic for topic in SAMPLES if topic.startswith("orders/")]


def _read(topic: str, payload: object, **headers: str) -> Event | None:
    readings = shop().read(webhook(topic, payload, **headers), NOW)
    return readings[0].event if readings else None


@each("topic", OF_ORDERS)
@each("flag", [True, "true", 1])
def test_a_test_order_is_no_order(topic: str, flag: object) -> None:
    assert read(topic, SAMPLES[topic] | {"test": flag}) == StoreTested(topic, NOW)


@each("topic", OF_ORDERS)
@each("flag", [False, "false", None])
def test_an_order_that_is_no_test_is_one(topic: str, flag: object) -> None:
    assert read(topic, SAMPLES[topic] | {"test": flag}) == read(topic, SAMPLES[topic])


@each("topic", sorted(set(SAMPLES) - REQUESTS))
def test_a_sample_of_the_admin_is_no_news(topic: str) -> None:
    assert _read(topic, SAMPLES[topic], X_Shopify_Test="true") == StoreTested(topic, NOW)


@pytest.mark.parametrize("topic", sorted(REQUESTS))
def test_a_request_by_law_is_done_whatever_an_unsigned_header_says(topic: str) -> None:
    assert _read(topic, SAMPLES[topic], X_Shopify_Test="true") == read(topic, SAMPLES[topic])


SAMPLE_IDS: list[tuple[str, dict[str, Any]]] = [
    ("orders/create", ORDER | {"id": 820982911946154508}),
    ("refunds/create", REFUND | {"id": 890088186047892319, "order_id": 820982911946154508}),
    ("customers/update", SAMPLES["customers/update"] | {"id": 706405506930370084}),
]


@pytest.mark.parametrize(("topic", "payload"), SAMPLE_IDS, ids=[topic for topic, _ in SAMPLE_IDS])
def test_a_sample_is_known_by_its_id_without_the_header(topic: str, payload: dict[str, Any]) -> None:
    assert isinstance(read(topic, payload), StoreTested)


def test_the_refund_of_a_test_order_is_no_refund() -> None:
    (moved,) = REFUND["transactions"]
    assert isinstance(read("refunds/create", REFUND | {"transactions": [{**moved, "test": True}]}), StoreTested)
    assert isinstance(read("refunds/create", REFUND | {"transactions": [{**moved, "test": False}]}), OrderRefunded)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the captured payloads are not on this machine")
@pytest.mark.parametrize("name", ["orders_create_sample", "orders_paid_sample"])
def test_published_samples_of_test_orders_are_tests(name: str) -> None:
    payload = json.loads((SHARED / "shopify" / f"{name}.json").read_bytes())
    topic = name.removesuffix("_sample").replace("_", "/")
    assert isinstance(read(topic, payload), StoreTested) == bool(payload.get("test"))


def test_a_real_delivery_counts_after_the_same_body_came_as_a_test() -> None:
    tested = shop().read(webhook("orders/create", ORDER, X_Shopify_Test="true"), NOW)
    real = shop().read(webhook("orders/create", ORDER), NOW)
    assert tested[0].external_id != real[0].external_id


def test_a_redaction_is_read() -> None:
    assert isinstance(_read("customers/redact", SAMPLES["customers/redact"], X_Shopify_Test="true"), PersonRedacted)
