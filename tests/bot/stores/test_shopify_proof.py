"""Who may tell us something in a shop's name, and what makes two deliveries one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels.channel import ChannelRequest, Unproven, Unreadable
from bot.stores.shopify import Shopify
from bot.stores.shopify_read import READERS
from flows.events import Event
from tests.bot.stores.payloads import CHECKOUT, DOMAIN, NAMED, NOW, ORDER, SHARED, shop, webhook

shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the captured payloads are not on this machine")
NONE_OF_OURS = {"carts/update", "products/update", "inventory_levels/update", "fulfillments/create"}


def captured(provider: str) -> list[dict[str, Any]]:
    """What the manifest says of a provider's files."""
    manifest = SHARED / "manifest.json"
    files = json.loads(manifest.read_text())["files"] if manifest.is_file() else []
    return [one for one in files if one["file"].startswith(provider)]


def signatures() -> list[dict[str, str]]:
    """Signatures that others computed."""
    path = SHARED / "signatures.json"
    samples = json.loads(path.read_text())["samples"] if path.is_file() else []
    return [one for one in samples if one["provider"] == "shopify"]


@shared
@pytest.mark.parametrize("sample", signatures(), ids=lambda sample: sample["file"])
def test_a_signature_that_another_made_is_proven_and_one_byte_more_is_not(sample: dict[str, str]) -> None:
    body = (SHARED / sample["file"]).read_bytes()
    store, headers = (
        Shopify(DOMAIN, sample["secret"], ""),
        {sample["header"]: sample["value"], "X-Shopify-Shop-Domain": DOMAIN},
    )
    store.prove(ChannelRequest("", headers, body))
    with pytest.raises(Unproven):
        store.prove(ChannelRequest("", headers, body + b" "))


@shared
@pytest.mark.parametrize("sample", captured("shopify"), ids=lambda sample: sample["file"])
def test_every_captured_payload_is_read(sample: dict[str, Any]) -> None:
    headers = sample["headers"]
    readings = shop().read(ChannelRequest("", headers, (SHARED / sample["file"]).read_bytes()), NOW)
    topic = headers["X-Shopify-Topic"]
    ours = topic in READERS and topic not in {"checkouts/delete", "customers/delete"}
    assert len(readings) == (1 if ours else 0)


WRONG: dict[str, dict[str, str]] = {
    "missing": {"X_Shopify_Hmac_Sha256": ""},
    "of another body": {"X_Shopify_Hmac_Sha256": "DdT099FFowD855Rzpl247w8bGORFHIFZEUiZEL+zgu4="},
    "not base64": {"X_Shopify_Hmac_Sha256": "%%%"},
    "not ASCII": {"X_Shopify_Hmac_Sha256": "½é\u0939"},
    "half a surrogate pair": {"X_Shopify_Hmac_Sha256": "\udcff"},
    "another shop": {"X_Shopify_Shop_Domain": "other.myshopify.com"},
    "a longer name of a shop": {"X_Shopify_Shop_Domain": f"{DOMAIN}.evil.example"},
}


@pytest.mark.parametrize("headers", WRONG.values(), ids=WRONG)
def test_what_is_not_proven_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Unproven):
        shop().prove(webhook("checkouts/create", CHECKOUT, **headers))


def test_an_empty_secret_proves_nothing() -> None:
    store = Shopify(DOMAIN, "", "")
    request = webhook("checkouts/create", CHECKOUT)
    with pytest.raises(Unproven):
        store.prove(request)


@pytest.mark.parametrize("style", [str.lower, str.upper, str.title], ids=["lower", "upper", "title"])
def test_names_of_headers_may_be_written_in_any_case(style: Any) -> None:
    request = webhook("checkouts/create", CHECKOUT, X_Shopify_Shop_Domain=DOMAIN.upper())
    request = ChannelRequest(request.url, {style(name): value for name, value in request.headers.items()}, request.body)
    shop().prove(request)
    assert len(shop().read(request, NOW)) == 1


def test_a_webhook_that_does_not_say_whose_it_is_is_refused() -> None:
    """Shopify always says it; one secret may be that of several shops."""
    request = webhook("checkouts/create", CHECKOUT)
    headers = {name: value for name, value in request.headers.items() if name != "X-Shopify-Shop-Domain"}
    with pytest.raises(Unproven):
        shop().prove(ChannelRequest(request.url, headers, request.body))


def identity(topic: str = "checkouts/update", payload: object = CHECKOUT, event: str = "e1", hook: str = "w1") -> str:
    """The external id of one delivery."""
    request = webhook(topic, payload, X_Shopify_Event_Id=event, X_Shopify_Webhook_Id=hook)
    return shop().read(request, NOW)[0].external_id


REDACT = ("customers/redact", NAMED | {"orders_to_redact": [55]})
SAME = {
    "a redelivery": (identity(), identity()),
    "by a second subscription": (identity(hook="w2"), identity()),
    "a body that was caught, with another event's id": (identity(event="e2"), identity()),
    "the same, without ids": (identity(event="", hook=""), identity()),
    "an erasure, delivered again": (identity(*REDACT, hook="w2"), identity(*REDACT)),
}
OTHER = {
    "another topic of the same event": identity(topic="checkouts/create"),
    "another subject of the same event": identity(payload={**CHECKOUT, "token": "tok32"}),
    "an erasure": identity(*REDACT),
    "an erasure that is asked for again": identity(*REDACT, event="e2"),
    "an erasure by the delivery's id alone": identity(*REDACT, event="", hook="w1"),
}


@pytest.mark.parametrize(("found", "before"), SAME.values(), ids=SAME)
def test_a_redelivery_is_the_same(found: str, before: str) -> None:
    assert found == before


def test_all_else_is_different() -> None:
    assert len({identity(), *OTHER.values()}) == len(OTHER) + 1


def test_a_webhook_without_a_topic_is_unreadable_and_an_unknown_one_is_none_of_ours() -> None:
    with pytest.raises(Unreadable, match="X-Shopify-Topic"):
        shop().read(webhook("", CHECKOUT), NOW)
    assert all(shop().read(webhook(topic, {}), NOW) == () for topic in sorted(NONE_OF_OURS))


def test_events_are_what_the_flows_know() -> None:
    assert isinstance(shop().read(webhook("orders/create", ORDER), NOW)[0].event, Event)
